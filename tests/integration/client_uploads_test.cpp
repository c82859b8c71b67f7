// What client_pool leaves on a server after uploads: nothing that it created, unless it is to.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/files_in.h"
#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

// Whether a condition comes true before patience ends.
template <typename Condition>
bool soon(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

class Uploads : public ::testing::TestWithParam<const char*> {
 protected:
  Uploads() : server_({"--root", root_.path(), "--pool", "2"}) {}

  std::vector<std::string> arguments(std::vector<std::string> more) const {
    std::vector<std::string> all = {"--json", "--operation",     "upload",     "--volume", "0.01",
                                    "--port", ports_of(server_), "--protocol", GetParam()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  contract::ClientReport upload(std::vector<std::string> more) const {
    const Finished ran = run_client(arguments(std::move(more)));
    EXPECT_EQ(ran.status.code, 0) << ran.err;
    return report_of(ran);
  }
  // Over the line protocol the content gives the name, so that all clients have one file.
  static bool by_content() { return std::string(GetParam()) == "line"; }

  TemporaryFolder root_;
  Server server_;
};

TEST_P(Uploads, AreDeletedAfterTheRun) {
  for (const char* mode : {"thread", "process"}) {
    const auto report = upload({"--client-pool", "5", "--requests", "3", "--mode", mode});
    EXPECT_EQ(report.requests, 15u);
    ASSERT_TRUE(report.uploads);
    EXPECT_EQ(report.uploads->deleted, by_content() ? 1u : 5u);
    EXPECT_EQ(report.uploads->left, 0u) << report.uploads->why;
    EXPECT_EQ(files_in(root_.path()), 0u);
  }
}

TEST_P(Uploads, AreDeletedWhenEachHadAConnectionOfItsOwn) {
  upload({"--client-pool", "3", "--connection", "per-request"});
  EXPECT_EQ(files_in(root_.path()), 0u);
}

TEST_P(Uploads, OfTheWarmUpAreDeletedToo) {
  upload({"--warmup", "50ms"});
  EXPECT_EQ(files_in(root_.path()), 0u);
}

TEST_P(Uploads, ThatAreKeptHaveTheSameNamesInEveryRun) {
  for (int run = 0; run < 2; ++run) {
    const auto report = upload({"--client-pool", "3", "--keep-uploads"});
    EXPECT_FALSE(report.uploads);
    EXPECT_EQ(files_in(root_.path()), by_content() ? 1u : 3u);
  }
}

TEST_P(Uploads, ThatAnEarlierRunKeptAreNotDeletedByTheNext) {
  upload({"--keep-uploads"});
  const auto report = upload({});
  EXPECT_EQ(report.uploads->deleted, 0u);
  EXPECT_EQ(files_in(root_.path()), 1u);
}

TEST_P(Uploads, OfAnInterruptedRunAreDeleted) {
  ClientRun run(arguments({"--duration", "60s"}));
  std::set<fs::file_time_type> versions;  // of the client's file: the second follows an answer
  EXPECT_TRUE(soon([&] {
    std::error_code gone;
    for (const auto& entry : fs::directory_iterator(root_.path()))
      if (!entry.path().filename().string().starts_with("."))
        versions.insert(fs::last_write_time(entry.path(), gone));
    return versions.size() > 1;
  }));
  run.send_signal(SIGINT);
  const Finished ran = run.wait();
  EXPECT_EQ(ran.status.code, 130);
  EXPECT_EQ(report_of(ran).uploads->left, 0u) << report_of(ran).uploads->why;
  EXPECT_TRUE(soon([&] { return files_in(root_.path()) == 0; }));  // also what broke off
}

INSTANTIATE_TEST_SUITE_P(Both, Uploads, ::testing::Values("http", "line"),
                         [](const auto& test) { return std::string(test.param); });

TEST(UploadNames, ThatSomebodyElseHadAreNotDeleted) {
  TemporaryFolder root;
  root.write("gauntlet_upload_0.bin", "mine");
  Server server({"--root", root.path()});
  const auto report =
      report_of(run_client({"--json", "--operation", "upload", "--volume", "0.01", "--port",
                            ports_of(server), "--client-pool", "2", "--requests", "2"}));
  EXPECT_EQ(report.uploads->deleted, 1u);
  EXPECT_EQ(report.uploads->left, 1u);
  EXPECT_EQ(report.uploads->why, "the server did not say that it created them");
  EXPECT_TRUE(fs::exists(root / "gauntlet_upload_0.bin"));
}

// Some servers say of every upload that it is new, as one does that stores nothing.
TEST(UploadNames, ThatWereThereBeforeAreNotDeletedWhateverTheServerSays) {
  TemporaryFolder root;
  root.write("gauntlet_upload_0.bin", "mine");
  Server server({"--root", root.path(), "--store", "discard"});
  const auto report = report_of(run_client(
      {"--json", "--operation", "upload", "--volume", "0.01", "--port", ports_of(server)}));
  EXPECT_EQ(report.uploads->deleted, 0u);
  EXPECT_EQ(report.uploads->why, "they may have been there before the run");
  EXPECT_TRUE(fs::exists(root / "gauntlet_upload_0.bin"));
}

TEST(UploadNames, CanBeChosen) {
  TemporaryFolder root;
  Server server({"--root", root.path()});
  run_client({"--operation", "upload", "--volume", "0.01", "--port", ports_of(server),
              "--keep-uploads", "--upload-prefix", "my uploads "});
  EXPECT_TRUE(fs::exists(root / "my uploads 0.bin"));
}

TEST(Servers, ThatDoNotDeleteAreAskedOnceAndFailNothing) {
  std::atomic<int> deletes = 0;
  ScriptedServer server([&](ScriptedServer::Session& session) {
    for (;;) {
      const std::string request = session.read_until("\r\n\r\n");
      if (request.empty()) return;
      const bool is_delete = request.starts_with("DELETE ");
      if (is_delete) ++deletes;
      if (request.starts_with("HEAD "))
        session.say("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      else
        session.say(is_delete ? "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
                              : "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    }
  });
  const Finished ran = run_client({"--json", "--operation", "upload", "--volume", "0.0000001",
                                   "--client-pool", "3", "--port", server.port()});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
  const auto report = report_of(ran);
  EXPECT_EQ(report.uploads->left, 3u);
  EXPECT_THAT(report.uploads->why, HasSubstr("status 405"));
  EXPECT_EQ(deletes, 1);
}

TEST(Servers, ThatDoNotSayWhatTheyHaveAreAskedOnce) {
  std::atomic<int> heads = 0;
  ScriptedServer server([&](ScriptedServer::Session& session) {
    for (;;) {
      const std::string request = session.read_until("\r\n\r\n");
      if (request.starts_with("HEAD ")) ++heads;
      if (request.empty() || request.starts_with("HEAD ")) return;
      session.say("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    }
  });
  const auto report =
      report_of(run_client({"--json", "--operation", "upload", "--volume", "0.0000001",
                            "--client-pool", "3", "--port", server.port()}));
  EXPECT_EQ(report.requests, 3u);
  EXPECT_EQ(report.uploads->left, 3u);
  EXPECT_EQ(heads, 1);
}

TEST(Summaries, TellWhatBecameOfTheUploads) {
  TemporaryFolder root;
  Server server({"--root", root.path()});
  const Finished ran = run_client({"--operation", "upload", "--volume", "0.01", "--port",
                                   ports_of(server), "--client-pool", "2"});
  EXPECT_THAT(ran.out, HasSubstr("2 deleted after the run\n"));
}

}  // namespace
}  // namespace gauntlet::integration
