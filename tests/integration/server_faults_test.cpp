// server_pool with made faults, and what it counts of them. Nothing here expects anything to be
// quick: a fault makes things last at least so long.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

class ServerFaults : public testing::TestWithParam<const char*> {
 protected:
  ServerFaults() { root.write("a.txt", "0123456789"); }

  void serve(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--mode", GetParam(), "--pool", "1", "--root", root.path()});
    server = std::make_unique<Server>(std::move(arguments));
  }
  HttpAnswer get() const { return ask(server->port(), request("GET", "/files/a.txt")); }
  double uptime() const {
    const std::string metrics = ask(server->port(), request("GET", "/-/metrics")).body;
    const std::string_view name = "\ngauntlet_uptime_seconds ";
    return std::stod(metrics.substr(metrics.find(name) + name.size()));
  }
  contract::WorkerReport stop() const { return server->stop().workers.at(0); }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerFaults, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerFaults, ServeOneAfterTheOtherWithASlotAndAServiceTime) {
  constexpr int kClients = 10;
  serve({"--slots", "1", "--fault-service-time", "20ms"});
  const auto begin = SteadyClock::now();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send(request("GET", "/files/a.txt"));
  }
  for (const auto& client : clients) EXPECT_EQ(client->read_answer().body, "0123456789");
  EXPECT_GE(SteadyClock::now() - begin, kClients * 20ms);
  const contract::WorkerReport worker = stop();
  EXPECT_EQ(worker.slots_taken, 10u);
  EXPECT_GE(worker.slot_s, 10 * 0.020);
}

// The second request comes while the first holds the slot, whatever the machine is at.
TEST_P(ServerFaults, CountWhoWaitedForASlotAndForHowLong) {
  serve({"--slots", "1", "--fault-service-time", "50ms"});
  Client client(server->port());
  Client other(server->port());
  client.send(request("PUT", "/files/b", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
  client.read_until("\r\n\r\n");
  other.send(request("GET", "/files/a.txt"));
  EXPECT_EQ(ask(server->port(), request("GET", "/-/healthy")).status, 200) << "it needs no slot";
  client.send("hi");
  EXPECT_EQ(client.read_answer().status, 201);
  EXPECT_EQ(other.read_answer().status, 200);
  const contract::WorkerReport worker = stop();
  EXPECT_EQ(worker.slots_taken, 2u);
  EXPECT_EQ(worker.queued, 1u);
  EXPECT_GT(worker.queue_s, 0);
  EXPECT_EQ(worker.full_s, worker.queue_s) << "one waited at a time";
  EXPECT_GE(worker.slot_s, 2 * 0.050 + worker.queue_s - 0.050);
}

// The first client has got its refusal and stays, so that the server waits for it to notice.
TEST_P(ServerFaults, LetNoRefusedUploadKeepItsSlot) {
  serve({"--slots", "1", "--max-upload", "10B"});
  {
    Client client(server->port());
    client.send("PUT /files/b HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 413);
    EXPECT_EQ(get().status, 200);
  }
  EXPECT_EQ(stop().queued, 0u);
}

TEST_P(ServerFaults, CountSlotsThatAreNotLimited) {
  serve({});
  EXPECT_EQ(get().status, 200);
  const contract::WorkerReport worker = stop();
  EXPECT_EQ(worker.slots_taken, 1u);
  EXPECT_GT(worker.slot_s, 0);
  EXPECT_GT(worker.store_s, 0);
  EXPECT_GE(worker.slot_s, worker.store_s);
  EXPECT_EQ(worker.queued, 0u);
  EXPECT_EQ(worker.full_s, 0);
}

// The server says how long it has been up, and counts its stalls from the same moment.
TEST_P(ServerFaults, AnswerNothingDuringAStall) {
  constexpr double kEvery = 0.3;
  constexpr double kAnswers = 0.05;  // in every period, then the stall
  serve({"--fault-stall", "250ms/300ms"});
  int stalled = 0;
  while (stalled < 2) {
    const double asked = uptime();
    EXPECT_EQ(get().status, 200);
    const double answered = uptime();
    const double period = std::floor(asked / kEvery);
    if (asked < period * kEvery + kAnswers) continue;
    ++stalled;
    EXPECT_GE(answered, (period + 1) * kEvery);
  }
}

TEST_P(ServerFaults, StayHealthyDuringAStall) {
  serve({"--fault-stall", "999s/1000s"});
  EXPECT_EQ(ask(server->port(), request("GET", "/-/healthy")).status, 200);
}

TEST_P(ServerFaults, DelayTheStoreAndCountIt) {
  serve({"--fault-store-delay", "20ms"});
  EXPECT_EQ(get().status, 200);  // one look-up
  // A look at the target, a new file, a write or more, a rename.
  EXPECT_EQ(ask(server->port(), request("PUT", "/files/b", "", "hello")).status, 201);
  const contract::WorkerReport worker = stop();
  EXPECT_GE(worker.store_s, 5 * 0.020);
  EXPECT_GE(worker.slot_s, worker.store_s);
}

TEST_P(ServerFaults, BurnCpuForEveryRequest) {
  serve({"--fault-cpu", "50ms"});
  EXPECT_EQ(get().status, 200);
  EXPECT_EQ(get().status, 200);
  EXPECT_GE(stop().cpu_s, 0.095);
}

TEST_P(ServerFaults, MeetTheLineProtocolToo) {
  serve({"--slots", "1", "--fault-service-time", "20ms"});
  Client client(server->port());
  client.send("LIST\r\nLIST\r\n");
  client.read_until("\r\n\r\n");
  client.read_until("\r\n\r\n");
  EXPECT_GE(stop().slot_s, 0.040);
}

TEST_P(ServerFaults, StopThoughRequestsWaitForAFault) {
  serve({"--fault-service-time", "1h", "--grace", "100ms"});
  Client client(server->port());
  client.send(request("GET", "/files/a.txt"));
  EXPECT_EQ(ask(server->port(), request("GET", "/-/healthy")).status, 200);
  server->stop();
  EXPECT_EQ(client.read_all(), "");
}

}  // namespace
}  // namespace gauntlet::integration
