// server_pool over HTTP: what changes files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "tests/files_in.h"
#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

class ServerUpload : public testing::Test {
 protected:
  void serve(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--pool", "1", "--root", root.path()});
    server = std::make_unique<Server>(std::move(arguments));
    port = server->port();
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

TEST_F(ServerUpload, CreatesAFile) {
  serve();
  const HttpAnswer answer = ask(port, request("PUT", "/files/new.bin", "", "content"));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.field("Location"), "/files/new.bin");
  EXPECT_EQ(root.read("new.bin"), "content");
  EXPECT_EQ(files_in(root.path()), 1u);
}

TEST_F(ServerUpload, ReplacesAFile) {
  serve();
  root.write("old.bin", "old");
  const HttpAnswer answer = ask(port, request("PUT", "/files/old.bin", "", "new"));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(root.read("old.bin"), "new");
}

TEST_F(ServerUpload, AnswersTheTagThatAGetWillCarry) {
  serve();
  Client client(port);
  const HttpAnswer put = client.ask(request("PUT", "/files/new.bin", "", "content"));
  EXPECT_EQ(client.ask(request("GET", "/files/new.bin")).field("ETag"), put.field("ETag"));
}

TEST_F(ServerUpload, LeavesTheDigestThatNobodyAskedForToTheFirstReaderWhoDoes) {
  serve();
  Client client(port);
  client.ask(request("PUT", "/files/new.bin", "", "123456789"));
  const HttpAnswer answer =
      client.ask(request("GET", "/files/new.bin", "Want-Repr-Digest: crc32c=1\r\n"));
  EXPECT_EQ(answer.field("Repr-Digest"), "crc32c=:4waSgw==:");
}

TEST_F(ServerUpload, CreatesAnEmptyFile) {
  serve();
  EXPECT_EQ(ask(port, request("PUT", "/files/empty", "Content-Length: 0\r\n")).status, 201);
  EXPECT_EQ(root.read("empty"), "");
}

TEST_F(ServerUpload, TakesChunks) {
  serve();
  Client client(port);
  client.send(request("PUT", "/files/new.bin", "Transfer-Encoding: chunked\r\n"));
  client.send("4\r\nWiki\r\n6;x=y\r\npedia \r\n");
  client.send("0\r\nTrailer: ignored\r\n\r\n" + request("GET", "/files/new.bin"));
  EXPECT_EQ(client.read_answer().status, 201);
  EXPECT_EQ(client.read_answer().body, "Wikipedia ");
}

TEST_F(ServerUpload, TakesLargeBodiesInAnyCutting) {
  serve();
  std::string body(3'000'000, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * i / 7);
  const std::string text = request("PUT", "/files/big.bin", "", body);
  Client client(port);
  for (std::size_t at = 0, piece = 1; at < text.size(); at += piece, piece = piece * 2 + 1)
    ASSERT_TRUE(client.send(std::string_view(text).substr(at, piece)));
  EXPECT_EQ(client.read_answer().status, 201);
  EXPECT_EQ(root.read("big.bin"), body);
}

TEST_F(ServerUpload, AsksForTheBodyWhenTheClientWaitsForThat) {
  serve();
  Client client(port);
  client.send(
      "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("hi").status, 201);
}

TEST_F(ServerUpload, RefusesBeforeTheBodyWhenTheClientWaitsForThat) {
  serve({"--max-upload", "10B"});
  Client client(port);
  client.send(
      "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(ServerUpload, RefusesExpectationsItDoesNotKnow) {
  serve();
  EXPECT_EQ(ask(port, request("PUT", "/files/a", "Expect: miracles\r\n", "x")).status, 417);
}

TEST_F(ServerUpload, LetsAClientThatSendsOnSeeTheRefusal) {
  serve({"--max-upload", "1MiB"});
  Client client(port);
  client.send(request("PUT", "/files/a", "", std::string(20 << 20, 'x')));
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(ServerUpload, RefusesChunksBeyondTheLimit) {
  serve({"--max-upload", "10B"});
  Client client(port);
  client.send(request("PUT", "/files/a", "Transfer-Encoding: chunked\r\n"));
  client.send("b\r\n01234567890\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
  EXPECT_EQ(files_in(root.path()), 0u);
}

TEST_F(ServerUpload, RefusesBodiesThatAreMalformedOrUnannounced) {
  serve();
  EXPECT_EQ(ask(port, request("PUT", "/files/a")).status, 411);
  EXPECT_EQ(
      ask(port, request("PUT", "/files/a", "Transfer-Encoding: chunked\r\n") + "zz\r\n").status,
      400);
  EXPECT_EQ(ask(port, request("PUT", "/files/a", "Content-Range: bytes 0-0/2\r\n", "x")).status,
            400);
  EXPECT_EQ(files_in(root.path()), 0u);
}

TEST_F(ServerUpload, RefusesABodyThatIsNotWhatItsDigestSays) {
  serve();
  const std::string digest = "Repr-Digest: crc32c=:4waSgw==:\r\n";
  Client client(port);
  EXPECT_EQ(client.ask(request("PUT", "/files/a", digest, "123456780")).status, 400);
  EXPECT_EQ(files_in(root.path()), 0u);
  EXPECT_EQ(client.ask(request("PUT", "/files/a", digest, "123456789")).status, 201);
}

TEST_F(ServerUpload, RefusesTargetsThatCannotBeFiles) {
  serve();
  std::filesystem::create_directory(root / "folder");
  EXPECT_EQ(ask(port, request("PUT", "/files/folder", "", "x")).status, 409);
  EXPECT_EQ(ask(port, request("PUT", "/files/folder/", "", "x")).status, 405);
  EXPECT_EQ(ask(port, request("PUT", "/files/nowhere/a", "", "x")).status, 404);
  EXPECT_EQ(ask(port, request("PUT", "/files/../a", "", "x")).status, 400);
}

// In a mount namespace of the server's own, where that is allowed without privileges.
TEST_F(ServerUpload, RefusesFoldersOnAnotherMountBeforeTheBody) {
  std::filesystem::create_directory(root / "mount");
  const std::vector<std::string> prefix{
      "unshare", "-Urm", "sh", "-c", "mount -t tmpfs none \"$0\" && exec \"$@\"", root / "mount"};
  std::vector<std::string> probe = prefix;
  probe.push_back("true");
  if (!run(probe).status.clean()) GTEST_SKIP() << "no mount namespace can be had here";
  server = std::make_unique<Server>(std::vector<std::string>{"--root", root.path()}, prefix);
  Client client(server->port());
  client.send(
      "PUT /files/mount/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
      "Expect: 100-continue\r\n\r\n");
  const HttpAnswer answer = client.read_answer();
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("on another mount than the root"));
  EXPECT_EQ(ask(server->port(), request("PUT", "/files/a", "", "x")).status, 201);
}

TEST_F(ServerUpload, WritesNothingOutsideTheRoot) {
  serve();
  const TemporaryFolder outside;
  std::filesystem::create_directory_symlink(outside.path(), root / "door");
  EXPECT_EQ(ask(port, request("PUT", "/files/door/evil", "", "x")).status, 404);
  EXPECT_EQ(outside.entries(), 0u);
}

TEST_F(ServerUpload, LeavesNothingOfAnUploadThatBreaksOff) {
  serve();
  {
    Client client(port);
    client.send(
        "PUT /files/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
        "Expect: 100-continue\r\n\r\n");
    client.read_until("\r\n\r\n");
    client.send("half");
  }
  const auto stopped = server->stop();
  EXPECT_EQ(root.entries(), 0u);
  EXPECT_EQ(stopped.workers.at(0).failed_requests, 1u);
}

TEST_F(ServerUpload, LetsAReaderFinishTheOldFileWhileItIsReplaced) {
  serve();
  const std::string old_content(16 << 20, 'o');
  root.write("file", old_content);
  Client reader(port);
  reader.send(request("GET", "/files/file"));
  const std::string head = reader.read_until("\r\n\r\n");
  EXPECT_EQ(ask(port, request("PUT", "/files/file", "", "new")).status, 204);
  EXPECT_EQ(reader.read_exactly(old_content.size()), old_content);
  EXPECT_EQ(ask(port, request("GET", "/files/file")).body, "new");
}

TEST_F(ServerUpload, RemovesAFile) {
  serve();
  root.write("a", "a");
  EXPECT_EQ(ask(port, request("DELETE", "/files/a")).status, 204);
  EXPECT_FALSE(root.has("a"));
}

TEST_F(ServerUpload, KeepsUploadsInMemoryAndTheRootAsItIs) {
  serve({"--store", "memory", "--mode", "process"});
  root.write("old", "old");
  Client client(port);
  EXPECT_EQ(client.ask(request("PUT", "/files/new", "", "new")).status, 201);
  EXPECT_EQ(client.ask(request("GET", "/files/new")).body, "new");
  EXPECT_EQ(client.ask(request("GET", "/files/old")).body, "old");
  EXPECT_EQ(root.entries(), 1u);
}

// Another container sees the same folder, but neither the processes here nor their pids.
TEST_F(ServerUpload, SurvivesTheStartOfAServerInAnotherPidNamespace) {
  if (!run({"unshare", "--pid", "--fork", "true"}).status.clean())
    GTEST_SKIP() << "no pid namespace can be had here";
  serve();
  Client client(port);
  client.send(
      "PUT /files/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n"
      "Expect: 100-continue\r\n\r\n");
  client.read_until("\r\n\r\n");
  client.send("half");
  const Finished second = run({"unshare", "--pid", "--fork", program("server_pool"), "--root",
                               root.path(), "--base-port", "0", "--exit-with-parent"});
  EXPECT_TRUE(second.status.clean()) << second.err;
  EXPECT_EQ(client.ask("half").status, 201);
  EXPECT_EQ(root.read("slow"), "halfhalf");
}

TEST_F(ServerUpload, LeavesNoFolderOfItsOwnInTheRoot) {
  for (const char* mode : {"thread", "process"}) {
    serve({"--mode", mode});
    EXPECT_EQ(ask(port, request("PUT", "/files/a", "", "x")).status / 100, 2);
    server->stop();
    EXPECT_EQ(root.entries(), 1u) << mode;
  }
}

// The folder in memory that a pool holds open; other pools have theirs beside it.
std::filesystem::path memory_folder_of(pid_t pool) {
  const std::string open_files = "/proc/" + std::to_string(pool) + "/fd";
  for (const auto& entry : std::filesystem::directory_iterator(open_files)) {
    std::error_code closed_meanwhile;
    auto path = std::filesystem::read_symlink(entry.path(), closed_meanwhile);
    if (!path.native().starts_with("/dev/shm/gauntlet-")) continue;
    while (path.parent_path() != "/dev/shm") path = path.parent_path();
    return path;
  }
  return {};
}

TEST_F(ServerUpload, RemovesItsMemoryFolderAtTheEnd) {
  serve({"--store", "memory"});
  const std::filesystem::path folder = memory_folder_of(server->pid());
  EXPECT_TRUE(std::filesystem::is_directory(folder)) << folder;
  server->stop();
  EXPECT_FALSE(std::filesystem::exists(folder)) << folder;
}

TEST_F(ServerUpload, ChecksAndThrowsAwayWhenAskedToDiscard) {
  serve({"--store", "discard"});
  const std::string digest = "Repr-Digest: crc32c=:4waSgw==:\r\n";
  EXPECT_EQ(ask(port, request("PUT", "/files/a", digest, "123456789")).status, 201);
  EXPECT_EQ(ask(port, request("PUT", "/files/a", digest, "123456780")).status, 400);
  EXPECT_EQ(root.entries(), 0u);
}

}  // namespace
}  // namespace gauntlet::integration
