// Requests that server_pool lets in or turns away.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kTenRequests = "2560KiB";  // 256 KiB each

// Waits until the server's metrics have the line.
void await_metric(std::uint16_t port, std::string_view line) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (ask(port, request("GET", "/-/metrics")).body.find(line) == std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "never: " << line;
    std::this_thread::yield();
  }
}

// A server of two workers, whose requests take long enough to meet each other.
class Admission : public testing::TestWithParam<std::tuple<const char*, const char*>> {
 protected:
  Admission() { root.write("a.txt", "0123456789"); }

  void start(std::vector<std::string> more, const char* service_time = "500ms") {
    std::vector<std::string> arguments{
        "--mode",    std::get<0>(GetParam()), "--pool",    "2", "--root",
        root.path(), "--fault-service-time",  service_time};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server = std::make_unique<Server>(std::move(arguments));
  }

  bool by_line() const { return std::get<1>(GetParam()) == std::string("line"); }
  std::string get() const { return by_line() ? "GET a.txt\n" : request("GET", "/files/a.txt"); }

  // All at once, a worker in turn.
  std::vector<std::unique_ptr<Client>> send_gets(std::size_t count) {
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t i = 0; i < count; ++i)
      clients.push_back(std::make_unique<Client>(server->port(i % 2)));
    for (const auto& client : clients) client->send(get());
    return clients;
  }
  // How many of them were served.
  std::size_t served(const std::vector<std::unique_ptr<Client>>& clients) {
    std::size_t count = 0;
    for (const auto& client : clients) {
      const std::string answer =
          by_line() ? client->read_until("\r\n\r\n") : client->read_answer(false).head;
      const bool good = by_line() ? answer.find("\"OK\"") != std::string::npos
                                  : answer.starts_with("HTTP/1.1 200");
      const bool rejected = by_line() ? answer.find("\"retry_after\":1") != std::string::npos
                                      : answer.starts_with("HTTP/1.1 503");
      EXPECT_NE(good, rejected) << answer;
      count += good ? 1 : 0;
    }
    return count;
  }
  // What requests had is given back when they end, a moment after their clients have the answer.
  void await_nothing_reserved() { await_metric(server->port(), "gauntlet_reserved_bytes 0\n"); }
  std::string metrics() { return ask(server->port(), request("GET", "/-/metrics")).body; }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
};

INSTANTIATE_TEST_SUITE_P(Modes, Admission,
                         testing::Combine(testing::Values("thread", "process"),
                                          testing::Values("http", "line")),
                         [](const auto& which) {
                           return std::string(std::get<0>(which.param)) + "_" +
                                  std::get<1>(which.param);
                         });

TEST_P(Admission, ServesAsManyAsMemoryIsThereForAndThenTheNext) {
  start({"--memory-limit", kTenRequests});
  EXPECT_EQ(served(send_gets(50)), 10u);
  await_nothing_reserved();
  EXPECT_EQ(served(send_gets(10)), 10u) << "what the first ten had is there again";
  await_nothing_reserved();
  const std::string all = metrics();
  EXPECT_THAT(all, HasSubstr("gauntlet_rejected_requests_total 40\n"));
  EXPECT_THAT(all, HasSubstr("gauntlet_failed_requests_total 0\n"));
  const contract::StoppedLine stopped = server->stop();
  EXPECT_EQ(stopped.peak_reserved_bytes, 10u * 256 * 1024);
  EXPECT_EQ(*stopped.workers[0].admitted + *stopped.workers[1].admitted, 20u);
}

TEST_P(Admission, ServesAsManyClientsAsItTakesAndThenTheNext) {
  start({"--max-clients", "10"});
  EXPECT_EQ(served(send_gets(50)), 10u);
  await_metric(server->port(), "gauntlet_clients 0\n");
  EXPECT_EQ(served(send_gets(10)), 10u);
}

TEST_P(Admission, LosesNothingToClientsThatComeAndGo) {
  start({"--memory-limit", kTenRequests}, "2ms");
  for (int round = 0; round < 20; ++round) {
    const auto vanishing = send_gets(25);
    const auto staying = send_gets(25);
    for (const auto& client : vanishing) client->reset();
    served(staying);
  }
  await_nothing_reserved();
  EXPECT_LE(*server->stop().peak_reserved_bytes, 10u * 256 * 1024);
}

class WholeFiles : public Admission {
 protected:
  WholeFiles() { root.write("big.bin", std::string(kBig, 'x')); }
  static constexpr std::size_t kBig = 32 * 1024 * 1024;
  // The file and its request, and half a MiB. The file does not fit into the buffers of a socket.
  const std::vector<std::string> one_{"--buffering", "whole", "--memory-limit", "33536KiB"};
};

INSTANTIATE_TEST_SUITE_P(Modes, WholeFiles,
                         testing::Values(std::tuple("thread", "http"),
                                         std::tuple("process", "http")),
                         [](const auto& which) { return std::string(std::get<0>(which.param)); });

TEST_P(WholeFiles, NeedTheirSizeOfMemory) {
  start(one_, "0s");
  Client slow(server->port(0));
  slow.send(request("GET", "/files/big.bin"));
  await_metric(server->port(), "gauntlet_reserved_bytes 33816576\n");  // the file and its request
  const HttpAnswer turned_away = ask(server->port(1), request("GET", "/files/big.bin"));
  EXPECT_EQ(turned_away.status, 503);
  EXPECT_EQ(turned_away.field("Retry-After"), "1");
  const json why = json::parse(turned_away.body);
  EXPECT_EQ(why.at("of"), "memory");
  EXPECT_EQ(why.at("need"), kBig);
  EXPECT_EQ(why.at("limit"), 33536 * 1024);
  EXPECT_TRUE(slow.read_answer().body == std::string(kBig, 'x'));
}

TEST_P(WholeFiles, AreTakenInMemoryBeforeTheyAreWritten) {
  start(one_, "0s");
  const std::string body(kBig, 'y');
  EXPECT_EQ(ask(server->port(), request("PUT", "/files/new.bin", "", body)).status, 201);
  EXPECT_TRUE(ask(server->port(), request("GET", "/files/new.bin")).body == body);
  const std::string larger(2 * kBig, 'z');
  EXPECT_EQ(ask(server->port(), request("PUT", "/files/larger.bin", "", larger)).status, 503);
  EXPECT_EQ(ask(server->port(), request("GET", "/files/larger.bin")).status, 404);
  await_nothing_reserved();
}

TEST(AdmissionOfProcesses, GetsBackWhatAKilledWorkerHeld) {
  TemporaryFolder root;
  root.write("a.txt", "0123456789");
  Server server({"--mode", "process", "--pool", "1", "--root", root.path(), "--memory-limit",
                 "256KiB", "--max-clients", "1", "--fault-service-time", "10s"});
  Client client(server.port());
  client.send(request("GET", "/files/a.txt"));
  const std::string get = request("GET", "/-/metrics");
  await_metric(server.port(), "gauntlet_reserved_bytes 262144\n");
  const Finished killed = run({"sh", "-c", fmt::format("pkill -KILL -P {}", server.pid())});
  ASSERT_EQ(killed.status.code, 0);
  const HttpAnswer after = ask(server.port(), get);
  EXPECT_THAT(after.body, HasSubstr("gauntlet_restarts_total 1\n"));
  EXPECT_THAT(after.body, HasSubstr("gauntlet_reserved_bytes 0\n"));
  EXPECT_THAT(after.body, HasSubstr("gauntlet_clients 0\n"));
}

TEST(AdmissionOptions, OfWholeFilesNeedALimit) {
  const Finished refused = run({program("server_pool"), "--buffering", "whole"});
  EXPECT_EQ(refused.status.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("bound that with --memory-limit SIZE"));
  EXPECT_THAT(run({program("server_pool"), "--memory-limit", "1KiB"}).err,
              HasSubstr("write 256KiB or more"));
}

}  // namespace
}  // namespace gauntlet::integration
