#include "orchestrator/run/command_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

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

TEST(CommandLines, TellTheServerItsSettings) {
  EXPECT_EQ(joined(server_command({"S", "C"}, example_scenario(), "/data/get")),
            "S --base-port 0 --root /data/get --exit-with-parent --mode process --pool 2 "
            "--balance range --store memory --max-upload 16GiB --slots 0 --grace 5s "
            "--congestion cubic --host 127.0.0.1 --fault-service-time 0s --fault-stall none "
            "--fault-store-delay 0s --fault-cpu 0s");
}

TEST(CommandLines, TellTheClientsTheirSettingsAndWhereTheServerListens) {
  const Endpoint ready{.host = "127.0.0.1", .ports = "7001,7002"};
  EXPECT_EQ(
      joined(client_command({"S", "C"}, example_scenario(), ready)),
      "C --json --host 127.0.0.1 --port 7001,7002 --mode process --operation get --volume "
      "0.5 --client-pool 7 --protocol http --query none --connection keepalive --requests 3 "
      "--min-duration 0s --duration 0s --warmup 0s --rate 0 --arrivals constant "
      "--think-time 0s --verify digest --timeout 60s --redirects 0 --retries 0 --top-processes 10 "
      "--linger 0s --workers 0 --seed 1 --congestion cubic");
}

TEST(CommandLines, TellTheClientsTheFolderOfAnotherServer) {
  const Endpoint endpoint{.host = "::1", .ports = "80", .path = "/data/"};
  EXPECT_THAT(joined(client_command({"S", "C"}, example_scenario(), endpoint)),
              HasSubstr("C --json --host ::1 --port 80 --path /data/ --mode"));
}

// What the scenario's server has is removed with its folder.
TEST(CommandLines, LetUploadsStay) {
  const Endpoint ready{.host = "::1", .ports = "7001"};
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
