#include "orchestrator/report/pictures/tcp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "contract/derive.h"
#include "metrics/tcp_samples.h"
#include "orchestrator/sweep/sidecar.h"
#include "tests/orchestrator/report/made_tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using metrics::TcpSample;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kCountingNs = 5'000'000'000;

table::Row tcp_row(const std::string& name, const std::string& tcp = "draw",
                   const std::string& operation = "get") {
  table::Row row = made_row(operation, "thread", 10, 5, 1);
  row.scenario = name;
  row.pass = 1;
  row.settings = {{"tcp", tcp}, {"tcp_interval", "100ms"}};
  return row;
}

TcpSample tcp_sample(std::int64_t at_ms, std::uint32_t retransmits) {
  return {.time_ns = kCountingNs + at_ms * 1'000'000,
          .client_port = 40000,
          .info = {.rtt_us = 2000,
                   .cwnd_bytes = 10 * kKiB,
                   .in_flight_bytes = 5 * kKiB,
                   .retransmits = retransmits}};
}

class TcpChart : public testing::Test {
 protected:
  // Two seconds of 4 MiB/s.
  void write_report_of(const std::string& name) const {
    contract::Totals totals{.counting_ns = kCountingNs, .ran = std::chrono::seconds(2)};
    totals.timeline.add(Duration{}, std::chrono::seconds(2), {.bytes = 8.0 * double{kMiB}});
    write(
        sweep::Sidecar::report_file(table_, name, 1),
        nlohmann::json{{"report", contract::to_json(contract::derive(std::move(totals)))}}.dump());
  }
  void write_samples(const std::string& name, const std::string& who,
                     const std::vector<TcpSample>& samples) const {
    write(sweep::Sidecar::tcp_file(table_, name, 1, who), metrics::to_csv(samples, 0));
  }
  static void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  TemporaryFolder folder_{};
  std::filesystem::path table_ = folder_ / "t.csv";
  std::vector<std::string> notes_{};
};

TEST_F(TcpChart, ShowsWhatTheSendingSideSaw) {
  write_report_of("one");
  write_samples("one", "server", {tcp_sample(150, 0), tcp_sample(250, 0)});
  const Chart chart = tcp_chart(tcp_row("one"), table_, notes_);
  EXPECT_EQ(chart.name, "tcp_one.pass1");
  ASSERT_THAT(chart.panels, SizeIs(3));
  EXPECT_EQ(chart.panels[0].lines[0].front().value, 10);
  EXPECT_EQ(chart.panels[0].lines[1].front().value, 5);
  EXPECT_EQ(chart.panels[1].lines[2].front().value, 2);
  EXPECT_NEAR(*chart.panels[2].lines[3].front().value, 4, 1e-3);
  EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(TcpChart, MarksWhenSegmentsWereSentAgain) {
  write_report_of("one");
  write_samples("one", "server", {tcp_sample(150, 1), tcp_sample(250, 1), tcp_sample(350, 4)});
  const Chart chart = tcp_chart(tcp_row("one"), table_, notes_);
  std::vector<bool> marked;
  for (const Point& point : chart.panels.at(0).lines.at(0)) marked.push_back(point.marked);
  EXPECT_THAT(marked, ElementsAre(true, false, true));
  EXPECT_THAT(chart.caption, HasSubstr("(4 segments)"));
}

TEST_F(TcpChart, OfUploadsShowsWhatTheClientsSaw) {
  write_report_of("up");
  write_samples("up", "server", {tcp_sample(150, 9)});
  write_samples("up", "client", {tcp_sample(150, 2)});
  EXPECT_THAT(tcp_chart(tcp_row("up", "draw", "upload"), table_, notes_).caption,
              HasSubstr("(2 segments)"));
}

TEST_F(TcpChart, LeavesOutWhatWasSeenDuringTheWarmUp) {
  write_report_of("one");
  write_samples("one", "server", {tcp_sample(-50, 0), tcp_sample(150, 0)});
  EXPECT_THAT(tcp_chart(tcp_row("one"), table_, notes_).panels.at(0).lines.at(0), SizeIs(1));
}

TEST_F(TcpChart, SaysWhereThereAreNoSamples) {
  write_report_of("one");
  EXPECT_THAT(tcp_chart(tcp_row("one"), table_, notes_).panels, IsEmpty());
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("no samples of it are beside the table")));
}

TEST_F(TcpChart, TakesADamagedFileForNone) {
  write_report_of("one");
  write(sweep::Sidecar::tcp_file(table_, "one", 1, "server"), "a,b\n1,2\n");
  EXPECT_THAT(tcp_chart(tcp_row("one"), table_, notes_).panels, IsEmpty());
}

TEST(TcpPictures, AreOfTheFirstPassOfEachScenarioThatAsks) {
  table::Row second = tcp_row("one");
  second.pass = 2;
  const table::Table some =
      rows_to_draw_tcp_of({.rows = {tcp_row("one"), second, tcp_row("two", "sample")}});
  ASSERT_THAT(some.rows, SizeIs(1));
  EXPECT_EQ(some.rows[0].pass, 1u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
