// What client_pool deletes when it measures DELETE: what it has made itself, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "tests/files_in.h"
#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using ::testing::HasSubstr;

// By protocol and mode.
class Deletes : public ::testing::TestWithParam<std::tuple<const char*, const char*>> {
 protected:
  Deletes() : server_({"--root", root_.path(), "--pool", "2"}) { root_.write("mine", "mine"); }

  metrics::ClientReport run(std::vector<std::string> more) const {
    const auto [protocol, mode] = GetParam();
    std::vector<std::string> all = {"--json", "--operation",     "delete",
                                    "--port", ports_of(server_), "--protocol",
                                    protocol, "--mode",          mode};
    all.insert(all.end(), more.begin(), more.end());
    const Finished ran = run_client(all);
    EXPECT_EQ(ran.status.code, 0) << ran.err << ran.out;
    return report_of(ran);
  }

  TemporaryFolder root_;
  Server server_;
};

TEST_P(Deletes, EachDeleteAFileThatTheRunHasMade) {
  const auto report = run({"--client-pool", "3", "--requests", "4"});
  EXPECT_EQ(report.requests, 12u) << report.first_error;
  EXPECT_EQ(report.bytes, 0u);
  EXPECT_EQ(report.files->made, 12u);
  EXPECT_FALSE(report.files->ran_out);
  EXPECT_EQ(report.uploads->deleted, 0u);
  EXPECT_EQ(files_in(root_.path()), 1u);
  EXPECT_EQ(root_.read("mine"), "mine");
}

TEST_P(Deletes, EndWhenTheirFilesAreUsedUp) {
  const auto report = run({"--client-pool", "2", "--files", "5", "--duration", "60s"});
  EXPECT_EQ(report.requests, 10u);
  EXPECT_TRUE(report.files->ran_out);
  EXPECT_EQ(files_in(root_.path()), 1u);
}

TEST_P(Deletes, LeaveNoFileThatTheyDidNotGetTo) {
  const auto report = run({"--client-pool", "2", "--files", "50", "--requests", "1"});
  EXPECT_EQ(report.requests, 2u);
  EXPECT_EQ(report.uploads->deleted, 98u) << report.uploads->why;
  EXPECT_FALSE(report.files->ran_out);
  EXPECT_EQ(files_in(root_.path()), 1u);
}

TEST_P(Deletes, FollowAScheduleToo) {
  const auto report = run({"--client-pool", "4", "--rate", "1000", "--requests", "10"});
  EXPECT_EQ(report.requests, 40u) << report.first_error;
  EXPECT_EQ(files_in(root_.path()), 1u);
}

INSTANTIATE_TEST_SUITE_P(All, Deletes,
                         ::testing::Combine(::testing::Values("http", "line"),
                                            ::testing::Values("thread", "process")),
                         [](const auto& test) {
                           return std::string(std::get<0>(test.param)) + "_" +
                                  std::get<1>(test.param);
                         });

// Answers PUT and DELETE so.
ScriptedServer::Script answering(const std::string& to_put, const std::string& to_delete) {
  return [to_put, to_delete](ScriptedServer::Session& session) {
    for (;;) {
      const std::string request = session.read_until("\r\n\r\n");
      if (request.empty()) return;
      session.say("HTTP/1.1 " + (request.starts_with("DELETE ") ? to_delete : to_put) +
                  "\r\nContent-Length: 0\r\n\r\n");
    }
  };
}

Finished delete_one(const ScriptedServer& server) {
  return run_client(
      {"--json", "--operation", "delete", "--volume", "0.0000001", "--port", server.port()});
}

TEST(DeletesOnOtherServers, FailWhereTheFileIsNotThere) {
  const ScriptedServer server(answering("201 Created", "404 Not Found"));
  const Finished ran = delete_one(server);
  EXPECT_EQ(ran.status.code, 1);
  EXPECT_EQ(report_of(ran).failed_requests, 1u);
  EXPECT_THAT(report_of(ran).first_error, HasSubstr("status 404 for DELETE /files/gauntlet_"));
}

TEST(DeletesOnOtherServers, CannotBeginWhereNoFileCanBeMade) {
  const ScriptedServer server(answering("405 Method Not Allowed", "204 No Content"));
  const Finished ran = delete_one(server);
  EXPECT_EQ(ran.status.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("cannot make the files for --operation delete"));
  EXPECT_THAT(ran.err, HasSubstr("it answers PUT with status 405"));
}

TEST(DeletesOnOtherServers, CannotBeginWhereNobodyListens) {
  const DeafPort port;
  const Finished ran = run_client({"--operation", "delete", "--port", port.port()});
  EXPECT_EQ(ran.status.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace gauntlet::integration
