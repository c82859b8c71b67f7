// The tools that people load servers with, against server_pool.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

class ServerTools : public testing::Test {
 protected:
  ServerTools() : server({"--pool", "1", "--root", root.path()}) {
    root.write("a.txt", "0123456789");
    url = fmt::format("http://127.0.0.1:{}/files/", server.port());
  }

  // Says so when the tool is not installed, instead of failing in a riddle.
  Finished use(const std::vector<std::string>& argv) {
    if (run({"sh", "-c", "command -v " + argv[0]}).status.code != 0)
      throw std::runtime_error(argv[0] + " is not installed; scripts/setup does it");
    return run(argv);
  }

  TemporaryFolder root;
  TemporaryFolder local;
  Server server;
  std::string url;
};

TEST_F(ServerTools, CurlUploadsAfterAskingWhetherItMay) {
  const std::string content(2'000'000, 'x');
  local.write("up", content);
  const Finished curl =
      use({"curl", "-sSv", "--fail", "-H", "Expect: 100-continue", "-T", local / "up", url + "up"});
  EXPECT_EQ(curl.status.code, 0) << curl.err;
  EXPECT_THAT(curl.err, HasSubstr("100 Continue"));
  EXPECT_THAT(curl.err, HasSubstr("201 Created"));
  EXPECT_EQ(root.read("up"), content);
}

TEST_F(ServerTools, CurlDownloadsARange) {
  const Finished curl = use({"curl", "-sS", "--fail", "-r", "2-4", url + "a.txt"});
  EXPECT_EQ(curl.out, "234\n");
}

TEST_F(ServerTools, CurlDeletes) {
  EXPECT_EQ(use({"curl", "-sS", "--fail", "-X", "DELETE", url + "a.txt"}).status.code, 0);
  EXPECT_FALSE(root.has("a.txt"));
}

TEST_F(ServerTools, WgetDownloads) {
  const Finished wget = use({"wget", "-nv", "-O", local / "a", url + "a.txt"});
  EXPECT_EQ(wget.status.code, 0) << wget.err;
  EXPECT_EQ(local.read("a"), "0123456789");
}

TEST_F(ServerTools, WgetContinuesADownload) {
  local.write("a", "0123");
  const Finished wget = use({"wget", "-nv", "-c", "-O", local / "a", url + "a.txt"});
  EXPECT_EQ(wget.status.code, 0) << wget.err;
  EXPECT_EQ(local.read("a"), "0123456789");
}

TEST_F(ServerTools, AbFindsNoFailureWithAndWithoutKeepAlive) {
  for (const bool keep_alive : {false, true}) {
    std::vector<std::string> argv{"ab", "-q", "-n", "1000", "-c", "10"};
    if (keep_alive) argv.push_back("-k");
    argv.push_back(url + "a.txt");
    const Finished ab = use(argv);
    EXPECT_EQ(ab.status.code, 0) << ab.err;
    EXPECT_THAT(ab.out, HasSubstr("Complete requests:      1000"));
    EXPECT_THAT(ab.out, HasSubstr("Failed requests:        0"));
    EXPECT_THAT(ab.out, HasSubstr(keep_alive ? "Keep-Alive requests:    1000" : "Concurrency"));
  }
}

TEST_F(ServerTools, WrkFindsNoError) {
  const Finished wrk = use({"wrk", "-t", "1", "-c", "20", "-d", "1s", url + "a.txt"});
  EXPECT_EQ(wrk.status.code, 0) << wrk.err;
  EXPECT_THAT(wrk.out, HasSubstr("Requests/sec"));
  EXPECT_THAT(wrk.out, testing::Not(HasSubstr("Socket errors")));
  EXPECT_THAT(wrk.out, testing::Not(HasSubstr("Non-2xx")));
}

}  // namespace
}  // namespace gauntlet::integration
