// client_pool against real servers: ours in every mode and protocol, and nginx.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <tuple>

#include "base/error.h"
#include "net/sockets.h"
#include "tests/files_in.h"
#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using ::testing::HasSubstr;

constexpr double kVolume = 0.3;  // MiB: several buffers of a worker, and several lines of base64

std::string name_of_file() { return fmt::format("file_{}MB.bin", kVolume); }

std::string content() {
  return std::string(static_cast<std::size_t>(std::llround(kVolume * 1024 * 1024)), 'c');
}

// client mode, server mode, protocol, operation
using Combination = std::tuple<std::string, std::string, std::string, std::string>;

class AgainstServerPool : public ::testing::TestWithParam<Combination> {};

TEST_P(AgainstServerPool, EveryRequestSucceedsAndEveryByteIsVerified) {
  const auto& [client_mode, server_mode, protocol, operation] = GetParam();
  TemporaryFolder root;
  root.write(name_of_file(), content());
  Server server({"--root", root.path(), "--mode", server_mode, "--pool", "2"});
  const Finished ran =
      run_client({"--json", "--mode", client_mode, "--protocol", protocol, "--operation", operation,
                  "--volume", fmt::format("{}", kVolume), "--port", ports_of(server),
                  "--client-pool", "5", "--requests", "4"});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
  const auto report = report_of(ran);
  EXPECT_EQ(report.first_error, "");
  EXPECT_EQ(report.success, 5u);
  EXPECT_EQ(report.requests, 20u);
  EXPECT_EQ(report.latency.count(), 20u);
  const bool can_digest =
      operation == "upload" || (protocol == "http" && (operation == "list" || operation == "get"));
  EXPECT_EQ(report.verified, can_digest ? "digest" : "length");
  if (operation == "get" || operation == "upload") {
    EXPECT_EQ(report.bytes, 20u * content().size());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, AgainstServerPool,
    ::testing::Combine(::testing::Values("thread", "process"),
                       ::testing::Values("thread", "process"), ::testing::Values("http", "line"),
                       ::testing::Values("list", "get", "upload", "search", "archive")),
    [](const auto& test) {
      return fmt::format("{}ClientsOn{}Server{}{}", std::get<0>(test.param),
                         std::get<1>(test.param), std::get<2>(test.param), std::get<3>(test.param));
    });

TEST(ClientPool, UnpacksArchivesOfAllFormatsWithNamesOfAnyBytes) {
  TemporaryFolder root;
  root.write("f\xC3\xB6r \"alle\".txt", "1");
  root.write("no-utf8-\xFF\n.txt", std::string(100'000, 'x'));
  Server server({"--root", root.path(), "--pool", "1"});
  for (const char* format : {"tar", "tar.gz", "tar.zst", "zip"}) {
    const Finished ran = run_client({"--json", "--operation", "archive", "--query",
                                     fmt::format("format={}", format), "--port", ports_of(server)});
    EXPECT_EQ(report_of(ran).first_error, "") << format;
  }
}

TEST(ClientPool, SpreadsItsClientsEvenlyOverTheTargets) {
  TemporaryFolder root;
  Server server({"--root", root.path(), "--pool", "3"});
  const Finished ran = run_client({"--json", "--operation", "list", "--port", ports_of(server),
                                   "--client-pool", "6", "--requests", "5"});
  for (const auto& target : report_of(ran).targets)
    EXPECT_EQ(target.requests, 10u) << target.target;
}

TEST(ClientPool, MakesAConnectionForEveryRequestWhenAskedTo) {
  TemporaryFolder root;
  for (const char* protocol : {"http", "line"}) {
    Server server({"--root", root.path(), "--pool", "1"});
    const Finished ran =
        run_client({"--json", "--operation", "list", "--port", ports_of(server), "--client-pool",
                    "3", "--requests", "5", "--connection", "per-request", "--protocol", protocol});
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    EXPECT_EQ(report_of(ran).requests, 15u);
  }
}

TEST(ClientPool, ReportsItsOwnPeakMemoryAndNotThatOfWhoeverStartedIt) {
  constexpr std::size_t kMuch = 512 << 20;
  const std::vector<char> memory(kMuch, 'x');  // touched, so that this process is that large
  TemporaryFolder root;
  Server server({"--root", root.path()});
  const Finished ran = run_client({"--json", "--operation", "list", "--port", ports_of(server)});
  EXPECT_GT(report_of(ran).peak_rss_bytes, 1u << 20);
  EXPECT_LT(report_of(ran).peak_rss_bytes, memory.size());
}

TEST(ClientPool, FailsByStatusWhereTheFileIsNotThere) {
  TemporaryFolder root;
  for (const char* protocol : {"http", "line"}) {
    Server server({"--root", root.path()});
    const Finished ran = run_client({"--json", "--operation", "get", "--port", ports_of(server),
                                     "--client-pool", "3", "--protocol", protocol});
    EXPECT_EQ(ran.status.code, 1);
    const auto report = report_of(ran);
    EXPECT_EQ(report.fail, 3u);
    EXPECT_THAT(report.errors, ::testing::ElementsAre(::testing::Pair("status", 3u)));
  }
}

TEST(ClientPool, CountsWhomTheServerTurnsAwayApart) {
  TemporaryFolder root;
  root.write(name_of_file(), content());
  for (const char* protocol : {"http", "line"}) {
    Server server({"--root", root.path(), "--max-clients", "10", "--fault-service-time", "500ms"});
    const Finished ran =
        run_client({"--json", "--operation", "get", "--volume", fmt::format("{}", kVolume),
                    "--port", ports_of(server), "--client-pool", "50", "--protocol", protocol});
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    const auto report = report_of(ran);
    EXPECT_EQ(report.success, 10u);
    EXPECT_EQ(report.requests, 10u);
    EXPECT_EQ(report.rejected, 40u);
    EXPECT_EQ(report.fail, 0u);
    EXPECT_EQ(report.failed_requests, 0u);
  }
}

TEST(ClientPool, AsksForNamesThatAreNotUtf8) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "r\xFF");
  folder.write("r\xFF/n\xFE", "content");
  const Server server({"--root", folder / "r\xFF"});
  EXPECT_THAT(server.ready().root, ::testing::EndsWith("/r\\xff"));
  for (const char* protocol : {"http", "line"}) {
    const Finished ran = run_client({"--json", "--operation", "get", "--file", "n\xFE",
                                     "--protocol", protocol, "--port", ports_of(server)});
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    EXPECT_EQ(report_of(ran).bytes, 7u);
    const Finished missing = run_client({"--json", "--operation", "get", "--file", "m\xFE",
                                         "--protocol", protocol, "--port", ports_of(server)});
    EXPECT_EQ(missing.status.code, 1) << missing.err;
    EXPECT_EQ(report_of(missing).fail, 1u);
  }
}

TEST(ClientPool, NamesAnUploadForEachClientAndReplacesItWithTheNext) {
  TemporaryFolder root;
  Server server({"--root", root.path()});
  const Finished ran =
      run_client({"--json", "--operation", "upload", "--volume", "0.01", "--port", ports_of(server),
                  "--client-pool", "4", "--requests", "3", "--keep-uploads"});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
  EXPECT_EQ(files_in(root.path()), 4u);
}

// Whether this machine has the IPv6 loopback address.
bool has_ipv6() {
  try {
    net::listen_on({.host = "::1"});
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST(IPv6, WorksInEveryFormOfAnAddress) {
  if (!has_ipv6()) GTEST_SKIP() << "this machine has no ::1";
  TemporaryFolder root;
  root.write("x", "content");
  for (const char* listened : {"::1", "[::1]", "::1%lo"}) {
    Server server({"--root", root.path(), "--pool", "1", "--host", listened});
    EXPECT_EQ(server.ready().host, "::1");
    const std::string port = ports_of(server);
    const std::vector<std::vector<std::string>> forms = {{"--host", "::1", "--port", port},
                                                         {"--host", "[::1]", "--port", port},
                                                         {"--host", "::1%lo", "--port", port},
                                                         {"--target", "[::1]:" + port},
                                                         {"--target", "[::1%lo]:" + port}};
    for (const auto& form : forms) {
      std::vector<std::string> arguments = {"--json", "--operation", "get", "--file", "x"};
      arguments.insert(arguments.end(), form.begin(), form.end());
      const Finished ran = run_client(arguments);
      EXPECT_EQ(ran.status.code, 0) << form[1] << ": " << ran.out << ran.err;
    }
  }
}

TEST(ServerPool, NamesTheAddressThatItTookOfAName) {
  TemporaryFolder root;
  Server server({"--root", root.path(), "--pool", "2", "--host", "localhost"});
  EXPECT_TRUE(net::parse_address(server.ready().host)) << server.ready().host;
  EXPECT_THAT(server.log(), ::testing::HasSubstr("'localhost' is " + server.ready().host));
  const Finished ran = run_client(
      {"--json", "--operation", "list", "--host", "localhost", "--port", ports_of(server)});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
}

class TenThousand : public ::testing::TestWithParam<const char*> {};

TEST_P(TenThousand, ClientsListWithoutAFailure) {
  TemporaryFolder root;
  root.write("a.bin", "a");
  Server server({"--root", root.path(), "--mode", GetParam(), "--pool", "2"});
  const Finished ran = run_client({"--json", "--mode", GetParam(), "--operation", "list", "--port",
                                   ports_of(server), "--client-pool", "10000"});
  ASSERT_EQ(ran.status.code, 0) << "this needs a hard limit of 10100 open files (ulimit -Hn): "
                                << ran.err;
  const auto report = report_of(ran);
  EXPECT_EQ(report.success, 10'000u);
  EXPECT_EQ(report.first_error, "");
}

INSTANTIATE_TEST_SUITE_P(BothModes, TenThousand, ::testing::Values("thread", "process"),
                         [](const auto& test) { return std::string(test.param); });

// An nginx of our own, on a port that was free a moment ago.
class Nginx {
 public:
  Nginx() : port_(net::local_port(net::listen_on({}).get())) {
    std::filesystem::create_directories(folder_ / "files");
    folder_.write("files/" + name_of_file(), content());
    folder_.write("conf", config());
    child_.emplace(orchestrator::process::ChildOptions{
        .argv = {"nginx", "-p", folder_.path(), "-c", folder_ / "conf"},
        .stderr_file = folder_ / "stderr"});
  }

  std::string port() const { return std::to_string(port_); }
  // Somebody else took the port first.
  bool ended() { return child_->wait(std::chrono::steady_clock::now()).has_value(); }

 private:
  std::string config() const {
    return fmt::format(R"(daemon off; master_process off; pid {0}/pid; error_log stderr;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {0}/b; client_max_body_size 0; default_type text/plain;
  proxy_temp_path {0}/p; fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;
  server {{
    listen 127.0.0.1:{1}; root {0};
    location /files/ {{ autoindex on; autoindex_format json; dav_methods PUT DELETE; }}
    location = /moved {{ return 302 /files/; }}
    location = /old/ {{ return 301 /files/; }}
    location = /twice {{ return 301 /moved; }}
    location = /round {{ return 307 /round; }}
    location = /away {{ return 308 http://localhost:9/x; }}
    location = /asked {{ return 200 $request_uri; }}
  }}
}})",
                       folder_.path().string(), port_);
  }

  TemporaryFolder folder_;
  std::uint16_t port_;
  std::optional<orchestrator::process::Child> child_;
};

class AgainstNginx : public ::testing::Test {
 protected:
  // nginx says nothing when it listens: ask until it answers.
  void SetUp() override {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    nginx_.emplace();
    while (ask_for("list", {}).status.code != 0) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "nginx does not answer";
      if (nginx_->ended()) nginx_.emplace();
    }
  }

  Finished ask_for(const std::string& operation, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"--json", "--operation", operation,     "--volume",
                                          "0.3",    "--port",      nginx_->port()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_client(arguments);
  }

  std::optional<Nginx> nginx_;
};

TEST_F(AgainstNginx, EveryOperationWorks) {
  for (const char* operation : {"list", "get", "upload"})
    for (const char* connection : {"keepalive", "per-request"}) {
      const Finished ran = ask_for(
          operation, {"--client-pool", "10", "--requests", "5", "--connection", connection});
      EXPECT_EQ(ran.status.code, 0) << operation << ", " << connection << ": " << ran.err;
      const auto report = report_of(ran);
      EXPECT_EQ(report.requests, 50u) << operation << ": " << report.first_error;
      EXPECT_EQ(report.verified, "length") << operation;
    }
}

TEST_F(AgainstNginx, AUrlIsGotAsItStands) {
  const std::string url =
      "http://127.0.0.1:" + nginx_->port() + "/files/" + name_of_file() + "?a=%20";
  for (const char* mode : {"thread", "process"}) {
    const Finished ran =
        run_client({url, "--json", "--requests", "5", "--client-pool", "4", "--mode", mode});
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    const auto report = report_of(ran);
    EXPECT_EQ(report.operation, "get");
    EXPECT_EQ(report.requests, 20u) << report.first_error;
    EXPECT_EQ(report.bytes, 20 * content().size());
    EXPECT_DOUBLE_EQ(report.volume, static_cast<double>(content().size()) / (1024 * 1024));
  }
  const Finished shown = run_client({url, "--requests", "1"});
  EXPECT_THAT(shown.out, HasSubstr("URL:                     " + url + "\n"));
}

// nginx answers with the target as it was sent.
TEST_F(AgainstNginx, AUrlIsEncodedWhereItMustBeAndNeverTwice) {
  const std::string origin = "http://127.0.0.1:" + nginx_->port();
  const auto bytes_of = [&](const std::string& target) {
    return report_of(run_client({origin + target, "--json", "--requests", "1"})).bytes;
  };
  EXPECT_EQ(bytes_of("/asked?x=%2F&y"), std::string("/asked?x=%2F&y").size());
  EXPECT_EQ(bytes_of("/asked?x y"), std::string("/asked?x%20y").size());
  EXPECT_EQ(bytes_of("/%61sked"), std::string("/%61sked").size());
}

TEST_F(AgainstNginx, RedirectsAreFollowedAsOftenAsAskedFor) {
  const std::string origin = "http://127.0.0.1:" + nginx_->port();
  const auto report_on = [&](const std::string& path, const char* redirects) {
    return report_of(run_client({origin + path, "--json", "--requests", "3", "--client-pool", "2",
                                 "--redirects", redirects}));
  };
  EXPECT_EQ(report_on("/twice", "2").requests, 6u);
  EXPECT_EQ(report_on("/twice", "2").failed_requests, 0u);
  const std::string target = "127.0.0.1:" + nginx_->port();
  EXPECT_EQ(report_on("/moved", "0").first_error,
            target + ": status 302, to http://" + target +
                "/files/ (--redirects 1 follows it) for GET /moved");
  EXPECT_THAT(report_on("/twice", "1").first_error, HasSubstr("(--redirects 2 follows it)"));
  EXPECT_THAT(report_on("/round", "9").first_error, HasSubstr("a loop"));
  EXPECT_THAT(report_on("/away", "9").first_error,
              HasSubstr("status 308, to http://localhost:9/x (followed are"));
}

TEST_F(AgainstNginx, AListingIsFoundByARedirectOnEveryKindOfConnection) {
  for (const char* connection : {"keepalive", "per-request"}) {
    const Finished ran = ask_for("list", {"--path", "/old/", "--redirects", "1", "--requests", "3",
                                          "--connection", connection});
    EXPECT_EQ(ran.status.code, 0) << ran.out;
  }
}

TEST_F(AgainstNginx, AMissingFileIsAStatus) {
  const Finished ran = ask_for("get", {"--file", "nothing.bin"});
  EXPECT_EQ(ran.status.code, 1);
  EXPECT_EQ(report_of(ran).first_error,
            "127.0.0.1:" + nginx_->port() + ": status 404 for GET /files/nothing.bin");
}

}  // namespace
}  // namespace gauntlet::integration
