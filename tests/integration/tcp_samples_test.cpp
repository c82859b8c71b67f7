// What both programs write of their connections, as the kernel knew them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "metrics/tcp_samples.h"
#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using Line = std::map<std::string, std::string>;  // by column

std::vector<std::string> cut(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line + ",");
  for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
  return fields;
}

std::vector<Line> samples_in(const std::string& csv) {
  std::istringstream in(csv);
  std::string header;
  std::getline(in, header);
  EXPECT_EQ(header, metrics::kTcpSampleColumns);
  const std::vector<std::string> names = cut(header);
  std::vector<Line> lines;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> fields = cut(line);
    EXPECT_EQ(fields.size(), names.size()) << line;
    Line& added = lines.emplace_back();
    for (std::size_t i = 0; i < std::min(fields.size(), names.size()); ++i)
      added[names[i]] = fields[i];
  }
  return lines;
}

std::set<std::string> values_of(const std::vector<Line>& lines, const std::string& column) {
  std::set<std::string> values;
  for (const Line& line : lines) values.insert(line.at(column));
  return values;
}

class TcpSampleFiles : public ::testing::TestWithParam<const char*> {
 protected:
  // Four clients of two workers, for half a second.
  Finished load(const Server& server) const {
    return run_client({"--json", "--operation", "list", "--port", ports_of(server), "--mode",
                       GetParam(), "--workers", "2", "--client-pool", "4", "--duration", "500ms",
                       "--warmup", "100ms", "--tcp-interval", "50ms", "--tcp-samples",
                       folder_ / "client.csv"});
  }

  TemporaryFolder root_{};
  TemporaryFolder folder_{};
};

TEST_P(TcpSampleFiles, OfTheClientsHoldAllTheirConnectionsInTheOrderOfTime) {
  Server server({"--root", root_.path(), "--pool", "2"});
  const Finished client = load(server);
  ASSERT_EQ(client.status.code, 0) << client.err;
  const std::vector<Line> lines = samples_in(folder_.read("client.csv"));
  EXPECT_EQ(values_of(lines, "client"), (std::set<std::string>{"0", "1", "2", "3"}));
  EXPECT_EQ(values_of(lines, "worker"), (std::set<std::string>{"0", "1"}));
  EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::stoll(a.at("monotonic_ns")) < std::stoll(b.at("monotonic_ns"));
  }));
  EXPECT_LT(std::stod(lines.front().at("time_s")), 0) << "the warm-up comes before 0";
  for (const Line& line : lines) EXPECT_GT(std::stoi(line.at("cwnd_bytes")), 0);
}

TEST_P(TcpSampleFiles, OfTheServerHoldTheOtherEndsOfTheSameConnections) {
  Server server({"--root", root_.path(), "--pool", "2", "--mode", GetParam(), "--tcp-interval",
                 "50ms", "--tcp-samples", folder_ / "server.csv"});
  ASSERT_EQ(load(server).status.code, 0);
  server.stop();
  const std::vector<Line> ours = samples_in(folder_.read("client.csv"));
  const std::vector<Line> theirs = samples_in(folder_.read("server.csv"));
  EXPECT_EQ(values_of(theirs, "worker"), (std::set<std::string>{"0", "1"}));
  EXPECT_THAT(values_of(theirs, "client_port"), SizeIs(4));
  EXPECT_EQ(values_of(theirs, "client_port"), values_of(ours, "client_port"));
}

INSTANTIATE_TEST_SUITE_P(Modes, TcpSampleFiles, ::testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST(TcpSampleFile, IsRefusedBeforeTheRunWhereItCannotBeWritten) {
  DeafPort nobody;
  const Finished client =
      run_client({"--operation", "list", "--port", nobody.port(), "--tcp-samples", "/no/where"});
  EXPECT_EQ(client.status.code, 2);
  EXPECT_THAT(client.err, HasSubstr("--tcp-samples: '/no' is not a folder"));
}

TEST(TcpSampleFile, ThatIsLostMakesTheExitCodeThree) {
  TemporaryFolder root;
  Server server({"--root", root.path(), "--pool", "1"});
  const Finished client = run_client(
      {"--json", "--operation", "list", "--port", ports_of(server), "--tcp-samples", "/dev/full"});
  EXPECT_EQ(client.status.code, 3);
  EXPECT_THAT(client.err, HasSubstr("cannot write '/dev/full'"));
  EXPECT_EQ(report_of(client).requests, 1u);
}

}  // namespace
}  // namespace gauntlet::integration
