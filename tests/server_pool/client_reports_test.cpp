#include "server_pool/client_reports.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

namespace gauntlet::server_pool {
namespace {

contract::TopReport report_of(std::uint64_t client, std::uint64_t ticks = 1,
                              std::string host = "h") {
  return {.host = std::move(host), .client = client, .pid = 9, .name = "n", .ticks = ticks};
}

std::chrono::system_clock::time_point at(int seconds) {
  return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
}

TEST(ClientReports, AreNoneAtFirst) { EXPECT_TRUE(ClientReports(2).all().empty()); }

TEST(ClientReports, KeepTheLastOfEachClient) {
  ClientReports reports(2);
  reports.put(0, report_of(2, 10), at(1));
  reports.put(0, report_of(1, 20), at(2));
  reports.put(0, report_of(2, 30), at(3));
  const auto all = reports.all();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].report, report_of(1, 20));
  EXPECT_EQ(all[1].report, report_of(2, 30));
  EXPECT_EQ(all[1].time, at(3));
}

TEST(ClientReports, TellClientsOfTwoHostsApart) {
  ClientReports reports(1);
  reports.put(0, report_of(1, 1, "a"), at(1));
  reports.put(0, report_of(1, 2, "b"), at(2));
  EXPECT_EQ(reports.all().size(), 2u);
}

TEST(ClientReports, ShowTheNewestOfAClientThatWentToTwoWorkers) {
  ClientReports reports(2);
  reports.put(1, report_of(1, 1), at(5));
  reports.put(0, report_of(1, 2), at(4));
  const auto all = reports.all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].worker, 1u);
  EXPECT_EQ(all[0].report.ticks, 1u);
}

TEST(ClientReports, OverwriteTheOldestWhenAWorkersSlotsAreFull) {
  const std::size_t slots = ClientReports::slots_of_each(1);
  ClientReports reports(1);
  for (std::size_t i = 0; i <= slots; ++i)
    reports.put(0, report_of(i), at(static_cast<int>(i) + 1));
  const auto all = reports.all();
  ASSERT_EQ(all.size(), slots);
  EXPECT_EQ(all.front().report.client, 1u);
  EXPECT_EQ(all.back().report.client, slots);
}

TEST(ClientReports, AreBoundedHoweverManyWorkersThereAre) {
  EXPECT_EQ(ClientReports::slots_of_each(1), 256u);
  EXPECT_EQ(ClientReports::slots_of_each(32), 128u);
  EXPECT_EQ(ClientReports::slots_of_each(4096), 4u);
}

TEST(ClientReports, KeepTextsOfTheGreatestLengthThatIsTaken) {
  ClientReports reports(1);
  contract::TopReport report = report_of(1);
  report.host = std::string(contract::kMostHostBytes, 'h');
  report.name = std::string(contract::kMostNameBytes, 'n');
  reports.put(0, report, at(1));
  EXPECT_EQ(reports.all().at(0).report, report);
}

TEST(ClientReports, AreReadWholeWhileTheyAreWritten) {
  ClientReports reports(1);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 1; !stop; ++i) {
      contract::TopReport report = report_of(1, static_cast<std::uint64_t>(i));
      report.name = std::string(100, static_cast<char>('a' + i % 26));
      report.pid = i % 26 + 1;
      reports.put(0, report, at(i));
    }
  });
  for (int i = 0; i < 2000; ++i)
    for (const KnownReport& known : reports.all())
      EXPECT_EQ(known.report.name, std::string(100, static_cast<char>('a' + known.report.pid - 1)));
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace gauntlet::server_pool
