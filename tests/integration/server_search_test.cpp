// Searches and archives of the real server_pool, read by the tools that people have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A root whose files have names that tools stumble over.
class ServerSearch : public testing::Test {
 protected:
  ServerSearch() {
    fs::create_directories(root / "f\xC3\xB6 lder/deep");
    fs::create_directories(root / "empty");
    root.write("a.pdf", "first");
    root.write("f\xC3\xB6 lder/- a \"quoted' name.txt", "second");
    root.write("f\xC3\xB6 lder/deep/line\nbreak.txt", std::string(200'000, 'x'));
    root.write("no-utf8-\xFF.pdf", "");
  }

  HttpAnswer get(const std::string& target) { return ask(server.port(), request("GET", target)); }

  // Downloads an archive, unpacks it, and compares that with the root but for its empty folder.
  void expect_whole(const std::string& format, const std::string& unpack) {
    const std::string script = fmt::format(
        "set -e; cd {}; curl -sSgf -o archive 'http://127.0.0.1:{}/-/archive?format={}'; mkdir "
        "out; "
        "{}; rm archive; mkdir out/empty; diff -r out {}",
        local.path().string(), server.port(), format, unpack, root.path().string());
    const Finished ran = run({"sh", "-c", script});
    EXPECT_EQ(ran.status.code, 0) << ran.out << ran.err;
  }

  TemporaryFolder root;
  TemporaryFolder local;
  Server server{{"--pool", "1", "--root", root.path()}};
};

TEST_F(ServerSearch, FindsFilesInAllFolders) {
  const HttpAnswer answer = get("/files/?name=*.pdf");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Content-Type"), "application/json");
  EXPECT_THAT(answer.body,
              AllOf(HasSubstr(R"("name":"a.pdf", "type":"file")"),
                    HasSubstr(R"("name":"no-utf8-\\xff.pdf", "href":"no-utf8-%FF.pdf")"),
                    Not(HasSubstr(".txt"))));
}

TEST_F(ServerSearch, ListsAsBeforeWithoutAFilter) {
  EXPECT_THAT(get("/files/?C=M").body, HasSubstr(R"("name":"empty", "type":"directory")"));
}

TEST_F(ServerSearch, NamesTheParameterThatIsWrong) {
  const HttpAnswer answer = get("/files/?min_size=10&name=a");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, "min_size: '10' has no unit; write 10B, 10KiB or 10MiB\n");
  EXPECT_EQ(get("/files/nowhere/?name=a").status, 404);
}

TEST_F(ServerSearch, SaysThatThereIsMore) {
  EXPECT_EQ(get("/files/?limit=1").field("Gauntlet-Cut"), "limit");
  EXPECT_EQ(get("/files/?limit=4").field("Gauntlet-Cut"), "");
}

TEST_F(ServerSearch, IsEmptyInAnEmptyFolder) {
  EXPECT_EQ(get("/files/empty/?name=*").body, "[\r\n]\r\n");
}

TEST_F(ServerSearch, SendsWhatIsLongInChunks) {
  for (int i = 0; i < 1000; ++i) root.write(fmt::format("empty/{:04}.dat", i), "");
  const std::string script =
      fmt::format("curl -sSg -D {}/head 'http://127.0.0.1:{}/files/?type=dat' | grep -c '\"name\"'",
                  local.path().string(), server.port());
  EXPECT_EQ(run({"sh", "-c", script}).out, "1000\n");
  EXPECT_THAT(local.read("head"), HasSubstr("Transfer-Encoding: chunked"));
}

TEST_F(ServerSearch, AnswersTheLineProtocolInItsStyle) {
  Client client(server.port());
  client.send("SEARCH type=pdf\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"),
            "{\"status\":\"OK\",\"data\":[\"a.pdf\",\"no-utf8-\\\\xff.pdf\"]}\r\n\r\n");
  client.send("search limit=1 type=pdf\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"),
            "{\"status\":\"OK\",\"data\":[\"a.pdf\"],\"cut\":\"limit\"}\r\n\r\n");
  client.send("SEARCH folder=empty type=directory\nSEARCH pdf\nSEARCH folder=../x\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "{\"status\":\"OK\",\"data\":[]}\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("'pdf' is not written as name=value"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("{\"status\":\"ERROR\""));
}

TEST_F(ServerSearch, PacksATarThatTarUnpacks) { expect_whole("tar", "tar xf archive -C out"); }

TEST_F(ServerSearch, PacksATarGzThatTarUnpacks) {
  expect_whole("tar.gz", "tar tzf archive > list; rm list; tar xzf archive -C out");
}

TEST_F(ServerSearch, PacksATarZstThatZstdTestsAndTarUnpacks) {
  expect_whole("tar.zst", "zstd -tq archive; tar --zstd -xf archive -C out");
}

TEST_F(ServerSearch, PacksAZipThatUnzipTestsAndBsdtarUnpacks) {
  expect_whole("zip", "unzip -tq archive > log; rm log; LC_ALL=C.UTF-8 bsdtar xf archive -C out");
}

TEST_F(ServerSearch, MarksNamesOfAZipAsUtf8) {
  const std::string script = fmt::format(
      "cd {}; curl -sSgf -o a.zip 'http://127.0.0.1:{}/-/archive?format=zip&name=-*'; "
      "python3 -c 'import zipfile; print(ascii(zipfile.ZipFile(\"a.zip\").namelist()[0]))'",
      local.path().string(), server.port());
  EXPECT_THAT(run({"sh", "-c", script}).out, StartsWith("'f\\xf6 lder/- a"));
}

// Both its packer and its worker let go of a search, whenever they are done with it.
TEST_F(ServerSearch, SurvivesClientsThatAskForTheSameArchiveAndLeave) {
  root.write("large.bin", std::string(3'000'000, 'x'));
  for (int i = 0; i < 300; ++i) {
    Client leaves(server.port());
    leaves.send(request("GET", "/-/archive?type=bin,pdf"));
    if (i % 2 == 0) leaves.read_exactly(1000);
    leaves.reset();
  }
  EXPECT_EQ(get("/-/archive?name=a.pdf").status, 200);
  EXPECT_EQ(server.stop().workers.at(0).restarts, 0u);
}

TEST_F(ServerSearch, PacksTheFolderThatIsNamed) {
  const std::string script = fmt::format(
      "curl -sSgf 'http://127.0.0.1:{}/-/archive?folder=f%C3%B6%20lder/deep&format=tar' | tar t",
      server.port());
  EXPECT_EQ(run({"sh", "-c", script}).out, "line\\nbreak.txt\n");
}

TEST_F(ServerSearch, HasNoArchiveOfNothing) {
  const HttpAnswer answer = get("/-/archive?name=nothing");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, "nothing matches\n");
  EXPECT_EQ(get("/-/archive?format=rar").body,
            "format: 'rar' is none of tar, tar.gz, tar.zst and zip\n");
}

TEST_F(ServerSearch, TellsOfAnArchiveWithoutMakingIt) {
  Client client(server.port());
  client.send(request("HEAD", "/-/archive?format=zip"));
  const HttpAnswer answer = client.read_answer(true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Content-Type"), "application/zip");
}

TEST_F(ServerSearch, EndsAnArchiveWithItsConnectionForOldClients) {
  Client client(server.port());
  client.send("GET /-/archive?name=a.pdf&format=tar HTTP/1.0\r\n\r\n");
  const std::string all = client.read_all();
  EXPECT_THAT(all, AllOf(HasSubstr("Connection: close"), Not(HasSubstr("chunked"))));
  EXPECT_TRUE(all.substr(all.find("\r\n\r\n") + 4).starts_with("a.pdf"));
}

TEST_F(ServerSearch, ServesOthersWhenAClientLeavesItsArchive) {
  root.write("large.bin", std::string(30'000'000, 'x'));
  {
    Client leaves(server.port());
    leaves.send(request("GET", "/-/archive?format=tar"));
    leaves.read_exactly(1000);
    leaves.reset();
  }
  EXPECT_EQ(get("/-/archive?name=a.pdf").status, 200);
  EXPECT_EQ(server.stop().workers.at(0).requests.at("archive"), 2u);
}

TEST_F(ServerSearch, AnswersOthersWhileAClientTakesNothingOfItsArchive) {
  root.write("large.bin", std::string(30'000'000, 'x'));
  Client idle(server.port());
  idle.send(request("GET", "/-/archive?format=tar"));
  idle.read_exactly(1000);
  EXPECT_EQ(get("/-/archive?name=a.pdf").status, 200);
  EXPECT_EQ(get("/files/a.pdf").body, "first");
}

TEST_F(ServerSearch, PacksForTheLineProtocol) {
  Client client(server.port());
  client.send("ARCHIVE type=pdf format=tar\nSEARCH name=a.pdf\nARCHIVE name=nothing\n");
  const std::string answer = client.read_until("\r\n\r\n");
  EXPECT_THAT(answer,
              StartsWith(R"({"status":"OK","data_namafile":"archive.tar","data_file":"YS5wZGY)"));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "{\"status\":\"OK\",\"data\":[\"a.pdf\"]}\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("nothing matches"));
  client.send("ARCHIVE limit=1\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"),
              StartsWith(R"({"status":"OK","cut":"limit","data_namafile":"archive.tar.gz")"));
}

}  // namespace
}  // namespace gauntlet::integration
