// server_pool that redirects: a front, its other workers and its mirrors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <list>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

class ServerRedirect : public testing::TestWithParam<const char*> {
 protected:
  ServerRedirect() { root.write("a.txt", "0123456789"); }

  Server serve(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--mode", GetParam(), "--root", root.path()});
    return Server(std::move(arguments));
  }

  Server serve_mirror() { return serve({"--pool", "1"}); }

  // Whose mirrors are these.
  Server serve_front(const std::vector<const Server*>& mirrors,
                     std::vector<std::string> arguments = {"--pool", "1"}) {
    arguments.insert(arguments.end(), {"--balance", "redirect"});
    for (const Server* mirror : mirrors)
      arguments.insert(arguments.end(), {"--mirror", name_of(mirror->port())});
    return serve(std::move(arguments));
  }

  static std::string name_of(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }
  static std::string location(std::uint16_t port, const std::string& target) {
    return "http://localhost:" + std::to_string(port) + target;
  }

  TemporaryFolder root;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerRedirect, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

const std::string kGet = request("GET", "/files/a.txt");

// How many of so many first requests went where; "": served at once.
std::map<std::string, int> spread(std::uint16_t port, int connections) {
  std::map<std::string, int> to;
  for (int i = 0; i < connections; ++i) ++to[ask(port, kGet).field("Location")];
  return to;
}

void await_metric(std::uint16_t port, const std::string& line) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (ask(port, request("GET", "/-/metrics")).body.find(line + "\n") == std::string::npos)
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << line;
}

std::string say_once(std::uint16_t port, const std::string& line) {
  Client client(port);
  client.send(line + "\n");
  return client.read_until("\r\n\r\n");
}

// --- whose turn it is ---

TEST_P(ServerRedirect, SpreadsFirstRequestsOverItselfAndItsMirrors) {
  const Server b = serve_mirror();
  const Server c = serve_mirror();
  Server front = serve_front({&b, &c});
  const std::map<std::string, int> expected{{"", 100},
                                            {"http://" + name_of(b.port()) + "/files/a.txt", 100},
                                            {"http://" + name_of(c.port()) + "/files/a.txt", 100}};
  EXPECT_EQ(spread(front.port(), 300), expected);
  const auto stopped = front.stop();
  EXPECT_EQ(stopped.workers.at(0).requests.at("get"), 100u);
  EXPECT_EQ(stopped.workers[0].redirects, 200u);
  EXPECT_EQ(stopped.workers[0].failed_requests, 0u);
}

TEST_P(ServerRedirect, SpreadsFirstRequestsByWeight) {
  const Server b = serve_mirror();
  const Server c = serve_mirror();
  const Server front = serve_front({&b, &c}, {"--pool", "1", "--weights", "3:2:1"});
  const std::map<std::string, int> expected{{"", 150},
                                            {"http://" + name_of(b.port()) + "/files/a.txt", 100},
                                            {"http://" + name_of(c.port()) + "/files/a.txt", 50}};
  EXPECT_EQ(spread(front.port(), 300), expected);
}

TEST_P(ServerRedirect, HasItsWorkersInTurnByTheHostThatTheClientKnows) {
  const Server front = serve_front({}, {"--pool", "3"});
  const std::map<std::string, int> expected{{"", 10},
                                            {location(front.port(1), "/files/a.txt"), 10},
                                            {location(front.port(2), "/files/a.txt"), 10}};
  EXPECT_EQ(spread(front.port(0), 30), expected);
}

TEST_P(ServerRedirect, RedirectsOnItsFirstPortAlone) {
  const Server front = serve_front({}, {"--pool", "3"});
  for (int i = 0; i < 6; ++i) EXPECT_EQ(ask(front.port(1 + i % 2u), kGet).status, 200);
}

TEST_P(ServerRedirect, SaysOverTheLineProtocolWhomToAsk) {
  const Server b = serve_mirror();
  const Server c = serve_mirror();
  Server front = serve_front({&b, &c});
  std::map<std::pair<std::string, std::string>, int> answers;
  for (int i = 0; i < 300; ++i) {
    const auto answer = nlohmann::json::parse(say_once(front.port(), "WHERE"));
    ++answers[{answer.at("status"), answer.at("data")}];
  }
  const decltype(answers) expected{{{"OK", name_of(front.port())}, 100},
                                   {{"REDIRECT", name_of(b.port())}, 100},
                                   {{"REDIRECT", name_of(c.port())}, 100}};
  EXPECT_EQ(answers, expected);
  EXPECT_EQ(front.stop().workers.at(0).redirects, 200u);
}

TEST_P(ServerRedirect, TakesATurnForEachWhereOfAConnection) {
  const Server front = serve_front({}, {"--pool", "2"});
  Client client(front.port(0));
  for (const char* status : {"OK", "REDIRECT", "OK"}) {
    client.send("WHERE\n");
    EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr(status));
  }
}

TEST_P(ServerRedirect, AnswersWhereWithItselfBehindTheFront) {
  const Server front = serve_front({}, {"--pool", "2"});
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(say_once(front.port(1), "where"),
              "{\"status\":\"OK\",\"data\":\"" + name_of(front.port(1)) + "\"}\r\n\r\n");
}

TEST_P(ServerRedirect, ServesOtherLinesItself) {
  const Server front = serve_front({}, {"--pool", "3"});
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(say_once(front.port(0), "LIST"), HasSubstr("[\"a.txt\"]"));
}

// --- the redirect itself ---

// Lets the turn that is the front's own pass, so that the next one is another's.
void pass_a_turn(const Server& front) { EXPECT_EQ(ask(front.port(0), kGet).status, 200); }

TEST_P(ServerRedirect, KeepsTheTargetAsItWasSent) {
  const Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  const HttpAnswer answer = ask(front.port(0), request("GET", "/files/?name=%2A.txt&limit=1"));
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(answer.field("Location"), location(front.port(1), "/files/?name=%2A.txt&limit=1"));
}

TEST_P(ServerRedirect, IsKnownByTheConnectionsAddressWhereTheHostIsNone) {
  const Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  const HttpAnswer answer = ask(front.port(0), "GET /files/a.txt HTTP/1.1\r\nHost: \"x\"\r\n\r\n");
  EXPECT_EQ(answer.field("Location"), "http://" + name_of(front.port(1)) + "/files/a.txt");
}

TEST_P(ServerRedirect, ServesAllLaterRequestsOfAConnection) {
  const Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  Client client(front.port(0));
  EXPECT_EQ(client.ask(kGet).status, 307);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.ask(kGet).status, 200);
}

TEST_P(ServerRedirect, RedirectsTheFirstRequestForAnOperationAndNoOther) {
  const Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  Client client(front.port(0));
  for (const char* target : {"/-/healthy", "/-/metrics", "/", "/nothing"})
    EXPECT_NE(client.ask(request("GET", target)).status, 307) << target;
  EXPECT_EQ(client.ask(kGet).status, 307);
}

TEST_P(ServerRedirect, RedirectsAHeadWithoutABody) {
  const Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  Client client(front.port(0));
  const HttpAnswer answer = client.ask(request("HEAD", "/files/a.txt"));
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(answer.field("Location"), location(front.port(1), "/files/a.txt"));
  EXPECT_EQ(client.ask(request("HEAD", "/files/a.txt")).status, 200) << "nothing lies between";
}

TEST_P(ServerRedirect, RedirectsAnUploadBeforeItsBodyIsSent) {
  Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  Client client(front.port(0));
  const HttpAnswer answer = client.ask(
      "PUT /files/b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(answer.status, 307);
  EXPECT_EQ(answer.field("Location"), location(front.port(1), "/files/b"));
  EXPECT_EQ(answer.field("Connection"), "close");
  client.finish_sending();
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(front.stop().workers.at(0).requests.at("upload"), 0u);
}

TEST_P(ServerRedirect, RedirectsAnUploadWhoseBodyIsOnItsWay) {
  const Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  Client client(front.port(0));
  EXPECT_EQ(client.ask(request("PUT", "/files/b", "", std::string(1 << 20, 'x'))).status, 307);
  client.finish_sending();
  client.read_all();
  EXPECT_EQ(root.entries(), 1u);
}

TEST_P(ServerRedirect, CountsWhatIsServedWhereItIsServed) {
  Server front = serve_front({}, {"--pool", "2"});
  pass_a_turn(front);
  EXPECT_EQ(ask(front.port(0), kGet).status, 307);
  EXPECT_EQ(ask(front.port(1), kGet).status, 200);
  EXPECT_THAT(ask(front.port(1), request("GET", "/-/metrics")).body,
              HasSubstr("gauntlet_redirects_total 1\n"));
  const auto stopped = front.stop();
  EXPECT_EQ(stopped.workers.at(0).requests.at("get"), 1u);
  EXPECT_EQ(stopped.workers.at(1).requests.at("get"), 1u);
  EXPECT_EQ(stopped.workers[0].requests.at("other"), 0u);
}

// --- mirrors that come and go ---

const std::vector<std::string> kChecksOften{"--pool", "2", "--check-interval", "10ms"};

std::string healthy(const std::string& mirror, int yes) {
  return "gauntlet_mirror_healthy{mirror=\"" + mirror + "\"} " + std::to_string(yes);
}

TEST_P(ServerRedirect, LeavesOutAMirrorThatIsKilledUntilItIsThereAgain) {
  const Server b = serve_mirror();
  Server c = serve_mirror();
  const std::uint16_t port = c.port();
  Server front = serve_front({&b, &c}, kChecksOften);
  c.child().kill();
  await_metric(front.port(1), healthy(name_of(port), 0));
  EXPECT_EQ(spread(front.port(0), 40).at("http://" + name_of(b.port()) + "/files/a.txt"), 20);
  const Server again = serve({"--pool", "1", "--base-port", std::to_string(port)});
  await_metric(front.port(1), healthy(name_of(port), 1));
  EXPECT_EQ(spread(front.port(0), 30).at("http://" + name_of(port) + "/files/a.txt"), 10);
  front.stop();
  EXPECT_THAT(front.log(), HasSubstr("mirror " + name_of(port) + " has no more turns: "));
  EXPECT_THAT(front.log(), HasSubstr("mirror " + name_of(port) + " is healthy again"));
}

TEST_P(ServerRedirect, HasAllTurnsItselfWhenNoMirrorIsThere) {
  Server b = serve_mirror();
  const Server front = serve_front({&b}, kChecksOften);
  const std::string name = name_of(b.port());
  b.stop();
  await_metric(front.port(1), healthy(name, 0));
  const std::map<std::string, int> expected{{"", 5}, {location(front.port(1), "/files/a.txt"), 5}};
  EXPECT_EQ(spread(front.port(), 10), expected);
}

TEST_P(ServerRedirect, LeavesOutAMirrorThatDoesNotAnswer) {
  Server b = serve({"--pool", "1"});
  const Server front = serve_front({&b}, kChecksOften);
  ::kill(-b.child().pid(), SIGSTOP);
  await_metric(front.port(), healthy(name_of(b.port()), 0));
  ::kill(-b.child().pid(), SIGCONT);
  await_metric(front.port(), healthy(name_of(b.port()), 1));
}

TEST_P(ServerRedirect, DoesNotBlameAMirrorForItsOwnWantOfDescriptors) {
  const Server mirror = serve_mirror();
  Server front({"--pool", "1", "--balance", "redirect", "--mirror", name_of(mirror.port()),
                "--check-interval", "20ms", "--mode", GetParam(), "--root", root.path()},
               {"prlimit", "--nofile=40"});
  std::list<Client> clients;
  for (int i = 0; i < 60; ++i) clients.emplace_back(front.port()).send("GET");
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (front.log().find("cannot accept connections") == std::string::npos)
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // for some checks in vain
  EXPECT_EQ(front.log().find("has no more turns"), std::string::npos) << front.log();
}

TEST_P(ServerRedirect, StopsWhileACheckWaitsForItsAnswer) {
  Server b = serve({"--pool", "1"});
  Server front = serve_front({&b}, kChecksOften);
  ::kill(-b.child().pid(), SIGSTOP);
  EXPECT_TRUE(front.stop().late_workers.empty());
  ::kill(-b.child().pid(), SIGCONT);
}

TEST_P(ServerRedirect, IsBadUsageWithAMirrorOfNoAddress) {
  const Finished finished =
      run({program("server_pool"), "--base-port", "0", "--mode", GetParam(), "--root", root.path(),
           "--balance", "redirect", "--mirror", "[b]:7000"});
  EXPECT_EQ(finished.status.code, 2);
  EXPECT_THAT(finished.err, HasSubstr("'[b]'"));
}

}  // namespace
}  // namespace gauntlet::integration
