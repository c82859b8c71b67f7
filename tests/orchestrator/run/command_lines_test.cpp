#include "orchestrator/run/command_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

matrix::Scenario example_scenario(const std::string& operation = "get") {
  return matrix::expand(
             matrix::load_matrix("settings: {mode: process, operation: " + operation +
                                     ", volume: 0.5, client_pool: 7, server_pool: 2, requests: 3, "
                                     "store: memory, congestion: cubic}\n",
                                 "test.yaml"))
      .at(0);
}

std::string joined(const std::vector<std::string>& argv) {
  std::string text;
  for (const std::string& argument : argv) text += (text.empty() ? "" : " ") + argument;
  return text;
}

matrix::Scenario with(const std::string& settings) {
  return matrix::expand(matrix::load_matrix("settings: {mode: process, operation: get, volume: 1, "
                                            "client_pool: 7, server_pool: 2, " +
                                                settings + "}\n",
                                            "test.yaml"))
      .at(0);
}

const std::vector<HostPorts> kMirrors{{.host = "127.0.0.1", .ports = {8001, 8002}},
                                      {.host = "::1", .ports = {9001}}};

TEST(CommandLines, TellTheServerItsSettings) {
  EXPECT_EQ(joined(server_command({"S", "C"}, example_scenario(), "/data/get", {})),
            "S --base-port 0 --root /data/get --exit-with-parent --balance range --mode process "
            "--pool 2 --store memory --max-upload 16GiB --cache off --cache-size 64MiB --sessions "
            "off --memory-limit 0 --max-clients 0 --buffering stream --slots 0 "
            "--grace 5s "
            "--congestion cubic --host 127.0.0.1 --fault-service-time 0s --fault-stall none "
            "--fault-store-delay 0s --fault-cpu 0s --tcp-interval 100ms");
}

TEST(CommandLines, TellEveryServerOfALinkItsAddressThere) {
  const matrix::Scenario scenario = with("mirrors: 1, link: {delay: 20ms}");
  EXPECT_THAT(joined(server_command({"S", "C"}, scenario, "/data", kMirrors)),
              HasSubstr("--host 198.18.0.2 "));
  EXPECT_THAT(joined(mirror_command({"S", "C"}, scenario, "/data")),
              HasSubstr("--host 198.18.0.2 "));
}

TEST(CommandLines, TellTheClientsTheirSettingsAndWhereTheServerListens) {
  const Endpoint ready{.targets = {{.host = "127.0.0.1", .ports = {7001, 7002}}}};
  EXPECT_EQ(
      joined(client_command({"S", "C"}, example_scenario(), ready)),
      "C --json --host 127.0.0.1 --port 7001,7002 --mode process --operation get --volume "
      "0.5 --client-pool 7 --protocol http --query none --connection keepalive --requests 3 "
      "--min-duration 0s --duration 0s --warmup 0s --rate 0 --arrivals constant "
      "--think-time 0s --verify digest --timeout 60s --redirects 0 --retries 0 --top-processes 10 "
      "--linger 0s --workers 0 --seed 1 --cookies off --congestion cubic --packet-size 0 "
      "--tcp-interval 100ms");
}

TEST(CommandLines, TellBothWhereSamplesOfTheirConnectionsGo) {
  const Endpoint ready{.targets = {{.host = "127.0.0.1", .ports = {7001}}}};
  EXPECT_THAT(joined(server_command({"S", "C"}, example_scenario(), "/", {}, "/r/server.csv")),
              HasSubstr("--tcp-samples /r/server.csv"));
  EXPECT_THAT(joined(client_command({"S", "C"}, example_scenario(), ready,
                                    {.tcp_samples = "/r/client.csv"})),
              HasSubstr("--tcp-samples /r/client.csv"));
}

TEST(CommandLines, AskNoSamplesOfBuildsThatTakeNone) {
  const Programs older{.server_pool = "S",
                       .client_pool = "C",
                       .server_lacks = {"--tcp-samples"},
                       .client_lacks = {"--tcp-samples"}};
  const Endpoint ready{.targets = {{.host = "127.0.0.1", .ports = {7001}}}};
  EXPECT_THAT(mirror_command(older, example_scenario(), "/", "/r/server.csv"),
              Not(Contains("--tcp-samples")));
  EXPECT_THAT(client_command(older, example_scenario(), ready, {.tcp_samples = "/r/client.csv"}),
              Not(Contains("--tcp-samples")));
}

TEST(CommandLines, TellTheClientsTheFolderOfAnotherServer) {
  const Endpoint endpoint{.targets = {{.host = "::1", .ports = {80}}}, .path = "/data/"};
  EXPECT_THAT(joined(client_command({"S", "C"}, example_scenario(), endpoint)),
              HasSubstr("C --json --host ::1 --port 80 --path /data/ --mode"));
}

TEST(CommandLines, TellTheServerThatRedirectsItsMirrorsAndWeights) {
  const Programs programs{"S", "C"};
  EXPECT_THAT(
      joined(server_command(programs, with("balance: redirect, mirrors: 2"), "/", kMirrors)),
      AllOf(HasSubstr(" --balance redirect "),
            EndsWith(" --mirror 127.0.0.1:8001,8002 --mirror [::1]:9001")));
  const auto weighted = with("balance: redirect, mirrors: 2, weights: 3:2:1");
  EXPECT_THAT(joined(server_command(programs, weighted, "/", kMirrors)),
              EndsWith(" --mirror [::1]:9001 --weights 3:2:1"));
}

TEST(CommandLines, TellAServerBehindHaproxyNothingOfIt) {
  const auto scenario = with("balance: haproxy, mirrors: 2, weights: 3:2:1");
  const auto argv = server_command({"S", "C"}, scenario, "/", kMirrors);
  EXPECT_THAT(joined(argv), HasSubstr(" --balance range "));
  EXPECT_THAT(argv, Not(Contains("--mirror")));
  EXPECT_THAT(argv, Not(Contains("--weights")));
}

TEST(CommandLines, TellAMirrorToServeWhoeverComes) {
  const Programs programs{"S", "C"};
  const auto argv = mirror_command(programs, with("balance: redirect, mirrors: 2, slots: 3"), "/");
  EXPECT_THAT(joined(argv), AllOf(HasSubstr(" --balance range "), HasSubstr(" --slots 3 ")));
  EXPECT_THAT(joined(mirror_command(programs, with("balance: kernel, mirrors: 2"), "/")),
              HasSubstr(" --balance kernel "));
}

TEST(CommandLines, SpreadTheClientsOverAllTargetsAndTellWhereRedirectsLead) {
  const Endpoint endpoint{.targets = {{.host = "127.0.0.1", .ports = {7001}}},
                          .redirect_to = {{.host = "127.0.0.1", .ports = {7002, 7003}},
                                          {.host = "::1", .ports = {9001}}}};
  EXPECT_THAT(joined(client_command({"S", "C"}, example_scenario(), endpoint)),
              StartsWith("C --json --target 127.0.0.1:7001 --redirect-to 127.0.0.1:7002,7003 "
                         "--redirect-to [::1]:9001 --mode process"));
  EXPECT_THAT(joined(client_command({"S", "C"}, example_scenario(), {.targets = kMirrors})),
              StartsWith("C --json --target 127.0.0.1:8001,8002 --target [::1]:9001 --mode "));
}

TEST(CommandLines, FindHaproxyOnlyWhereAScenarioNeedsIt) {
  const TemporaryFolder folder;
  const std::string folders = "/no/such/folder::" + folder.path().string();
  const std::vector<matrix::Scenario> without{example_scenario()};
  const std::vector<matrix::Scenario> needing{example_scenario(), with("balance: haproxy")};
  EXPECT_EQ(find_haproxy(without, folders), "");
  try {
    find_haproxy(needing, folders);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("apt-get install haproxy"));
  }
  const std::filesystem::path program = folder.path() / "haproxy";
  std::ofstream(program) << "#!/bin/sh\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  EXPECT_EQ(find_haproxy(needing, folders), program);
}

// What the scenario's server has is removed with its folder.
TEST(CommandLines, LetUploadsStay) {
  const Endpoint ready{.targets = {{.host = "::1", .ports = {7001}}}};
  const matrix::Scenario upload = example_scenario("upload");
  EXPECT_THAT(client_command({"S", "C"}, upload, ready), Contains("--keep-uploads"));
  EXPECT_THAT(client_command({"S", "C"}, example_scenario(), ready),
              Not(Contains("--keep-uploads")));
  const Programs older{.server_pool = "S", .client_pool = "C", .client_lacks = {"--keep-uploads"}};
  EXPECT_THAT(client_command(older, upload, ready), Not(Contains("--keep-uploads")));
}

TEST(CommandLines, NameTheProgramThatIsMissing) {
  const TemporaryFolder folder;
  try {
    find_programs(folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr((folder.path() / "server_pool").string()));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
