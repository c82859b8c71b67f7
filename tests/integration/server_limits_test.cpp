// server_pool where something runs out: time, descriptors, disk, slots.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

class ServerLimits : public testing::TestWithParam<const char*> {
 protected:
  ServerLimits() { root.write("a.txt", "0123456789"); }

  void serve(std::vector<std::string> arguments, std::vector<std::string> prefix = {}) {
    arguments.insert(arguments.end(), {"--mode", GetParam(), "--pool", "1", "--root", root.path()});
    server = std::make_unique<Server>(std::move(arguments), std::move(prefix));
    port = server->port();
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerLimits, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

// --- time ---

TEST_P(ServerLimits, CloseAConnectionWhoseHeadDoesNotCome) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  client.send("GET / HTT");
  EXPECT_EQ(client.read_all(), "");
}

TEST_P(ServerLimits, DoNotExtendAHeadsTimeByItsBytes) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  client.send("GET / HTTP/1.1\r\nX: ");
  while (client.send("x")) {
  }
  SUCCEED() << "the server has closed the connection";
}

TEST_P(ServerLimits, CloseAConnectionThatIsIdle) {
  serve({"--idle-timeout", "300ms", "--timeout", "1h"});
  Client client(port);
  EXPECT_EQ(client.ask(request("GET", "/")).status, 200);
  EXPECT_EQ(client.read_all(), "");
}

TEST_P(ServerLimits, CloseAConnectionWhoseBodyStalls) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  client.send("PUT /files/b HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
  EXPECT_EQ(client.read_all(), "");
  server->stop();
  EXPECT_EQ(root.entries(), 1u);
}

TEST_P(ServerLimits, CloseAConnectionThatDoesNotReadItsAnswer) {
  root.write("big.bin", std::string(64 << 20, 'x'));
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  client.send(request("GET", "/files/big.bin"));
  EXPECT_EQ(client.read_exactly(1), "H");
  while (client.send("x")) {
  }
  EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).status, 200);
}

// --- descriptors ---

TEST_P(ServerLimits, AnswerThatNoDescriptorIsLeftAndRecover) {
  serve({"--log-level", "warn"}, {"prlimit", "--nofile=48:48"});
  std::vector<std::unique_ptr<Client>> clients;
  HttpAnswer answer{.status = 200};
  while (answer.status == 200 && clients.size() < 100) {
    clients.push_back(std::make_unique<Client>(port));
    answer = clients.back()->ask(request("GET", "/files/"));
  }
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(server->log(), HasSubstr("Too many open files"));
  clients.clear();
  answer.status = 0;
  for (int attempt = 0; attempt < 100 && answer.status != 200; ++attempt)
    answer = ask(port, request("GET", "/files/a.txt"));
  EXPECT_EQ(answer.body, "0123456789");
}

// --- disk ---

// RLIMIT_FSIZE stands in for a disk that is full.
TEST_P(ServerLimits, AnswerThatTheDiskIsFullAndGoOn) {
  serve({}, {"prlimit", "--fsize=1000000"});
  EXPECT_EQ(ask(port, request("PUT", "/files/b", "", std::string(2'000'000, 'x'))).status, 507);
  Client chunked(port);
  chunked.send(request("PUT", "/files/b", "Transfer-Encoding: chunked\r\n"));
  chunked.send("200000\r\n" + std::string(0x200000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.read_answer().status, 507);
  EXPECT_EQ(root.entries(), 1u);
  EXPECT_EQ(ask(port, request("PUT", "/files/b", "", "small")).status, 201);
  EXPECT_THAT(server->log(), HasSubstr("the store cannot go on"));
}

// --- slots ---

// The first client holds the only slot with an upload that it does not finish.
TEST_P(ServerLimits, LetRequestsWaitForASlot) {
  serve({"--slots", "1"});
  Client first(port);
  first.send(
      "PUT /files/b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  first.read_until("\r\n\r\n");
  Client second(port);
  second.send(request("GET", "/files/b"));
  EXPECT_EQ(ask(port, request("GET", "/-/healthy")).status, 200) << "it needs no slot";
  first.send("hi");
  EXPECT_EQ(first.read_answer().status, 201);
  EXPECT_EQ(second.read_answer().body, "hi");
}

TEST_P(ServerLimits, ServeManyWaitingClientsWithOneSlot) {
  serve({"--slots", "1"});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send(request("GET", "/files/a.txt") + request("GET", "/files/"));
  }
  for (const auto& client : clients) {
    EXPECT_EQ(client->read_answer().body, "0123456789");
    EXPECT_EQ(client->read_answer().status, 200);
  }
}

TEST_P(ServerLimits, StopThoughClientsWaitForASlot) {
  serve({"--slots", "1", "--grace", "200ms"});
  Client first(port);
  first.send(
      "PUT /files/b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  first.read_until("\r\n\r\n");
  Client second(port);
  second.send(request("GET", "/files/a.txt"));
  EXPECT_EQ(ask(port, request("GET", "/-/healthy")).status, 200);
  EXPECT_EQ(server->stop().workers.at(0).failed_requests, 2u);
}

}  // namespace
}  // namespace gauntlet::integration
