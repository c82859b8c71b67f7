// client_pool and several servers of the same files: some refuse, break off, or send it elsewhere.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>

#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using contract::ClientReport;
using ::testing::HasSubstr;
using Session = ScriptedServer::Session;

constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::string_view kGood = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

ClientReport get(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--json", "--operation", "get", "--file", "x"});
  return report_of(run_client(arguments));
}

std::string target(const std::string& port) { return "127.0.0.1:" + port; }
std::string target(const Server& server) { return target(ports_of(server)); }

std::map<std::string, contract::TargetReport> by_target(const ClientReport& report) {
  std::map<std::string, contract::TargetReport> targets;
  for (const auto& each : report.targets) targets[each.target] = each;
  return targets;
}

// A server of the file x.
class Mirrors : public ::testing::Test {
 protected:
  Mirrors() { root_.write("x", "ok"); }

  std::string send_there(int status = 307) const {
    return fmt::format(
        "HTTP/1.1 {} Moved\r\nLocation: http://{}/files/x\r\nContent-Length: 0\r\n\r\n", status,
        target(server_));
  }

  TemporaryFolder root_;
  const Server server_{{"--root", root_.path(), "--pool", "1"}};
};

TEST_F(Mirrors, AreAskedInsteadOfATargetThatRefuses) {
  const DeafPort deaf;
  const std::string refuses = target(deaf.port());
  const ClientReport report = get(
      {"--target", refuses, "--target", target(server_), "--client-pool", "4", "--requests", "3"});
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(report.requests, 12u);
  EXPECT_EQ(by_target(report)[target(server_)].requests, 12u);
  EXPECT_EQ(by_target(report)[target(server_)].connections, 4u);
  EXPECT_GE(by_target(report)[refuses].refused, 1u);
  EXPECT_EQ(by_target(report)[refuses].failed_requests, 0u);
}

TEST_F(Mirrors, ThatAllRefuseFailTheRequestsOfTheClients) {
  const DeafPort one;
  const DeafPort two;
  const ClientReport report =
      get({"--target", target(one.port()), "--target", target(two.port()), "--client-pool", "2"});
  EXPECT_EQ(report.fail, 2u);
  EXPECT_THAT(report.errors, ::testing::ElementsAre(::testing::Pair("refused", 2u)));
}

TEST_F(Mirrors, AreAskedOnceMoreForWhatABrokenConnectionTook) {
  const ScriptedServer breaks([](Session& session) {
    session.read_until(kEndOfHead);
    session.say(kGood.substr(0, kGood.size() - 1));
  });
  const std::vector<std::string> both{"--target", target(breaks.port()), "--target",
                                      target(server_)};
  EXPECT_EQ(get(both).errors.at("short_body"), 1u);
  std::vector<std::string> again = both;
  again.insert(again.end(), {"--retries", "1"});
  const ClientReport report = get(again);
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(report.retries, 1u);
  EXPECT_EQ(by_target(report)[target(server_)].requests, 1u);
}

TEST_F(Mirrors, AreAskedOnceMoreAfterAnAnswerOfAGatewayThatHasNoServer) {
  std::atomic<int> asked = 0;
  ScriptedServer gateway([&asked](Session& session) {
    session.read_until(kEndOfHead);
    if (asked++ > 0) return session.say(kGood);
    session.say("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  });
  const ClientReport report = get({"--target", target(gateway.port()), "--retries", "2"});
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(report.requests, 1u);
  EXPECT_EQ(report.retries, 1u);
}

// The table is asked for again as well: a request is good when both parts of it are.
TEST_F(Mirrors, AreAskedOnceMoreWhereTheReportBehindATableWasBrokenOff) {
  std::atomic<int> connections = 0;
  ScriptedServer relay([&](Session& session) {
    const bool breaks = connections++ == 0;
    Client server(server_.port());
    server.send(session.read_until(kEndOfHead));
    const HttpAnswer table = server.read_answer();
    session.say(table.head + table.body);
    session.read_until(kEndOfHead);
    if (!breaks) session.say("HTTP/1.1 204 No Content\r\n\r\n");
  });
  const Finished ran = run_client(
      {"--json", "--operation", "top", "--target", target(relay.port()), "--retries", "1"});
  const ClientReport report = report_of(ran);
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(report.requests, 1u);
  EXPECT_EQ(report.retries, 1u);
}

TEST_F(Mirrors, AreGoneToWhereARedirectLeadsAndStayedAt) {
  ScriptedServer front([this](Session& session) {
    session.read_until(kEndOfHead);
    session.say(send_there());
    session.read_to_end();
  });
  const ClientReport report =
      get({"--target", target(front.port()), "--redirect-to", target(server_), "--requests", "3"});
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(front.connections(), 1u);
  EXPECT_EQ(by_target(report)[target(server_)].requests, 3u);
  EXPECT_EQ(report.latency.count(), 3u);
}

TEST_F(Mirrors, AreNotGoneToWhereNobodyNamedThem) {
  ScriptedServer front([this](Session& session) {
    session.read_until(kEndOfHead);
    session.say(send_there());
  });
  const ClientReport report = get({"--target", target(front.port())});
  EXPECT_THAT(report.first_error,
              HasSubstr(fmt::format("status 307, to http://{}/files/x", target(server_))));
}

TEST_F(Mirrors, TakeUploadsThatARedirectSendsThem) {
  ScriptedServer front([this](Session& session) {
    session.read_until(kEndOfHead);
    session.say(
        fmt::format("HTTP/1.1 307 Moved\r\nLocation: http://{}/files/up\r\n"
                    "Content-Length: 0\r\nConnection: close\r\n\r\n",
                    target(server_)));
    session.read_to_end();
  });
  const Finished ran =
      run_client({"--json", "--operation", "upload", "--volume", "0.1", "--keep-uploads",
                  "--target", target(front.port()), "--redirect-to", target(server_)});
  EXPECT_EQ(report_of(ran).first_error, "");
  EXPECT_TRUE(std::filesystem::exists(root_ / "up"));
}

TEST_F(Mirrors, ThatRefuseWhomAFrontSendsAreForgotten) {
  const DeafPort deaf;
  std::atomic<int> asked = 0;
  ScriptedServer front([&](Session& session) {
    session.read_until(kEndOfHead);
    if (asked++ > 0) return session.say(kGood);
    session.say(
        fmt::format("HTTP/1.1 307 Moved\r\nLocation: http://{}/files/x\r\n"
                    "Content-Length: 0\r\n\r\n",
                    target(deaf.port())));
  });
  const ClientReport report =
      get({"--target", target(front.port()), "--redirect-to", target(deaf.port())});
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(by_target(report)[target(deaf.port())].refused, 1u);
  EXPECT_EQ(by_target(report)[target(front.port())].requests, 1u);
}

TEST_F(Mirrors, AreAskedForOverTheLineProtocol) {
  ScriptedServer front([this](Session& session) {
    session.read_until("WHERE\n");
    session.say(fmt::format(R"({{"status":"REDIRECT","data":"{}"}})", target(server_)));
    session.say("\r\n\r\n");
    session.read_to_end();
  });
  const ClientReport report = get({"--protocol", "line", "--target", target(front.port()),
                                   "--redirect-to", target(server_), "--requests", "2"});
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(by_target(report)[target(server_)].requests, 2u);
}

TEST_F(Mirrors, ThatTheLineProtocolDoesNotNameAreNotGoneTo) {
  ScriptedServer front([](Session& session) {
    session.read_until("WHERE\n");
    session.say("{\"status\":\"REDIRECT\",\"data\":\"other:1\"}\r\n\r\n");
    session.read_to_end();
  });
  const ClientReport report = get(
      {"--protocol", "line", "--target", target(front.port()), "--redirect-to", target(server_)});
  EXPECT_THAT(report.first_error,
              HasSubstr("WHERE: it sends clients to other:1, which no --redirect-to names"));
}

// A front and two mirrors of the same files, and what 300 clients get from each of them.
class FrontAndMirrors : public ::testing::TestWithParam<std::string> {
 protected:
  FrontAndMirrors() { root_.write("x", "ok"); }

  std::vector<std::uint64_t> spread(const std::string& weights, const std::string& protocol) {
    const Server front({"--root", root_.path(), "--pool", "1", "--mode", GetParam(), "--balance",
                        "redirect", "--mirror", target(one_), "--mirror", target(two_), "--weights",
                        weights});
    const ClientReport report =
        get({"--protocol", protocol, "--client-pool", "300", "--requests", "2", "--target",
             target(front), "--redirect-to", target(one_), "--redirect-to", target(two_)});
    EXPECT_EQ(report.first_error, "");
    auto targets = by_target(report);
    return {targets[target(front)].requests, targets[target(one_)].requests,
            targets[target(two_)].requests};
  }

  TemporaryFolder root_;
  const Server one_{{"--root", root_.path(), "--pool", "1", "--mode", GetParam()}};
  const Server two_{{"--root", root_.path(), "--pool", "1", "--mode", GetParam()}};
};

TEST_P(FrontAndMirrors, ShareTheClientsEquallyWithEqualWeights) {
  for (const char* protocol : {"http", "line"})
    EXPECT_THAT(spread("1:1:1", protocol), ::testing::ElementsAre(200, 200, 200)) << protocol;
}

TEST_P(FrontAndMirrors, ShareTheClientsByTheirWeights) {
  for (const char* protocol : {"http", "line"})
    EXPECT_THAT(spread("3:2:1", protocol), ::testing::ElementsAre(300, 200, 100)) << protocol;
}

INSTANTIATE_TEST_SUITE_P(Modes, FrontAndMirrors, ::testing::Values("thread", "process"),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace gauntlet::integration
