// What docs/wire_format.md and server_pool's --help say and no other test holds.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "net/sockets.h"
#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

class ServerClaims : public testing::Test {
 protected:
  ServerClaims() { root.write("a.txt", "0123456789"); }

  void serve(std::vector<std::string> arguments = {}, std::vector<std::string> prefix = {}) {
    arguments.insert(arguments.end(), {"--pool", "1", "--root", root.path()});
    server = std::make_unique<Server>(std::move(arguments), std::move(prefix));
    port = server->port();
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

// --- HTTP ---

TEST_F(ServerClaims, HealthyIsAnsweredByThatWord) {
  serve();
  EXPECT_EQ(ask(port, request("GET", "/-/healthy")).body, "healthy\n");
}

TEST_F(ServerClaims, HeadGetsTheHeadOfGetForAListingToo) {
  serve();
  Client client(port);
  const HttpAnswer head = client.ask(request("HEAD", "/files/"));
  const HttpAnswer get = client.ask(request("GET", "/files/"));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("Content-Length"), std::to_string(get.body.size()));
  EXPECT_EQ(head.field("Content-Type"), get.field("Content-Type"));
}

TEST_F(ServerClaims, AFileThatMayNotBeReadIsForbidden) {
  root.write("secret", "secret");
  ASSERT_EQ(::chmod((root / "secret").c_str(), 0), 0);
  ASSERT_EQ(::chmod(root.path().c_str(), 0755), 0);
  const bool privileged = ::geteuid() == 0;
  if (privileged) serve({}, {"setpriv", "--reuid", "65534", "--clear-groups"});
  if (!privileged) serve();
  EXPECT_EQ(ask(port, request("GET", "/files/secret")).status, 403);
  EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).status, 200);
}

TEST_F(ServerClaims, ARangeOfAnEmptyFileFromItsBeginningIsTheWhole) {
  root.write("empty", "");
  serve();
  EXPECT_EQ(ask(port, request("GET", "/files/empty", "Range: bytes=0-\r\n")).status, 200);
}

TEST_F(ServerClaims, TwoHostsAreRefused) {
  serve();
  EXPECT_EQ(ask(port, request("GET", "/", "Host: other\r\n")).status, 400);
}

TEST_F(ServerClaims, AFirstLineThatIsTooLongIsAnsweredAsHttp) {
  serve();
  Client client(port);
  client.send(std::string(20'000, 'x'));
  EXPECT_EQ(client.read_answer().status, 431);
}

TEST_F(ServerClaims, AnUploadThatFailsItsDigestLeavesTheOldContent) {
  serve();
  const std::string digest = "Repr-Digest: crc32c=:AAAAAA==:\r\n";
  EXPECT_EQ(ask(port, request("PUT", "/files/a.txt", digest, "other")).status, 400);
  EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).body, "0123456789");
}

TEST_F(ServerClaims, APutOfARangeIsRefused) {
  serve();
  const std::string range = "Content-Range: bytes 0-4/10\r\n";
  EXPECT_EQ(ask(port, request("PUT", "/files/a.txt", range, "other")).status, 400);
}

// --- the line protocol ---

TEST_F(ServerClaims, LinesMayEndInABareLfAndTheirWordsComeInAnyCase) {
  serve();
  Client client(port);
  client.send("list\nLiSt\r\nget \"a.txt\"\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("[\"a.txt\"]"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("[\"a.txt\"]"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("\"data_file\":\"MDEyMzQ1Njc4OQ==\""));
}

TEST_F(ServerClaims, TheExactNameGoesBeforeTheOneInLowerCase) {
  root.write("A.txt", "upper");
  serve();
  Client client(port);
  client.send("GET A.txt\nDELETE A.txt\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("\"data_file\":\"dXBwZXI=\""));
  client.read_until("\r\n\r\n");
  EXPECT_TRUE(root.has("a.txt"));
  EXPECT_FALSE(root.has("A.txt"));
}

TEST_F(ServerClaims, AnUploadIsNamedByItsContentsKind) {
  serve();
  Client client(port);
  client.send("UPLOAD some/path.txt\nJVBERi0=\nENDUPLOAD\n");  // "%PDF-"
  client.read_until("\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr(".pdf\"}}"));
}

// --- options ---

TEST_F(ServerClaims, WorkersListenOnPortsOneAfterTheOther) {
  // A port that is free is likely followed by one that is; if not, the next try finds others.
  for (int attempt = 0; attempt < 20; ++attempt) {
    UniqueFd free = net::listen_on({});
    const int base = net::local_port(free.get());
    free.reset();
    if (base == 65535) continue;
    try {
      const Server both(
          {"--pool", "2", "--base-port", std::to_string(base), "--root", root.path()});
      EXPECT_EQ(both.port(0), base);
      EXPECT_EQ(both.port(1), base + 1);
      return;
    } catch (const std::exception&) {
    }
  }
  FAIL() << "no two ports were free";
}

TEST_F(ServerClaims, LogsHoldNothingBelowTheirLevel) {
  for (const auto& [level, logged] : {std::pair{"warn", true}, std::pair{"error", false}}) {
    serve({"--grace", "1ms", "--fault-service-time", "1h", "--log-level", level});
    Client client(port);
    client.send(request("GET", "/files/a.txt"));
    EXPECT_EQ(ask(port, request("GET", "/-/healthy")).status, 200);
    server->stop();
    EXPECT_EQ(server->log().find("the grace is over") != std::string::npos, logged) << level;
  }
}

TEST_F(ServerClaims, BadUsageIsCode2WithoutAWordOnStdout) {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"--mode", "fibre"}, {"--root", "/nowhere"}, {"--pool", "0"}}) {
    std::vector<std::string> argv{program("server_pool")};
    argv.insert(argv.end(), wrong.begin(), wrong.end());
    const Finished finished = run(argv);
    EXPECT_EQ(finished.status.code, 2) << wrong[0];
    EXPECT_EQ(finished.out, "");
    EXPECT_NE(finished.err, "");
  }
}

}  // namespace
}  // namespace gauntlet::integration
