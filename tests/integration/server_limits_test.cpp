// server_pool where something runs out: time, descriptors, disk, slots.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/files_in.h"
#include "tests/integration/harness.h"
#include "tests/small_disk.h"
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

// What only announces a body holds none of the disk.
TEST_P(ServerLimits, LetUploadsOnASmallDiskPassBodiesThatDoNotCome) {
  const SmallDisk disk("64m");
  if (!disk.is_mounted()) GTEST_SKIP() << "mounting needs privileges";
  Server small({"--mode", GetParam(), "--pool", "1", "--root", disk.path()});
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 5; ++i) {
    idle.push_back(std::make_unique<Client>(small.port()));
    idle.back()->send(
        "PUT /files/idle HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n"
        "Expect: 100-continue\r\n\r\n");
    EXPECT_THAT(idle.back()->read_until("\r\n\r\n"), HasSubstr("100"));
  }
  const std::string body(20'000'000, 'x');
  EXPECT_EQ(ask(small.port(), request("PUT", "/files/a", "", body)).status, 201);
}

TEST_P(ServerLimits, RefuseABodyThatTheDiskCannotHoldBeforeItComes) {
  const SmallDisk disk("16m");
  if (!disk.is_mounted()) GTEST_SKIP() << "mounting needs privileges";
  Server small({"--mode", GetParam(), "--pool", "1", "--root", disk.path()});
  Client client(small.port());
  client.send(
      "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 507);
}

// RLIMIT_FSIZE stands in for a disk that is full.
TEST_P(ServerLimits, AnswerThatTheDiskIsFullAndGoOn) {
  serve({}, {"prlimit", "--fsize=1000000"});
  EXPECT_EQ(ask(port, request("PUT", "/files/b", "", std::string(2'000'000, 'x'))).status, 507);
  Client chunked(port);
  chunked.send(request("PUT", "/files/b", "Transfer-Encoding: chunked\r\n"));
  chunked.send("200000\r\n" + std::string(0x200000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.read_answer().status, 507);
  EXPECT_EQ(files_in(root.path()), 1u);
  EXPECT_EQ(ask(port, request("PUT", "/files/b", "", "small")).status, 201);
  EXPECT_THAT(server->log(), HasSubstr("the store cannot go on"));
}

// --- memory ---

// In a mount namespace whose /dev/shm holds 64 MiB and nothing of anybody else.
TEST_P(ServerLimits, AnswerThatTheMemoryStoreIsFullAndGoOn) {
  const std::vector<std::string> prefix{
      "unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64m none /dev/shm && exec \"$@\"", "x"};
  std::vector<std::string> probe = prefix;
  probe.push_back("true");
  if (!run(probe).status.clean()) GTEST_SKIP() << "no mount namespace can be had here";
  serve({"--store", "memory", "--store-size", "1MiB", "--store-limit", "8MiB"}, prefix);
  const std::string body(6'000'000, 'x');
  EXPECT_EQ(ask(port, request("PUT", "/files/a", "", body)).status, 201);
  EXPECT_EQ(ask(port, request("PUT", "/files/b", "", body)).status, 507);
  Client chunked(port);
  chunked.send(request("PUT", "/files/b", "Transfer-Encoding: chunked\r\n"));
  chunked.send("600000\r\n" + std::string(0x600000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.read_answer().status, 507);
  Client lines(port);
  lines.send("UPLOAD\r\n");
  lines.read_until("\r\n\r\n");
  for (int i = 0; i < 100; ++i) lines.send(std::string(80'000, 'A') + "\r\n");
  lines.send("ENDUPLOAD\r\n");
  EXPECT_THAT(lines.read_until("\r\n\r\n"), HasSubstr("no space left"));
  EXPECT_EQ(ask(port, request("DELETE", "/files/a")).status, 204);
  EXPECT_EQ(ask(port, request("PUT", "/files/b", "", body)).status, 201);
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
