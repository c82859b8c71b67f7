// Sessions of server_pool, and clients that keep the cookies that they are given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

// A server of two workers whose root holds file_1MB.bin.
class ServerSessions : public testing::TestWithParam<const char*> {
 protected:
  ServerSessions() { root.write("file_1MB.bin", std::string(1 << 20, 'x')); }

  void start(const std::string& sessions = "on") {
    server = std::make_unique<Server>(std::vector<std::string>{
        "--mode", GetParam(), "--pool", "2", "--root", root.path(), "--sessions", sessions});
  }
  std::string given(std::string_view target, std::string_view fields = "", std::size_t worker = 0) {
    return ask(server->port(worker), request("GET", target, fields)).field("Set-Cookie");
  }
  std::uint64_t counted() {
    std::uint64_t all = 0;
    for (const contract::WorkerReport& worker : server->stop().workers)
      all += worker.unique_sessions;
    return all;
  }
  Finished load(const std::string& cookies) {
    return run({program("client_pool"), "--operation", "get", "--volume", "1", "--client-pool", "4",
                "--requests", "5", "--connection", "per-request", "--cookies", cookies, "--port",
                fmt::format("{}-{}", server->port(0), server->port(1))});
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerSessions, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerSessions, BeginWithACookie) {
  start();
  EXPECT_THAT(given("/files/"),
              MatchesRegex("gauntlet_session=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax"));
  EXPECT_NE(given("/files/none"), given("/"));
  EXPECT_EQ(counted(), 3u);
}

TEST_P(ServerSessions, GoOnAtAllWorkers) {
  start();
  const std::string cookie = given("/files/");
  const std::string fields = "Cookie: a=b; " + cookie.substr(0, cookie.find(';')) + "\r\n";
  EXPECT_EQ(given("/files/", fields), "");
  EXPECT_EQ(given("/files/", fields, 1), "");
  EXPECT_EQ(counted(), 1u);
}

TEST_P(ServerSessions, BeginAnewWithWhatIsNoSession) {
  start();
  EXPECT_NE(given("/files/", "Cookie: gauntlet_session=forged\r\n"), "");
}

TEST_P(ServerSessions, BeginWithUploads) {
  start();
  EXPECT_NE(ask(server->port(), request("PUT", "/files/new", "", "x")).field("Set-Cookie"), "");
}

TEST_P(ServerSessions, AreNotBegunByServices) {
  start();
  EXPECT_EQ(given("/-/healthy"), "");
  EXPECT_THAT(ask(server->port(), request("GET", "/-/metrics")).body,
              HasSubstr("gauntlet_unique_sessions_total 0\n"));
  EXPECT_NE(given("/-/top"), "") << "which is an operation";
}

TEST_P(ServerSessions, AreNoneUnlessTheyAreAskedFor) {
  start("off");
  EXPECT_EQ(given("/files/"), "");
  EXPECT_EQ(counted(), 0u);
}

TEST_P(ServerSessions, AreOneOfEachClientThatKeepsItsCookie) {
  start();
  EXPECT_EQ(load("on").status.code, 0);
  EXPECT_EQ(counted(), 4u);
}

TEST_P(ServerSessions, AreOneOfEachRequestWhereNobodyKeepsCookies) {
  start();
  EXPECT_EQ(load("off").status.code, 0);
  EXPECT_EQ(counted(), 20u);
}

}  // namespace
}  // namespace gauntlet::integration
