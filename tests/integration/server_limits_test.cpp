// server_pool where something runs out: time, descriptors, disk, slots.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
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

TEST_P(ServerLimits, TellAClientThatItsHeadCameTooLate) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  for (const char* part : {"GET / HTT", "GET / HTTP/1.1\r\nHost: x\r\n"}) {
    Client client(port);
    client.send(part);
    const HttpAnswer answer = client.read_answer();
    EXPECT_EQ(answer.status, 408) << part;
    EXPECT_EQ(answer.field("Connection"), "close");
    client.finish_sending();
    EXPECT_EQ(client.read_all(), "");
  }
}

TEST_P(ServerLimits, TellAClientThatItsSecondHeadCameTooLate) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  EXPECT_EQ(client.ask(request("GET", "/")).status, 200);
  client.send("GET / HTT");
  EXPECT_EQ(client.read_answer().status, 408);
  EXPECT_EQ(server->stop().workers.at(0).failed_requests, 1u);
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
  EXPECT_EQ(client.read_all(), "") << "a 408 would be taken for the answer to the next request";
  Client silent(port);
  EXPECT_EQ(silent.read_all(), "");
}

TEST_P(ServerLimits, TellAClientThatItsBodyStalls) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  client.send("PUT /files/b HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
  const HttpAnswer answer = client.read_answer();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_EQ(files_in(root.path()), 1u);
}

TEST_P(ServerLimits, TellAClientThatWasAskedForABodyWhichDoesNotCome) {
  serve({"--timeout", "300ms", "--idle-timeout", "1h"});
  Client client(port);
  client.send(request("PUT", "/files/b", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr(" 100 "));
  EXPECT_EQ(client.read_answer().status, 408);
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

// --- digests ---

// Computing the digest of so many bytes would take minutes.
class ServerDigests : public ServerLimits {
 protected:
  ServerDigests() {
    root.write("huge", "");
    std::filesystem::resize_file(root / "huge", std::uintmax_t{1} << 40);
  }
  static constexpr const char* kFields = "Range: bytes=0-0\r\nWant-Repr-Digest: crc32c=1\r\n";
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerDigests, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerDigests, AreLeftOutWhenTheyTakeLongerThanTheTimeout) {
  serve({"--timeout", "300ms"});
  Client client(port);
  const HttpAnswer answer = client.ask(request("GET", "/files/huge", kFields));
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(answer.body.size(), 1u);
  EXPECT_EQ(answer.field("Repr-Digest"), "");
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt")).body, "0123456789");
}

TEST_P(ServerDigests, AreNotComputedForClientsThatAreGone) {
  serve({"--timeout", "1h", "--slots", "1"});
  for (int i = 0; i < 4; ++i) {
    Client client(port);
    client.send(request("GET", "/files/huge", kFields));
    if (i % 2 == 0) client.reset();
  }
  EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).body, "0123456789");
}

TEST_P(ServerDigests, LetOthersHaveTheirTurn) {
  serve({"--timeout", "1h"});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send(request("GET", "/files/huge", kFields));
  }
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).body, "0123456789");
}

TEST_P(ServerDigests, DoNotKeepThePoolFromStopping) {
  serve({"--timeout", "1h", "--grace", "200ms"});
  Client client(port);
  client.send(request("GET", "/files/huge", kFields));
  EXPECT_EQ(ask(port, request("GET", "/-/healthy")).status, 200);
  server->stop();
}

// --- large folders ---

// 2,000 files, read in 8 parts, each of which blocks the worker for a while.
class ServerListings : public ServerLimits {
 protected:
  ServerListings() {
    for (int i = 0; i < 2000; ++i) root.write(fmt::format("{:0200}", i), "");
  }
  void serve_slowly(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--fault-store-delay", "50ms"});
    serve(std::move(more));
  }
  double metric(std::string_view name) const {
    const std::string text = ask(port, request("GET", "/-/metrics")).body;
    const std::string line = fmt::format("\ngauntlet_{} ", name);
    return std::stod(text.substr(text.find(line) + line.size()));
  }
  void await_begun_listings(double count) const {
    while (metric("requests_total{operation=\"list\"}") < count) {
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerListings, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

// The worker's own counters tell that the listings have begun and none has been sent.
TEST_P(ServerListings, LetOthersHaveTheirTurn) {
  serve_slowly();
  std::vector<std::unique_ptr<Client>> clients;
  for (const char* text : {"LIST\n", "LIST\n", "GET /files/ HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send(text);
  }
  await_begun_listings(3);
  EXPECT_LT(metric("bytes_out_total"), 200'000);
  for (const auto& client : clients) EXPECT_GT(client->read_exactly(400'000).size(), 399'999u);
}

// One or two are made, of some ten calls each; one for each client would be a call each at least.
TEST_P(ServerListings, AreMadeOnceForAllWhoAskAtTheSameTime) {
  serve_slowly();
  constexpr int kClients = 80;
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send("LIST\n");
  }
  std::string listing;
  for (const auto& client : clients) {
    const std::string answer = client->read_until("\r\n\r\n");
    EXPECT_GT(answer.size(), 400'000u);
    if (listing.empty()) listing = answer;
    ASSERT_TRUE(answer == listing);
  }
  const contract::WorkerReport worker = server->stop().workers.at(0);
  EXPECT_EQ(worker.failed_requests, 0u);
  EXPECT_GT(worker.store_s, 8 * 0.050);
  EXPECT_LT(worker.store_s, kClients * 0.050);
}

TEST_P(ServerListings, HoldWhatWasStoredBeforeTheyWereAskedFor) {
  serve_slowly();
  Client first(port);
  first.send("LIST\n");
  await_begun_listings(1);
  EXPECT_EQ(ask(port, request("PUT", "/files/new", "", "x")).status, 201);
  Client second(port);
  second.send("LIST\n");
  EXPECT_THAT(second.read_until("\r\n\r\n"), HasSubstr("\"new\""));
}

TEST_P(ServerListings, AreSentToWhoeverSaysNothingMore) {
  serve_slowly();
  Client client(port);
  client.send("LIST\n");
  client.finish_sending();
  EXPECT_GT(client.read_all().size(), 400'000u);
}

TEST_P(ServerListings, AreFinishedThoughWhoMadeThemIsGone) {
  serve_slowly();
  Client gone(port);
  gone.send("LIST\n");
  await_begun_listings(1);
  Client client(port);
  client.send("LIST\n");
  gone.reset();
  EXPECT_GT(client.read_until("\r\n\r\n").size(), 400'000u);
}

TEST_P(ServerListings, DoNotKeepThePoolFromStopping) {
  serve_slowly({"--grace", "100ms"});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send(i % 2 == 0 ? "LIST\n" : request("GET", "/files/"));
  }
  await_begun_listings(20);
  EXPECT_EQ(server->stop().workers.at(0).failed_requests, 20u);
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
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (answer.status != 200 && std::chrono::steady_clock::now() < deadline)
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
