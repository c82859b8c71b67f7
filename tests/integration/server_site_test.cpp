// server_pool as a web site (--site), and what a browser finds where there is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

// A site of a page, a picture, a folder with a page, and one without.
class ServerSite : public testing::TestWithParam<const char*> {
 protected:
  ServerSite() {
    std::filesystem::create_directories(root / "docs");
    std::filesystem::create_directories(root / "an empty?one");
    root.write("index.html", "home");
    root.write("a.png", "picture");
    root.write("docs/index.html", "docs");
    server = std::make_unique<Server>(std::vector<std::string>{"--mode", GetParam(), "--pool", "1",
                                                               "--site", "--root", root.path()});
  }

  HttpAnswer get(std::string_view target, std::string_view fields = "") {
    return ask(server->port(), request("GET", target, fields));
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerSite, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerSite, ServesPagesAndFilesByTheirNames) {
  const HttpAnswer home = get("/");
  EXPECT_EQ(home.body, "home");
  EXPECT_EQ(home.field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/index.html").body, "home");
  EXPECT_EQ(get("/docs/").body, "docs");
  const HttpAnswer picture = get("/a.png");
  EXPECT_EQ(picture.body, "picture");
  EXPECT_EQ(picture.field("Content-Type"), "image/png");
  EXPECT_EQ(get("/a.png", "Range: bytes=0-3\r\n").body, "pict");
  EXPECT_EQ(ask(server->port(), request("HEAD", "/a.png")).field("Content-Length"), "7");
}

TEST_P(ServerSite, LeadsFoldersToTheirSlash) {
  const HttpAnswer moved = get("/docs?x=1");
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(moved.field("Location"), "/docs/?x=1");
  EXPECT_EQ(get("/an%20empty%3Fone").field("Location"), "/an%20empty%3Fone/");
  EXPECT_EQ(get("/files").field("Location"), "/files/");
}

TEST_P(ServerSite, LeadsNobodyToAnotherSite) {
  for (const char* target : {"//docs", "//evil.example/", "/docs//", "/../docs", "/%2e%2e/docs"})
    EXPECT_EQ(get(target).field("Location"), "") << target;
}

TEST_P(ServerSite, SaysWhatThereIsNot) {
  EXPECT_EQ(get("/nothing").body, "Not Found\n");
  EXPECT_EQ(get("/an%20empty%3Fone/").status, 404);
  root.write("404.html", "gone astray");
  const HttpAnswer own = get("/docs/nothing");
  EXPECT_EQ(own.status, 404);
  EXPECT_EQ(own.body, "gone astray");
  EXPECT_EQ(own.field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/nothing", "Range: bytes=0-0\r\n").body, "gone astray");
  EXPECT_EQ(get("/files/nothing").body, "Not Found\n") << "which is no page";
}

TEST_P(ServerSite, KeepsItsFilesAndServices) {
  EXPECT_EQ(get("/files/docs/index.html").body, "docs");
  EXPECT_THAT(get("/files/").body, HasSubstr("\"docs\""));
  EXPECT_EQ(get("/-/healthy").body, "healthy\n");
}

TEST_P(ServerSite, IsReadOnlyByItsPages) {
  EXPECT_EQ(ask(server->port(), request("PUT", "/a.png", "", "x")).field("Allow"), "GET, HEAD");
  EXPECT_EQ(ask(server->port(), request("DELETE", "/a.png")).status, 405);
  EXPECT_EQ(get("/a.png").body, "picture");
}

TEST_P(ServerSite, LeavesItsRootToNobody) {
  const TemporaryFolder outside;
  outside.write("secret", "secret");
  std::filesystem::create_symlink(outside / "secret", root / "link");
  EXPECT_EQ(get("/link").status, 404);
  EXPECT_EQ(get("/%2e%2e/secret").status, 400);
}

TEST_P(ServerSite, SaysThatAPageIsWhatTheClientHas) {
  const HttpAnswer page = get("/docs/");
  EXPECT_EQ(get("/docs/", "If-Modified-Since: " + page.field("Last-Modified") + "\r\n").status,
            304);
  EXPECT_EQ(get("/docs/", "If-None-Match: " + page.field("ETag") + "\r\n").status, 304);
}

TEST_P(ServerSite, CountsPagesAsGet) {
  get("/");
  get("/nothing");
  const contract::StoppedLine stopped = server->stop();
  EXPECT_EQ(stopped.workers.at(0).requests.at("get"), 2u);
  EXPECT_EQ(stopped.workers.at(0).failed_requests, 1u);
}

TEST(ServerWithoutASite, HasOnlyItsOwnPages) {
  const TemporaryFolder root;
  root.write("a.html", "a");
  Server server({"--pool", "1", "--root", root.path()});
  EXPECT_EQ(ask(server.port(), request("GET", "/a.html")).status, 404);
  EXPECT_THAT(ask(server.port(), request("GET", "/")).body, HasSubstr("Gauntlet file server"));
  EXPECT_EQ(ask(server.port(), request("GET", "/files")).field("Location"), "/files/");
}

}  // namespace
}  // namespace gauntlet::integration
