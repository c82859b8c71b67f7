#include "orchestrator/matrix/server_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/orchestrator/matrix/matrix_testing.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// Beside server_pool, a server that is told nothing but its port.
std::string file_with(const std::string& settings, const std::string& start = "web {port}") {
  return "matrix:\n  server: [server_pool, web]\nsettings: {mode: thread, operation: get, volume: "
         "10, client_pool: 1, server_pool: 1" +
         settings + "}\nservers:\n  web:\n    start: " + start +
         "\n    url: http://127.0.0.1:{port}/\n";
}

TEST(ServerRules, GiveEveryScenarioItsServer) {
  const auto scenarios = expand_text(file_with(""));
  EXPECT_THAT(ids(scenarios), ElementsAre("thread-s1-get-10MB-c1-server=server_pool",
                                          "thread-s1-get-10MB-c1-server=web"));
  EXPECT_EQ(scenarios[0].server, nullptr);
  ASSERT_NE(scenarios[1].server, nullptr);
  EXPECT_EQ(scenarios[1].server->name, "web");
}

TEST(ServerRules, RefuseANameThatNoServerHas) {
  EXPECT_EQ(refusal("settings: {mode: thread, operation: get, volume: 1, client_pool: 1, "
                    "server_pool: 1, server: wep}\nservers: {web: {url: 'http://127.0.0.1/'}}\n"),
            "test.yaml:1: key 'server': 'wep' is no server: describe it under servers, or write "
            "server_pool; did you mean 'web'?");
}

TEST(ServerRules, RefuseANameOfTheCommandLine) {
  EXPECT_THAT(refusal(kRequired, {.set = {"server=web"}}), HasSubstr("'web' is no server"));
}

TEST(ServerRules, RefuseSettingsThatOnlyServerPoolUnderstands) {
  EXPECT_THAT(refusal(file_with(", slots: 4")),
              StartsWith("test.yaml:3: key 'slots': '4' is for server_pool only, and server 'web' "
                         "does not use {slots}; leave it out"));
}

TEST(ServerRules, RefuseTheLineProtocol) {
  EXPECT_THAT(refusal(file_with(", protocol: line")), HasSubstr("'line' is for server_pool only"));
}

TEST(ServerRules, RefusePacketsOfAServerThatDoesNotKnowThem) {
  EXPECT_THAT(refusal(file_with(", packet_size: 64")), HasSubstr("'64' is for server_pool only"));
}

TEST(ServerRules, RefuseMirrorsOfAnotherServer) {
  EXPECT_EQ(refusal(file_with(", mirrors: 2", "web {port} {mirrors}")),
            "test.yaml:3: key 'mirrors': '2' is for server_pool only; exclude it for the other "
            "servers (as in thread-s1-get-10MB-c1-server=web)");
}

TEST(ServerRules, RefuseHaproxyBeforeAnotherServer) {
  for (const char* start : {"web {port}", "web {port} {balance}"})
    EXPECT_EQ(refusal(file_with(", balance: haproxy", start)),
              "test.yaml:3: key 'balance': 'haproxy' is for server_pool only; exclude it for the "
              "other servers (as in thread-s1-get-10MB-c1-server=web)");
}

TEST(ServerRules, AllowSettingsThatTheServerIsTold) {
  EXPECT_EQ(refusal(file_with(", slots: 4", "web {port} {slots}")), "");
}

TEST(ServerRules, AllowSettingsOfTheClients) { EXPECT_EQ(refusal(file_with(", requests: 3")), ""); }

TEST(ServerRules, RefuseSizesOfThePoolThatMakeNoDifference) {
  const char* text =
      "matrix:\n  server_pool: [1, 2]\nsettings: {mode: thread, operation: get, volume: 10, "
      "client_pool: 1, server: web}\nservers: {web: {url: 'http://127.0.0.1/'}}\n";
  EXPECT_THAT(refusal(text), StartsWith("test.yaml:2: key 'server_pool': has several values, but "
                                        "server 'web' does not use {server_pool}"));
}

TEST(ServerRules, RefuseVariablesThatAreNotSet) {
  ::unsetenv("GAUNTLET_TEST_TOKEN");
  EXPECT_EQ(refusal(file_with("", "web ${GAUNTLET_TEST_TOKEN}")),
            "test.yaml:5: key 'servers.web': needs ${GAUNTLET_TEST_TOKEN}, which the environment "
            "does not set; set it, or write $${GAUNTLET_TEST_TOKEN} for the text itself");
}

TEST(ServerRules, TakeVariablesThatAreSet) {
  ::setenv("GAUNTLET_TEST_TOKEN", "x", 1);
  EXPECT_EQ(refusal(file_with("", "web ${GAUNTLET_TEST_TOKEN}")), "");
  ::unsetenv("GAUNTLET_TEST_TOKEN");
}

TEST(ServerRules, LetAnotherServerHaveWhateverUploads) {
  EXPECT_EQ(refusal("settings: {mode: thread, operation: upload, volume: 20000, client_pool: 1, "
                    "server_pool: 1, server: web}\nservers: {web: {url: 'http://127.0.0.1/'}}\n"),
            "");
}

TEST(ContentHash, DiffersForAnotherDescriptionOfTheServer) {
  EXPECT_NE(content_hash(expand_text(file_with(""))),
            content_hash(expand_text(file_with("", "web -v {port}"))));
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
