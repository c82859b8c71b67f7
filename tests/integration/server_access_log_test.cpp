// The access log of server_pool.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A server of two workers whose root holds a.txt ("0123456789").
class ServerAccessLog : public testing::TestWithParam<const char*> {
 protected:
  ServerAccessLog() { root.write("a.txt", "0123456789"); }

  void start(std::vector<std::string> more = {}, const std::string& file = {}) {
    std::vector<std::string> arguments{
        "--mode", GetParam(),  "--pool",       "2",
        "--root", root.path(), "--access-log", file.empty() ? (log / "access").string() : file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server = std::make_unique<Server>(std::move(arguments));
  }

  std::vector<std::string> lines(const std::string& name = "access") const {
    std::istringstream text(log.read(name));
    std::vector<std::string> all;
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }
  // Of the whole log, once its server has stopped.
  std::vector<nlohmann::json> entries() {
    server->stop();
    std::vector<nlohmann::json> all;
    for (const std::string& line : lines()) all.push_back(nlohmann::json::parse(line));
    return all;
  }
  void await_lines(std::size_t count, const std::string& name = "access") const {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (lines(name).size() < count) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << log.read(name);
      std::this_thread::yield();
    }
  }

  TemporaryFolder root;
  TemporaryFolder log;
  std::unique_ptr<Server> server;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerAccessLog, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerAccessLog, HasALineForEachRequestOfAllWorkers) {
  start();
  const std::string fields = "Referer: http://h/\r\nUser-Agent: a \"client\"\r\n";
  ask(server->port(0), request("GET", "/files/a.txt?x", fields));
  ask(server->port(1), request("GET", "/files/none"));
  server->stop();
  const std::string text = log.read("access");
  EXPECT_THAT(text, HasSubstr("] \"GET /files/a.txt?x HTTP/1.1\" 200 10 \"http://h/\" "
                              "\"a \\x22client\\x22\"\n"));
  EXPECT_THAT(text, HasSubstr("] \"GET /files/none HTTP/1.1\" 404 10 \"-\" \"-\"\n"));
  EXPECT_THAT(text, StartsWith("127.0.0.1 - - ["));
  EXPECT_EQ(lines().size(), 2u);
}

TEST_P(ServerAccessLog, CountsTheBytesOfBodies) {
  root.write("big", std::string(3 << 20, 'x'));
  start({"--access-log-format", "json"});
  Client client(server->port());
  client.ask(request("GET", "/files/big"));
  client.ask(request("GET", "/files/a.txt", "Range: bytes=2-4\r\n"));
  client.ask(request("HEAD", "/files/a.txt"));
  client.ask(request("PUT", "/files/new", "Expect: 100-continue\r\n", "new"));
  const auto all = entries();
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0]["bytes"], 3 << 20);
  EXPECT_EQ(all[0]["worker"], 0);
  EXPECT_GT(all[0]["duration_s"], 0);
  EXPECT_EQ(all[1]["bytes"], 3);
  EXPECT_EQ(all[1]["status"], 206);
  EXPECT_EQ(all[2]["bytes"], 0);
  EXPECT_EQ(all[2]["method"], "HEAD");
  EXPECT_EQ(all[3]["status"], 201);
}

TEST_P(ServerAccessLog, HasWhatIsRefusedAndNoOperation) {
  start({"--access-log-format", "json"});
  ask(server->port(), request("GET", "/-/healthy"));
  ask(server->port(), request("BREW", "/files/pot"));
  ask(server->port(), "GET / HTTP/1.1\r\nbroken\r\n\r\n");
  const auto all = entries();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0]["path"], "/-/healthy");
  EXPECT_EQ(all[1]["method"], "BREW");
  EXPECT_EQ(all[1]["status"], 405);
  EXPECT_TRUE(all[2]["path"].is_null());
  EXPECT_EQ(all[2]["status"], 400);
}

TEST_P(ServerAccessLog, HasTheLineProtocol) {
  start({"--access-log-format", "json"});
  Client client(server->port());
  client.send("GET a.txt\r\nGET none\n");
  const std::string answer = client.read_until("\r\n\r\n");
  client.read_until("\r\n\r\n");
  const auto all = entries();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0]["method"], "GET");
  EXPECT_EQ(all[0]["path"], "a.txt");
  EXPECT_EQ(all[0]["status"], 200);
  EXPECT_EQ(all[0]["bytes"], answer.size());
  EXPECT_EQ(all[1]["status"], 400);
}

TEST_P(ServerAccessLog, HasARequestWhoseClientWentAway) {
  start({"--access-log-format", "json"});
  Client client(server->port());
  client.send("PUT /files/new HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nnew");
  client.finish_sending();
  client.read_all();
  const auto all = entries();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0]["status"], 499);
  EXPECT_EQ(all[0]["path"], "/files/new");
}

TEST_P(ServerAccessLog, IsWrittenWhileTheServerGoesOn) {
  start();
  ask(server->port(), request("GET", "/files/a.txt"));
  await_lines(1);
  Client kept(server->port(1));
  kept.ask(request("GET", "/files/a.txt"));
  await_lines(2);
}

TEST_P(ServerAccessLog, IsOpenedAnewByAllWorkersOnASignal) {
  start();
  ask(server->port(0), request("GET", "/files/a.txt"));
  await_lines(1);
  std::filesystem::rename(log / "access", log / "access.1");
  server->child().send_signal(SIGUSR1);
  // What a worker writes before it hears of the signal is in the old file, and no loss.
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::size_t asked = 1;
  for (const std::size_t worker : {0, 1}) {
    const std::string target = fmt::format("/files/a.txt?{}", worker);
    while (log.read("access").find(target) == std::string::npos) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "worker " << worker;
      ask(server->port(worker), request("GET", target));
      ++asked;
    }
  }
  server->stop();
  EXPECT_EQ(lines("access.1").size() + lines().size(), asked);
}

TEST_P(ServerAccessLog, KeepsALineOfEachRequestUnderLoad) {
  start();
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < 8; ++i)
    clients.emplace_back([this, i] {
      Client client(server->port(i % 2));
      for (int j = 0; j < 500; ++j)
        client.ask(request("GET", fmt::format("/files/a.txt?{}-{}", i, j)));
    });
  for (std::thread& each : clients) each.join();
  server->stop();
  const auto all = lines();
  EXPECT_EQ(all.size(), 4000u);
  for (const std::string& line : all)
    EXPECT_THAT(line, testing::AllOf(StartsWith("127.0.0.1 - - ["),
                                     testing::EndsWith("HTTP/1.1\" 200 10 \"-\" \"-\"")));
}

TEST_P(ServerAccessLog, LosesOnlyLinesWhereTheDiskIsFull) {
  start({}, "/dev/full");
  EXPECT_EQ(ask(server->port(), request("GET", "/files/a.txt")).body, "0123456789");
  const contract::StoppedLine stopped = server->stop();
  EXPECT_EQ(stopped.workers.at(0).lost_access_lines, 1u);
  EXPECT_THAT(server->log(), HasSubstr("No space left on device"));
}

TEST(ServerWithoutAnAccessLog, IsNotEndedByTheSignalThatOpensItAnew) {
  const TemporaryFolder root;
  root.write("a.txt", "a");
  Server server({"--mode", "process", "--pool", "1", "--root", root.path()});
  server.child().send_signal(SIGUSR1);
  EXPECT_EQ(ask(server.port(), request("GET", "/files/a.txt")).body, "a");
  EXPECT_EQ(server.stop().reason, "SIGTERM");
}

TEST(ServerWithoutAnAccessLog, SaysWhereItCannotBeWritten) {
  const Finished server =
      run({program("server_pool"), "--base-port", "0", "--access-log", "/nothing/access"});
  EXPECT_EQ(server.status.code, 3);
  EXPECT_THAT(server.err, HasSubstr("--access-log: cannot write to '/nothing/access'"));
}

}  // namespace
}  // namespace gauntlet::integration
