#include "orchestrator/matrix/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/orchestrator/matrix/matrix_testing.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// A file whose one server has these keys, from line 3 on.
std::string file_of(const std::string& keys, const std::string& name = "web") {
  return std::string(kRequired) + "servers:\n  " + name + ":\n" + keys;
}

std::string refused(const std::string& keys) { return refusal(file_of(keys)); }

Server server_of(const std::string& keys) {
  return *load_matrix(file_of(keys), "test.yaml").servers.at("web");
}

TEST(CheckServers, ReadsEveryKey) {
  const Server server = server_of(
      "    start: web -p {port}\n    files:\n      web.conf: |\n        root {root};\n"
      "    ready: line listening\n    stop: SIGQUIT\n    grace: 10s\n"
      "    url: http://127.0.0.1:{port}/files/\n");
  EXPECT_EQ(server.start, "web -p {port}");
  EXPECT_EQ(server.files.at("web.conf"), "root {root};\n");
  EXPECT_EQ(ready_line(server), "listening");
  EXPECT_EQ(server.stop, "SIGQUIT");
  EXPECT_EQ(server.grace, "10s");
  EXPECT_EQ(server.url, "http://127.0.0.1:{port}/files/");
  EXPECT_THAT(placeholders_of(server), ElementsAre("port", "root"));
}

TEST(CheckServers, HasDefaults) {
  const Server server = server_of("    start: web\n    url: http://127.0.0.1:8080/\n");
  EXPECT_EQ(server.ready, "port");
  EXPECT_EQ(server.stop, "SIGTERM");
  EXPECT_EQ(server.grace, "5s");
}

TEST(CheckServers, TakesAnAddressWithoutStart) {
  EXPECT_FALSE(server_of("    url: http://files.example:8080/data/\n").is_started());
}

TEST(CheckServers, NamesFileLineAndKey) {
  EXPECT_EQ(refused("    url: http://127.0.0.1/\n    stat: web\n"),
            "test.yaml:5: key 'servers.web.stat': is no key of a server; those are start, files, "
            "ready, stop, grace, url; did you mean 'start'?");
}

TEST(CheckServers, RefusesAStartWithoutUrl) {
  EXPECT_THAT(refused("    start: web\n"), HasSubstr("has a start but no url; say where"));
}

TEST(CheckServers, RefusesAServerWithoutAnything) {
  EXPECT_THAT(refused("    stop: SIGTERM\n"), HasSubstr("has no url; say where its files are"));
}

TEST(CheckServers, RefusesAnUnknownPlaceholder) {
  EXPECT_THAT(refused("    start: web {prt}\n    url: http://127.0.0.1:{port}/\n"),
              HasSubstr("names {prt}, which stands for nothing; there are {port}, {ports}, "
                        "{folder}, {root} and every setting, and {{prt}} is the text itself; did "
                        "you mean 'port'?"));
}

TEST(CheckServers, RefusesWhatIsNoAddress) {
  EXPECT_THAT(refused("    url: ftp://127.0.0.1/\n"),
              HasSubstr("'ftp://127.0.0.1/' is no address"));
}

TEST(CheckServers, RefusesAnAddressOfAFile) {
  EXPECT_THAT(refused("    url: http://127.0.0.1/data\n"), EndsWith("end it in '/'"));
}

TEST(CheckServers, TakesAQueryAfterTheFolder) {
  const Server server = server_of("    url: http://127.0.0.1/data/?key=1\n");
  EXPECT_EQ(server_url(server.url)->target, "/data/?key=1");
}

TEST(CheckServers, RefusesAnAddressThatOnlyAStartedServerHas) {
  EXPECT_THAT(refused("    url: http://127.0.0.1:{port}/\n"),
              HasSubstr("names {port}, which only a server that is started has"));
}

TEST(CheckServers, RefusesKeysOfAStartedServerInAnAddress) {
  EXPECT_THAT(refused("    url: http://127.0.0.1/\n    grace: 5s\n"),
              HasSubstr("is only for a server that is started; add start, or leave it out"));
}

TEST(CheckServers, RefusesAnUnknownSignal) {
  EXPECT_THAT(refused("    start: web\n    stop: TERM\n    url: http://127.0.0.1/\n"),
              HasSubstr("'TERM' is no signal that ends a server; write SIGTERM"));
}

TEST(CheckServers, RefusesAReadinessThatNobodyCanTell) {
  EXPECT_THAT(refused("    start: web\n    ready: soon\n    url: http://127.0.0.1/\n"),
              HasSubstr("'soon' tells of no readiness; write port"));
}

TEST(CheckServers, RefusesABrokenRegularExpression) {
  EXPECT_THAT(refused("    start: web\n    ready: line (up\n    url: http://127.0.0.1/\n"),
              HasSubstr("'(up' is no regular expression"));
}

TEST(CheckServers, RefusesAQuoteWithoutItsEnd) {
  EXPECT_THAT(refused("    start: web 'a\n    url: http://127.0.0.1/\n"),
              HasSubstr("has a ' without its end"));
}

TEST(CheckServers, RefusesFilesOutsideOfTheFolder) {
  EXPECT_THAT(refused("    start: web\n    files: {../x: a}\n    url: http://127.0.0.1/\n"),
              HasSubstr("'../x' is no file with a text"));
}

TEST(CheckServers, KeepsTheNameOfGauntletsOwn) {
  EXPECT_THAT(refusal(file_of("    url: http://127.0.0.1/\n", "server_pool")),
              StartsWith("test.yaml:3: key 'servers.server_pool': is Gauntlet's own server"));
}

TEST(CheckServers, ReadsWhatToTreeMadeOfIt) {
  const Server server = server_of(
      "    start: web '{port}'\n    files: {a: b}\n    stop: SIGINT\n"
      "    url: http://127.0.0.1:{port}/\n");
  Problems problems("");
  const Servers again =
      check_servers({.kind = Tree::Kind::kMap, .items = {to_tree(server)}}, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(again.at("web")->start, server.start);
  EXPECT_EQ(again.at("web")->files, server.files);
  EXPECT_EQ(again.at("web")->stop, server.stop);
  EXPECT_EQ(again.at("web")->url, server.url);
}

TEST(ServerUrl, TakesWhatARequestMayAskFor) {
  EXPECT_EQ(server_url("http://[::1]:8080/data/?a=b")->target, "/data/?a=b");
  for (const char* text : {"", "https://a/", "http://a:123456/", "http://a/b c/"})
    EXPECT_FALSE(server_url(text).has_value()) << text;
}

TEST(SignalNumber, KnowsNames) {
  EXPECT_EQ(signal_number("SIGQUIT"), SIGQUIT);
  EXPECT_EQ(signal_number("SIGSTOP"), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
