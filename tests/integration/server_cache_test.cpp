// The content cache of server_pool, as clients see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

// A server of two workers whose root holds a.txt ("0123456789").
class ServerCache : public testing::TestWithParam<const char*> {
 protected:
  ServerCache() { root.write("a.txt", "0123456789"); }

  void start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--mode", GetParam(), "--pool", "2", "--root", root.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server = std::make_unique<Server>(std::move(arguments));
  }

  HttpAnswer get(std::size_t worker = 0, std::string_view fields = "") {
    return ask(server->port(worker), request("GET", "/files/a.txt", fields));
  }
  HttpAnswer put(std::string_view body, std::string_view fields = "") {
    return ask(server->port(), request("PUT", "/-/cache", fields, body));
  }
  nlohmann::json state(std::size_t worker = 0) {
    return nlohmann::json::parse(ask(server->port(worker), request("GET", "/-/cache")).body);
  }
  // Until a worker answers a.txt from its cache: what has changed a moment ago is not kept.
  void warm(std::size_t worker = 0) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    const std::uint64_t before = state()["hits"];
    while (state()["hits"] == before) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it never answers from its cache";
      get(worker);
    }
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerCache, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerCache, IsOffUnlessItIsAskedFor) {
  start();
  get();
  get();
  EXPECT_EQ(state()["cache"], "off");
  EXPECT_EQ(state()["hits"], 0);
  EXPECT_EQ(state()["misses"], 0);
}

TEST_P(ServerCache, AnswersTheSameFromMemory) {
  start({"--cache", "on"});
  const HttpAnswer first = get();
  warm();
  const HttpAnswer again = get();
  EXPECT_EQ(again.body, "0123456789");
  EXPECT_EQ(again.field("ETag"), first.field("ETag"));
  EXPECT_EQ(again.field("Content-Type"), first.field("Content-Type"));
  EXPECT_EQ(get(0, "Range: bytes=2-4\r\n").body, "234");
  EXPECT_EQ(get(0, "Want-Repr-Digest: crc32c=1\r\n").field("Repr-Digest"), "crc32c=:KAwGng==:");
  EXPECT_EQ(ask(server->port(), request("HEAD", "/files/a.txt")).field("Content-Length"), "10");
}

TEST_P(ServerCache, IsNeverStale) {
  start({"--cache", "on"});
  warm();
  root.write("a.txt", "9876543210");
  EXPECT_EQ(get().body, "9876543210");
  ask(server->port(1), request("PUT", "/files/a.txt", "", "uploaded"));
  EXPECT_EQ(get().body, "uploaded");
  ask(server->port(1), request("DELETE", "/files/a.txt"));
  EXPECT_EQ(get().status, 404);
}

TEST_P(ServerCache, ServesTheLineProtocolAsWell) {
  start({"--cache", "on"});
  warm();
  const std::uint64_t before = state()["hits"];
  Client client(server->port());
  client.send("GET a.txt\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"),
            "{\"status\":\"OK\",\"data_namafile\":\"a.txt\",\"data_file\":\"MDEyMzQ1Njc4OQ==\"}"
            "\r\n\r\n");
  EXPECT_EQ(state()["hits"], before + 1);
}

TEST_P(ServerCache, IsSwitchedForAllWorkersByOneOfThem) {
  start();
  const HttpAnswer on = put("on");
  EXPECT_EQ(on.status, 200);
  EXPECT_EQ(nlohmann::json::parse(on.body)["cache"], "on");
  warm(1);
  EXPECT_EQ(state(1)["cache"], "on");
  EXPECT_EQ(put("off\n").status, 200);
  const nlohmann::json before = state(1);
  EXPECT_EQ(before["cache"], "off");
  get(1);
  EXPECT_EQ(state(1)["hits"], before["hits"]);
  EXPECT_EQ(state(1)["misses"], before["misses"]);
}

TEST_P(ServerCache, RefusesWhatIsNoSwitch) {
  start();
  EXPECT_EQ(put("yes").status, 400);
  EXPECT_EQ(put("a body that is far too long").status, 413);
  EXPECT_EQ(ask(server->port(), request("PUT", "/-/cache")).status, 411);
  EXPECT_EQ(ask(server->port(), request("DELETE", "/-/cache")).field("Allow"), "GET, HEAD, PUT");
  EXPECT_EQ(state()["cache"], "off");
}

TEST_P(ServerCache, IsNotSwitchedByAPageOfAnotherSite) {
  start();
  EXPECT_EQ(put("on", "Origin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(put("on", "Origin: null\r\n").status, 403);
  const std::string turned =
      "PUT /-/cache HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\non";
  EXPECT_EQ(ask(server->port(), turned).status, 403);
  EXPECT_EQ(state()["cache"], "off");
  EXPECT_EQ(put("on", "Origin: http://localhost\r\n").status, 200);
}

TEST_P(ServerCache, IsToldInMetricsAndInTheStoppedLine) {
  start({"--cache", "on", "--cache-size", "1MiB"});
  warm();
  EXPECT_EQ(state()["size_bytes"], 2 * 1024 * 1024);
  const std::string metrics = ask(server->port(1), request("GET", "/-/metrics")).body;
  EXPECT_THAT(metrics, HasSubstr("gauntlet_cache_enabled 1\n"));
  EXPECT_THAT(metrics, HasSubstr("gauntlet_cache_hits_total 1\n"));
  const contract::StoppedLine stopped = server->stop();
  EXPECT_EQ(stopped.workers.at(0).cache_hits, 1u);
  EXPECT_GE(stopped.workers.at(0).cache_misses, 1u);
  EXPECT_EQ(stopped.workers.at(1).cache_hits, 0u);
}

// Of the server and its worker processes, in bytes.
std::uint64_t resident_bytes(int pid) {
  std::ifstream statm(fmt::format("/proc/{}/statm", pid));
  std::uint64_t all = 0;
  std::uint64_t pages = 0;
  statm >> all >> pages;
  std::uint64_t bytes = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", pid));
  for (int child = 0; children >> child;) bytes += resident_bytes(child);
  return bytes;
}

TEST_P(ServerCache, GivesItsMemoryBackWhenItIsSwitchedOff) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep memory that was given back";
#endif
  constexpr std::uint64_t kFiles = 1000;
  constexpr std::uint64_t kBytes = 16 * 1024;
  for (std::uint64_t i = 0; i < kFiles; ++i)
    root.write(fmt::format("f{}", i), std::string(kBytes, 'x'));
  start({"--cache", "on", "--cache-size", "32MiB"});
  warm();
  Client client(server->port());
  for (std::uint64_t i = 0; i < kFiles; ++i)
    client.ask(request("GET", fmt::format("/files/f{}", i)));
  const std::uint64_t full = resident_bytes(server->pid());
  put("off");
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (resident_bytes(server->pid()) > full - kFiles * kBytes / 2)
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it keeps its memory";
}

}  // namespace
}  // namespace gauntlet::integration
