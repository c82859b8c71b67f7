// server_pool over HTTP: every status where it belongs, on raw connections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A server whose root holds a.txt ("0123456789") and big.bin (8 MiB).
class ServerHttp : public testing::TestWithParam<const char*> {
 protected:
  ServerHttp() {
    root.write("a.txt", "0123456789");
    for (char& c : big) c = static_cast<char>(seed = seed * 1664525 + 1013904223);
    root.write("big.bin", big);
    server = std::make_unique<Server>(
        std::vector<std::string>{"--mode", GetParam(), "--pool", "1", "--root", root.path()});
    port = server->port();
  }

  TemporaryFolder root;
  std::string big = std::string(8 << 20, '\0');
  unsigned seed = 1;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerHttp, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

// --- reading ---

TEST_P(ServerHttp, SendsAFile) {
  const HttpAnswer answer = ask(port, request("GET", "/files/a.txt"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "0123456789");
  EXPECT_EQ(answer.field("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(answer.field("Accept-Ranges"), "bytes");
}

TEST_P(ServerHttp, SendsALargeFile) {
  EXPECT_EQ(ask(port, request("GET", "/files/big.bin")).body, big);
}

TEST_P(ServerHttp, SendsTheHeadAloneForHead) {
  Client client(port);
  const HttpAnswer head = client.ask(request("HEAD", "/files/a.txt"));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("Content-Length"), "10");
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt")).body, "0123456789");
}

TEST_P(ServerHttp, SendsARange) {
  const HttpAnswer answer = ask(port, request("GET", "/files/a.txt", "Range: bytes=2-4\r\n"));
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(answer.body, "234");
  EXPECT_EQ(answer.field("Content-Range"), "bytes 2-4/10");
}

TEST_P(ServerHttp, RefusesARangeBeyondTheEnd) {
  const HttpAnswer answer = ask(port, request("GET", "/files/a.txt", "Range: bytes=10-\r\n"));
  EXPECT_EQ(answer.status, 416);
  EXPECT_EQ(answer.field("Content-Range"), "bytes */10");
}

TEST_P(ServerHttp, SaysThatNothingChanged) {
  Client client(port);
  const std::string tag = client.ask(request("GET", "/files/a.txt")).field("ETag");
  const std::string condition = "If-None-Match: " + tag + "\r\n";
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt", condition)).status, 304);
  root.write("a.txt", "changed");
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt", condition)).body, "changed");
}

TEST_P(ServerHttp, SendsTheDigestOfTheWholeFileWithEveryPart) {
  const std::string want = "Want-Repr-Digest: crc32c=1\r\n";
  root.write("digits", "123456789");
  EXPECT_EQ(ask(port, request("GET", "/files/digits", want)).field("Repr-Digest"),
            "crc32c=:4waSgw==:");
  EXPECT_EQ(ask(port, request("GET", "/files/digits", want + "Range: bytes=0-0\r\n"))
                .field("Repr-Digest"),
            "crc32c=:4waSgw==:");
}

TEST_P(ServerHttp, ComputesTheDigestOfALargeFileOnceAndForAll) {
  const std::string text = request("HEAD", "/files/big.bin", "Want-Repr-Digest: crc32c=1\r\n");
  Client client(port);
  const std::string first = client.ask(text).field("Repr-Digest");
  EXPECT_THAT(first, StartsWith("crc32c=:"));
  EXPECT_EQ(client.ask(text).field("Repr-Digest"), first);
}

TEST_P(ServerHttp, SendsTheDigestOfAListing) {
  const HttpAnswer answer = ask(port, request("GET", "/files/", "Want-Repr-Digest: crc32c=1\r\n"));
  EXPECT_THAT(answer.field("Repr-Digest"), StartsWith("crc32c=:"));
}

TEST_P(ServerHttp, ListsAsJson) {
  const HttpAnswer answer = ask(port, request("GET", "/files/"));
  EXPECT_EQ(answer.status, 200);
  const auto listing = nlohmann::json::parse(answer.body);
  ASSERT_EQ(listing.size(), 2u);
  EXPECT_EQ(listing[0]["name"], "a.txt");
  EXPECT_EQ(listing[0]["type"], "file");
  EXPECT_EQ(listing[0]["size"], 10);
}

TEST_P(ServerHttp, ListsAsHtmlForBrowsers) {
  const HttpAnswer answer = ask(port, request("GET", "/files/", "Accept: text/html\r\n"));
  EXPECT_THAT(answer.field("Content-Type"), HasSubstr("text/html"));
  EXPECT_THAT(answer.body, HasSubstr("href=\"a.txt\""));
}

TEST_P(ServerHttp, ListsAFolder) {
  std::filesystem::create_directory(root / "folder");
  root.write("folder/b.txt", "b");
  EXPECT_THAT(ask(port, request("GET", "/files/folder/")).body, HasSubstr("b.txt"));
  EXPECT_EQ(ask(port, request("GET", "/files/folder/b.txt")).body, "b");
}

TEST_P(ServerHttp, ListsALinkOutOfAFolderThatItServes) {
  std::filesystem::create_directory(root / "folder");
  std::filesystem::create_symlink("../a.txt", root / "folder/up");
  EXPECT_EQ(ask(port, request("GET", "/files/folder/up")).body, "0123456789");
  EXPECT_THAT(ask(port, request("GET", "/files/folder/")).body,
              HasSubstr("{ \"name\":\"up\", \"type\":\"file\""));
}

TEST_P(ServerHttp, NeitherServesNorListsAnAbsoluteLink) {
  std::filesystem::create_symlink(root / "a.txt", root / "absolute");
  EXPECT_EQ(ask(port, request("GET", "/files/absolute")).status, 404);
  EXPECT_THAT(ask(port, request("GET", "/files/")).body, testing::Not(HasSubstr("absolute")));
}

TEST_P(ServerHttp, GivesABrowserAPage) {
  EXPECT_THAT(ask(port, request("GET", "/")).body, HasSubstr("<html"));
}

TEST_P(ServerHttp, SaysThatItIsHealthy) {
  EXPECT_EQ(ask(port, request("GET", "/-/healthy")).status, 200);
}

// --- refusing ---

TEST_P(ServerHttp, DoesNotFindWhatIsNotThere) {
  EXPECT_EQ(ask(port, request("GET", "/files/nothing")).status, 404);
  EXPECT_EQ(ask(port, request("GET", "/nothing")).status, 404);
  EXPECT_EQ(ask(port, request("DELETE", "/files/nothing")).status, 404);
}

TEST_P(ServerHttp, GoesOnAfterARefusalWithoutABody) {
  Client client(port);
  EXPECT_EQ(client.ask(request("GET", "/files/nothing")).status, 404);
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt")).status, 200);
}

TEST_P(ServerHttp, NamesTheMethodsThatAreAllowed) {
  const HttpAnswer file = ask(port, request("POST", "/files/a.txt"));
  EXPECT_EQ(file.status, 405);
  EXPECT_EQ(file.field("Allow"), "GET, HEAD, PUT, DELETE");
  const HttpAnswer folder = ask(port, request("DELETE", "/files/"));
  EXPECT_EQ(folder.status, 405);
  EXPECT_EQ(folder.field("Allow"), "GET, HEAD");
}

TEST_P(ServerHttp, RefusesNamesThatLeaveTheRoot) {
  const TemporaryFolder outside;
  outside.write("secret", "secret");
  const std::string name = outside.path().filename();
  std::filesystem::create_symlink(outside / "secret", root / "link");
  EXPECT_EQ(ask(port, request("GET", "/files/../" + name + "/secret")).status, 400);
  EXPECT_EQ(ask(port, request("GET", "/files/%2e%2e/" + name + "/secret")).status, 400);
  EXPECT_EQ(ask(port, request("GET", "/files/" + outside.path().string() + "/secret")).status, 400);
  EXPECT_EQ(ask(port, request("GET", "/files/a%00.txt")).status, 400);
  EXPECT_EQ(ask(port, request("GET", "/files/link")).status, 404);
}

TEST_P(ServerHttp, RefusesAFifoInsteadOfWaitingForIt) {
  ASSERT_EQ(::mkfifo((root / "fifo").c_str(), 0666), 0);
  EXPECT_EQ(ask(port, request("GET", "/files/fifo")).status, 404);
}

TEST_P(ServerHttp, RefusesHeadsThatCannotBeRead) {
  EXPECT_EQ(ask(port, "GET /files/a.txt HTTP/1.1\r\n\r\n").status, 400) << "no Host";
  EXPECT_EQ(ask(port, "GET / HTTP/1.1\nHost: x\n\n").status, 400) << "bare line feeds";
  EXPECT_EQ(ask(port, "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n").status, 400) << "folded";
  EXPECT_EQ(
      ask(port, request("PUT", "/files/x", "Content-Length: 1\r\nContent-Length: 1\r\n")).status,
      400)
      << "two lengths";
}

// The body would be a command of the line protocol.
TEST_P(ServerHttp, RefusesWhatOnlyLooksLikeHttpAndReadsNothingMoreOfIt) {
  for (const char* line :
       {"POST / HTTP/1.1 ", "POST / HTTP/1.1\t", "POST / http/1.1", "POST /\tHTTP/1.1",
        "POST / HTTP/1.x", "POST / HTTP/", " POST / HTTP/1.1", "POST / HTTP/1.1\r"}) {
    Client client(port);
    client.send(std::string(line) +
                "\r\nHost: h\r\nContent-Length: 20\r\n\r\nDELETE a.txt\r\nLIST\r\n");
    client.finish_sending();
    const std::string answers = client.read_all();
    EXPECT_THAT(answers, StartsWith("HTTP/1.1 400 ")) << line;
    EXPECT_THAT(answers, testing::Not(HasSubstr("status"))) << line;
  }
  EXPECT_TRUE(root.has("a.txt"));
}

TEST_P(ServerHttp, RefusesOtherVersions) {
  EXPECT_EQ(ask(port, "GET / HTTP/2.0\r\nHost: x\r\n\r\n").status, 505);
}

TEST_P(ServerHttp, RefusesCodingsItDoesNotKnow) {
  EXPECT_EQ(ask(port, request("PUT", "/files/x", "Transfer-Encoding: gzip\r\n")).status, 501);
}

TEST_P(ServerHttp, RefusesAHeadThatIsTooLong) {
  const std::string fields = "X: " + std::string(17'000, 'x') + "\r\n";
  EXPECT_EQ(ask(port, request("GET", "/", fields)).status, 431);
}

TEST_P(ServerHttp, ClosesAfterAHeadThatCannotBeRead) {
  Client client(port);
  client.send("GET / HTTP/1.1\r\n\r\n" + request("GET", "/"));
  EXPECT_EQ(client.read_answer().status, 400);
  EXPECT_EQ(client.read_all(), "");
}

TEST_P(ServerHttp, SaysWhichPacketSizesThereAre) {
  const HttpAnswer answer = ask(port, request("GET", "/files/a.txt", "X-Packet-Size: 64KiB\r\n"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, "X-Packet-Size must be a whole number of bytes from 1 to 1048576\n");
}

TEST_P(ServerHttp, SendsAFileInPacketsWhole) {
  Client client(port);
  for (const char* size : {"1000", "100000"}) {
    client.send(request("GET", "/files/big.bin", "X-Packet-Size: " + std::string(size) + "\r\n"));
    EXPECT_EQ(client.read_answer().body, big) << size;
  }
}

// Its end is known only when the file is, and no chunk says so.
TEST_P(ServerHttp, SendsAnArchiveInPacketsWholeWhereItEndsWithTheConnection) {
  const std::string plain = "GET /-/archive?name=a.txt HTTP/1.0\r\nHost: h\r\n";
  Client client(port);
  client.send(plain + "X-Packet-Size: 100000\r\n\r\n");
  Client other(port);
  other.send(plain + "\r\n");
  const std::string in_packets = client.read_all();
  EXPECT_THAT(in_packets, StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(in_packets.size(), other.read_all().size());
}

// --- connections ---

TEST_P(ServerHttp, AnswersManyRequestsOfOneSegmentInOrder) {
  root.write("b.txt", "b");
  std::string requests;
  for (int i = 0; i < 200; ++i)
    requests += request("GET", i % 2 == 0 ? "/files/a.txt" : "/files/b.txt");
  Client client(port);
  ASSERT_TRUE(client.send(requests));
  for (int i = 0; i < 200; ++i)
    ASSERT_EQ(client.read_answer().body, i % 2 == 0 ? "0123456789" : "b") << "answer " << i;
}

TEST_P(ServerHttp, KeepsPipelinedRequestsWhileItSendsALargeFile) {
  Client client(port);
  client.send(request("GET", "/files/big.bin") + request("GET", "/files/a.txt") +
              request("GET", "/files/big.bin"));
  EXPECT_EQ(client.read_answer().body, big);
  EXPECT_EQ(client.read_answer().body, "0123456789");
  EXPECT_EQ(client.read_answer().body, big);
}

TEST_P(ServerHttp, TakesAHeadThatComesByteByByte) {
  Client client(port);
  for (const char c : request("GET", "/files/a.txt")) ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_EQ(client.read_answer().body, "0123456789");
}

TEST_P(ServerHttp, ClosesWhenAskedTo) {
  Client client(port);
  const HttpAnswer answer = client.ask(request("GET", "/", "Connection: close\r\n"));
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_EQ(client.read_all(), "");
}

TEST_P(ServerHttp, ClosesAfterHttp10UnlessAskedToKeepAlive) {
  Client once(port);
  EXPECT_EQ(once.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
  EXPECT_EQ(once.read_all(), "");
  Client kept(port);
  EXPECT_EQ(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").status, 200);
  EXPECT_EQ(kept.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
}

TEST_P(ServerHttp, IgnoresEmptyLinesBeforeARequest) {
  Client client(port);
  EXPECT_EQ(client.ask("\r\n\r\n" + request("GET", "/")).status, 200);
  EXPECT_EQ(client.ask("\r\n" + request("GET", "/")).status, 200);
}

TEST_P(ServerHttp, SurvivesClientsThatLeaveInTheMiddle) {
  for (int i = 0; i < 20; ++i) {
    Client client(port);
    client.send(request("GET", "/files/big.bin"));
    client.read_exactly(1000);
  }
  EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).status, 200);
}

}  // namespace
}  // namespace gauntlet::integration
