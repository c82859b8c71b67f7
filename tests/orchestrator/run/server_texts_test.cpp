#include "orchestrator/run/server_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

matrix::Scenario scenario_of(const std::string& keys) {
  return matrix::expand(matrix::load_matrix("settings: {mode: thread, operation: get, volume: 1, "
                                            "client_pool: 4, server_pool: 2, server: web}\n"
                                            "servers:\n  web:\n" +
                                                keys,
                                            "test.yaml"))
      .at(0);
}

class ServerTextsTest : public testing::Test {
 protected:
  ServerTextsTest() { ::setenv("GAUNTLET_TEST_TOKEN", "hush", 1); }
  ~ServerTextsTest() override { ::unsetenv("GAUNTLET_TEST_TOKEN"); }

  static ServerTexts texts(const matrix::Scenario& scenario) {
    return ServerTexts(
        *scenario.server,
        {.scenario = scenario, .folder = "/tmp/a folder", .root = "/data", .ports = {7001, 7002}});
  }
};

TEST_F(ServerTextsTest, FillsInEveryPlaceholder) {
  const matrix::Scenario scenario = scenario_of(
      "    start: web -p {port} -c {folder}/web.conf -r {root} -w {server_pool}\n"
      "    files: {web.conf: 'clients {client_pool}, token ${GAUNTLET_TEST_TOKEN}'}\n"
      "    url: http://127.0.0.1:{port}/files/\n");
  EXPECT_THAT(
      texts(scenario).argv(),
      ElementsAre("web", "-p", "7001", "-c", "/tmp/a folder/web.conf", "-r", "/data", "-w", "2"));
  EXPECT_EQ(texts(scenario).files().at("web.conf"), "clients 4, token hush");
}

TEST_F(ServerTextsTest, TellAServerItsAddressInALink) {
  const matrix::Scenario scenario = scenario_of(
      "    start: web {host}\n"
      "    url: http://{host}:{port}/\n"
      "include: [{link: {delay: 1ms}}]\n");
  EXPECT_THAT(texts(scenario).argv(), ElementsAre("web", "198.18.0.2"));
  EXPECT_EQ(to_text(texts(scenario).endpoint().targets.at(0)), "198.18.0.2:7001");
}

TEST_F(ServerTextsTest, KnowWhereTheClientsFindTheFiles) {
  const Endpoint endpoint =
      texts(scenario_of("    start: web\n    url: http://127.0.0.1:{port}/files/\n")).endpoint();
  ASSERT_EQ(endpoint.targets.size(), 1u);
  EXPECT_EQ(to_text(endpoint.targets[0]), "127.0.0.1:7001");
  EXPECT_EQ(endpoint.path, "/files/");
}

TEST_F(ServerTextsTest, SendTheClientsToAllPortsThatTheServerIsTold) {
  const Endpoint endpoint =
      texts(scenario_of("    start: web {ports}\n    url: http://127.0.0.1:{port}/\n")).endpoint();
  EXPECT_EQ(to_text(endpoint.targets.at(0)), "127.0.0.1:7001,7002");
}

TEST_F(ServerTextsTest, KnowWhatIsSecret) {
  const matrix::Scenario scenario =
      scenario_of("    start: web ${GAUNTLET_TEST_TOKEN}\n    url: http://127.0.0.1:{port}/\n");
  EXPECT_EQ(without_secrets("hush, I said hush", texts(scenario).secrets()),
            "${GAUNTLET_TEST_TOKEN}, I said ${GAUNTLET_TEST_TOKEN}");
}

TEST_F(ServerTextsTest, SayWhichVariableIsMissing) {
  const matrix::Scenario scenario =
      scenario_of("    start: web ${GAUNTLET_TEST_TOKEN}\n    url: http://127.0.0.1:{port}/\n");
  ::unsetenv("GAUNTLET_TEST_TOKEN");
  try {
    texts(scenario);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("needs ${GAUNTLET_TEST_TOKEN}"));
  }
}

TEST(FreePorts, AreDifferent) {
  const auto ports = free_ports(20);
  EXPECT_EQ(std::set<std::uint16_t>(ports.begin(), ports.end()).size(), 20u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
