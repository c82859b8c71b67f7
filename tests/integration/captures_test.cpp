// Captures that client_pool makes while its clients run, and what a sweep says of them. Making one
// needs the right to capture.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orchestrator/table/csv.h"
#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using ::testing::HasSubstr;

// Root, but without the right to capture.
const std::vector<std::string> kWithoutTheRight{"setpriv", "--bounding-set=-net_raw"};

std::vector<std::string> joined(std::vector<std::string> words,
                                const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class Captures : public ::testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may capture";
    root_.write("file_1MB.bin", std::string(1 << 20, 'x'));
  }

  std::vector<std::string> load(const Server& server, const std::string& mode = "thread") const {
    return {program("client_pool"),
            "--json",
            "--operation",
            "get",
            "--volume",
            "1",
            "--mode",
            mode,
            "--workers",
            "2",
            "--port",
            ports_of(server),
            "--client-pool",
            "3",
            "--requests",
            "5",
            "--capture",
            folder_ / "c.pcap"};
  }

  static nlohmann::json figures_of(const std::string& capture) {
    const Finished packets = run({program("orchestrator"), "packets", capture, "--json"});
    EXPECT_EQ(packets.status.code, 0) << packets.err;
    return nlohmann::json::parse(packets.out);
  }

  TemporaryFolder root_{};
  TemporaryFolder folder_{};
};

TEST_F(Captures, HoldEveryPacketFromTheFirstSynToTheLastAck) {
  for (const char* mode : {"thread", "process"}) {
    Server server({"--root", root_.path(), "--pool", "2"});
    const Finished client = run(load(server, mode));
    ASSERT_EQ(client.status.code, 0) << client.err;
    const contract::CaptureReport told = report_of(client).capture.value();
    EXPECT_EQ(told.interface, "lo");
    EXPECT_EQ(told.problem, "");
    const nlohmann::json figures = figures_of(folder_ / "c.pcap");
    EXPECT_EQ(figures["packets"], told.packets);
    EXPECT_EQ(figures["not_tcp"], 0);
    ASSERT_EQ(figures["connections"].size(), 3u);
    for (const nlohmann::json& connection : figures["connections"])
      EXPECT_TRUE(connection.contains("handshake_rtt_us")) << connection;
    EXPECT_TRUE(told.dropped > 0 || figures["bytes"] >= 15 << 20) << figures["bytes"];
  }
}

TEST_F(Captures, HoldNothingOfOtherPorts) {
  Server server({"--root", root_.path(), "--pool", "1"});
  Server other({"--root", root_.path(), "--pool", "1"});
  ClientRun noise({"--operation", "list", "--port", ports_of(other), "--duration", "2s"});
  ASSERT_EQ(run(load(server)).status.code, 0);
  noise.send_signal(SIGTERM);
  noise.wait();
  EXPECT_EQ(figures_of(folder_ / "c.pcap")["connections"].size(), 3u);
}

TEST_F(Captures, EndAtOnceWhereNothingIsSent) {
  DeafPort nobody;
  const Finished client = run_client(
      {"--json", "--operation", "list", "--port", nobody.port(), "--capture", folder_ / "c.pcap"});
  EXPECT_EQ(client.status.code, 3);
  EXPECT_EQ(report_of(client).capture.value().problem, "");
}

TEST_F(Captures, WithoutTheRightSayWhichIsMissingAndTheRunGoesOn) {
  Server server({"--root", root_.path(), "--pool", "2"});
  const Finished client = run(joined(kWithoutTheRight, load(server)));
  EXPECT_EQ(client.status.code, 3);
  EXPECT_THAT(client.err, HasSubstr("sudo setcap cap_net_raw+ep " + program("client_pool")));
  EXPECT_EQ(report_of(client).requests, 15u);
}

class CapturesOfASweep : public Captures {
 protected:
  orchestrator::table::Row row_of_sweep(const std::vector<std::string>& prefix) const {
    folder_.write("m.yaml",
                  "settings: {mode: thread, operation: get, volume: 1, client_pool: 2, "
                  "server_pool: 1, requests: 20, capture: true}\n");
    const Finished sweep = run(joined(prefix, {program("orchestrator"), "run", folder_ / "m.yaml",
                                               "--results", folder_ / "results", "--no-plots"}));
    EXPECT_EQ(sweep.status.code, 0) << sweep.err;
    return orchestrator::table::read_table(table()).rows.at(0);
  }

  std::filesystem::path table() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "results"))
      if (entry.path().extension() == ".csv") return entry.path();
    return {};
  }
};

TEST_F(CapturesOfASweep, FillTheColumnsAndAreKept) {
  const orchestrator::table::Row row = row_of_sweep({});
  const std::string kept =
      table().replace_extension() / "captures" / "thread-s1-get-1MB-c2.pass1.pcap";
  const nlohmann::json figures = figures_of(kept);
  EXPECT_EQ(row.packets, figures["packets"]);
  EXPECT_EQ(row.retransmissions, figures["retransmissions"]);
  EXPECT_EQ(row.lost, figures["lost"]);
  EXPECT_TRUE(row.packets_dropped);
}

TEST_F(CapturesOfASweep, WithoutTheRightAreMissingAndTheRowSaysSo) {
  const orchestrator::table::Row row = row_of_sweep(kWithoutTheRight);
  EXPECT_EQ(row.status, "ok");
  EXPECT_FALSE(row.packets);
  EXPECT_TRUE(row.retransmits);
  EXPECT_THAT(row.note, HasSubstr("no capture: cannot capture on lo without the right"));
}

}  // namespace
}  // namespace gauntlet::integration
