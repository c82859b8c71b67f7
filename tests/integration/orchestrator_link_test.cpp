// Scenarios whose servers and clients have a network of their own. Each needs the right to make
// network namespaces.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "orchestrator/limits/limit.h"
#include "orchestrator/link/network.h"
#include "orchestrator/process/ends.h"
#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Le;

constexpr const char* kEverything = "loss:1%_rate:100mbit_delay:1ms";

// The namespace of a process's network, as the kernel names it; empty: it is gone.
std::string network_of(const std::string& pid) {
  std::error_code error;
  return fs::read_symlink(fs::path("/proc") / pid / "ns/net", error).string();
}

std::set<std::string> networks_of_all() {
  std::set<std::string> networks;
  for (const auto& entry : fs::directory_iterator("/proc"))
    networks.insert(network_of(entry.path().filename()));
  return networks;
}

class Links : public Orchestrator {
 protected:
  void SetUp() override {
    try {
      const link::Network network(contract::parse_link(kEverything).value());
    } catch (const Error& error) {
      GTEST_SKIP() << error.what();
    }
  }

  // The only row of a scenario with these settings.
  table::Row row_of(const std::string& settings) const {
    const fs::path file =
        write("m.yaml", "settings: {mode: thread, server_pool: 1, " + settings + "}\n");
    const Ended ended = run({"run", file.string(), "--results", results().string(), "--no-plots"});
    EXPECT_EQ(ended.code, 0) << ended.output;
    const table::Row row = rows().at(0);
    EXPECT_EQ(row.status, "ok") << row.note;
    return row;
  }
};

TEST_F(Links, DelayEachWay) {
  const table::Row row =
      row_of("operation: get, volume: 1KiB, client_pool: 1, requests: 8, link: {delay: 20ms}");
  EXPECT_GE(row.min_s.value(), 0.04);
  EXPECT_LT(row.min_s.value(), 0.4);
  EXPECT_GE(row.connect_p50_s.value_or(1), 0.04);
}

// Of the bytes that a link of 50 Mbit/s takes, heads are 4.4%.
TEST_F(Links, HoldADownloadToTheRateThatThenLimitsIt) {
  const table::Row row = row_of("operation: get, volume: 10, client_pool: 1, link: {rate: 50mbit}");
  EXPECT_THAT(row.aggregate_Bps.value() * 8 / 50e6, AllOf(Ge(0.87), Le(1.0)));
  EXPECT_EQ(row.limited_by, limits::kLimitNetwork) << row.note;
}

// Bytes of an upload count when they are put into the socket, whose buffer takes the first ones at
// once.
TEST_F(Links, HoldAnUploadToTheRateThatThenLimitsIt) {
  const table::Row row =
      row_of("operation: upload, volume: 5, client_pool: 2, link: {rate: 50mbit}");
  EXPECT_THAT(row.aggregate_Bps.value() * 8 / 50e6, AllOf(Ge(0.87), Le(1.15)));
  EXPECT_EQ(row.limited_by, limits::kLimitNetwork) << row.note;
}

TEST_F(Links, LosePacketsThatAreSentAgain) {
  const table::Row row =
      row_of("operation: upload, volume: 5, client_pool: 1, link: {loss: 2%, delay: 1ms}");
  EXPECT_GT(row.retransmits.value(), 0u);
}

TEST_F(Links, TakeMirrorsToWhichTheClientsAreRedirected) {
  const table::Row row = row_of(
      "operation: get, volume: 0.1, client_pool: 4, requests: 6, mirrors: 2, balance: redirect, "
      "link: {delay: 1ms}");
  EXPECT_EQ(row.requests, 24u);
  EXPECT_EQ(row.server_success, 3u);
}

TEST_F(Links, TakeHaproxyBeforeTheServers) {
  const table::Row row = row_of(
      "operation: get, volume: 0.1, client_pool: 4, requests: 6, mirrors: 1, balance: haproxy, "
      "link: {delay: 1ms}");
  EXPECT_EQ(row.requests, 24u);
  EXPECT_TRUE(row.proxy_cpu_s);
}

TEST_F(Links, TakeAServerOfOthers) {
  const table::Row row = row_of(
      "operation: get, volume: 0.1, client_pool: 2, requests: 4, server: python, verify: none, "
      "link: {delay: 20ms}}\n"
      "servers: {python: {start: 'python3 -m http.server --bind {host} --directory {root} {port}', "
      "url: 'http://{host}:{port}/'}");
  EXPECT_EQ(row.requests, 8u);
  EXPECT_GE(row.min_s.value(), 0.04);
}

TEST_F(Links, StayWhenAServerIsStartedAgain) {
  const table::Row row = row_of(
      "operation: get, volume: 0.01, client_pool: 1, min_duration: 1s, retries: 100, "
      "link: {delay: 1ms}, events: {at: 200ms, restart: server}");
  EXPECT_THAT(row.note, HasSubstr("restart server"));
}

// One of ten packets, by what the kernel counts where they arrive: 3000 packets, so that five
// standard deviations are less than 0.03.
TEST_F(Links, LoseTheirPartOfThePackets) {
  const link::Network network({.loss = 100'000});
  constexpr const char* kSend = "for i in {1..3000}; do echo x >/dev/udp/198.18.0.2/9; done";
  process::Child sender({.argv = {"bash", "-c", kSend}, .place = network.client()});
  ASSERT_TRUE(sender.wait(deadline()));
  process::Child count({.argv = {"sh", "-c", "PATH=$PATH:/usr/sbin nft list table ip link"},
                        .place = network.server()});
  const std::string counters = finish(count).output;
  std::smatch dropped;
  ASSERT_TRUE(std::regex_search(counters, dropped, std::regex("counter packets ([0-9]+)")))
      << counters;
  EXPECT_NEAR(std::stod(dropped[1]) / 3000, 0.1, 0.03);
}

// What is left of a link when orchestrator has ended by a signal.
class LinksThatEnd : public Links, public testing::WithParamInterface<int> {};

TEST_P(LinksThatEnd, LeaveNoNetwork) {
  const Announced programs(folder_.path());
  const fs::path file =
      write("m.yaml", fmt::format("settings: {{mode: process, server_pool: 2, operation: get, "
                                  "volume: 1, client_pool: 2, duration: 60s, link: {}}}\n",
                                  kEverything));
  const auto orchestrator = start_run(file, programs.folder());
  const std::vector<int> pids{programs.next_pid(), programs.next_pid()};
  process::Ends ends(pids);
  const std::string server = network_of(std::to_string(pids[0]));
  const std::string client = network_of(std::to_string(pids[1]));
  EXPECT_EQ((std::set{server, client, network_of("self"), std::string()}).size(), 4u);

  orchestrator->send_signal(GetParam());
  finish(*orchestrator);
  EXPECT_TRUE(ends.await(deadline()));
  // Workers of the server end a moment after it.
  bool is_left = true;
  for (const auto end = deadline(); is_left && std::chrono::steady_clock::now() < end;) {
    const std::set<std::string> left = networks_of_all();
    is_left = left.contains(server) || left.contains(client);
  }
  EXPECT_FALSE(is_left);
}

INSTANTIATE_TEST_SUITE_P(Signals, LinksThatEnd, testing::Values(SIGINT, SIGKILL),
                         [](const auto& signal) {
                           return signal.param == SIGKILL ? "Killed" : "Interrupted";
                         });

TEST_F(Orchestrator, RefusesALinkThatCannotBeMadeBeforeTheSweepStarts) {
  const fs::path file =
      write("m.yaml",
            "settings: {mode: thread, server_pool: 1, operation: get, volume: 1, client_pool: 1,\n"
            "  link: {loss: 1%}}\n");
  process::Child orchestrator(
      {.argv = {"unshare", "--user", "--map-root-user", "sh", "-c",
                "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$0\" \"$@\"",
                std::string(kPrograms) + "/orchestrator", "run", file.string(), "--results",
                results().string()},
       .joins_streams = true});
  const Ended ended = finish(orchestrator);
  if (ended.output.starts_with("unshare: ")) GTEST_SKIP() << ended.output;
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.output, HasSubstr("m.yaml:2: key 'link': 'loss:1%' cannot be made here: cannot "
                                      "make a network namespace: "));
  EXPECT_FALSE(fs::exists(results()) && !table_file().empty());
}

}  // namespace
}  // namespace gauntlet::orchestrator
