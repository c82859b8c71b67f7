// The real orchestrator with the real server_pool and client_pool, on loopback.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/sweep/child.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator {
namespace {

using testing::Each;
using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr const char* kPrograms = GAUNTLET_BIN_DIR;
constexpr std::chrono::minutes kPatience{3};

SteadyTime deadline() { return std::chrono::steady_clock::now() + kPatience; }

// Runs orchestrator with its results in a folder of the test.
class Orchestrator : public testing::Test {
 protected:
  Orchestrator() {
    std::string name = (fs::temp_directory_path() / "gauntlet_test_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Orchestrator() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  // Both of its streams are read as one.
  std::unique_ptr<Child> start(const std::vector<std::string>& arguments) const {
    std::vector<std::string> argv{"sh", "-c", "exec \"$0\" \"$@\" 2>&1",
                                  std::string(kPrograms) + "/orchestrator"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return std::make_unique<Child>(ChildOptions{.argv = argv});
  }

  std::unique_ptr<Child> start_run(const fs::path& file, const fs::path& programs) const {
    return start({"run", file.string(), "--results", results().string(), "--programs",
                  programs.string(), "--no-plots"});
  }

  struct Ended {
    int code;
    std::string output;
  };

  static Ended finish(Child& child) {
    std::string output;
    std::string line;
    while (child.read_line(line, deadline()) == Got::kLine) output += line + "\n";
    const auto status = child.wait(deadline());
    return {status ? status->code : -1, output};
  }

  Ended run(const std::vector<std::string>& arguments) const {
    const auto child = start(arguments);
    return finish(*child);
  }

  fs::path results() const { return folder_ / "results"; }

  fs::path table_file() const {
    for (const auto& entry : fs::directory_iterator(results()))
      if (entry.path().extension() == ".csv") return entry.path();
    return {};
  }

  std::vector<Row> rows() const { return read_table(table_file()).rows; }

  std::size_t count_in(const fs::path& folder) const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) count += entry.exists() ? 1 : 0;
    return count;
  }

  fs::path folder_{};
};

// A folder of programs that say their pid through a FIFO before they become the real ones.
class Announced {
 public:
  explicit Announced(const fs::path& parent) : folder_(parent / "programs") {
    fs::create_directories(folder_);
    const fs::path fifo = folder_ / "fifo";
    ::mkfifo(fifo.c_str(), 0600);
    fifo_.reset(::open(fifo.c_str(), O_RDWR | O_CLOEXEC));
    for (const char* name : {"server_pool", "client_pool"}) {
      std::ofstream(folder_ / name) << fmt::format(
          "#!/bin/sh\necho $$ > '{}'\nexec '{}/{}' \"$@\"\n", fifo.string(), kPrograms, name);
      fs::permissions(folder_ / name, fs::perms::owner_all);
    }
  }

  const fs::path& folder() const { return folder_; }

  // The pid of the next program that starts; 0 when none does in time.
  int next_pid() const {
    std::string text;
    while (!text.ends_with('\n')) {
      pollfd waiting{fifo_.get(), POLLIN, 0};
      constexpr int kPatienceMs = 180'000;
      if (::poll(&waiting, 1, kPatienceMs) != 1) return 0;
      char letter = 0;
      if (::read(fifo_.get(), &letter, 1) == 1) text += letter;
    }
    return std::stoi(text);
  }

 private:
  fs::path folder_;
  UniqueFd fifo_{};
};

std::vector<int> children_of(int pid) {
  std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", pid));
  std::vector<int> pids;
  for (int child = 0; file >> child;) pids.push_back(child);
  return pids;
}

UniqueFd watch(int pid) { return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))); }

bool ends_in_time(const UniqueFd& process) {
  pollfd waiting{process.get(), POLLIN, 0};
  constexpr int kPatienceMs = 180'000;
  return ::poll(&waiting, 1, kPatienceMs) == 1;
}

// One short scenario, then one of which a test never sees the end.
constexpr const char* kShortThenLong =
    "matrix: {client_pool: [1, 2]}\n"
    "settings: {mode: process, operation: get, volume: 0.01, server_pool: 2, scenario_timeout: "
    "1000s}\n"
    "include:\n"
    "- {client_pool: 2, min_duration: 900s}\n";

TEST_F(Orchestrator, SweepsTheSmokeMatrixWithoutAFailure) {
  const Ended ended = run({"run", GAUNTLET_SOURCE_DIR "/scenarios/smoke.yaml", "--results",
                           results().string(), "--programs", kPrograms});
  EXPECT_EQ(ended.code, 0) << ended.output;
  const std::vector<Row> table = rows();
  EXPECT_EQ(table.size(), 12u);
  EXPECT_THAT(table, Each(testing::Field(&Row::status, "ok")));
  EXPECT_THAT(table, Each(testing::Field(&Row::success, testing::Optional(4u))));
  const fs::path sidecar = table_file().replace_extension();
  EXPECT_EQ(count_in(sidecar / "reports"), 12u);
  EXPECT_EQ(count_in(sidecar / "logs"), 0u);
  EXPECT_GT(count_in(sidecar / "plots"), 0u);
  EXPECT_TRUE(fs::exists(sidecar / "scenarios.json"));
  EXPECT_TRUE(fs::exists(sidecar / "environment.json"));
  EXPECT_EQ(count_in(sidecar), 5u) << "the test files are gone";
}

TEST_F(Orchestrator, StopsOnASignalAndKeepsTheRowsSoFar) {
  const Announced programs(folder_);
  const auto child = start_run(write("m.yaml", kShortThenLong), programs.folder());
  for (int i = 0; i < 3; ++i) ASSERT_NE(programs.next_pid(), 0);
  const int client = programs.next_pid();
  const UniqueFd watched = watch(client);
  child->send_signal(SIGINT);
  const Ended ended = finish(*child);
  EXPECT_EQ(ended.code, 130) << ended.output;
  EXPECT_TRUE(ends_in_time(watched));
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].status, "ok");
  EXPECT_THAT(ended.output, HasSubstr("1 of 2 scenarios done, 0 failed, interrupted"));
}

TEST_F(Orchestrator, LeavesNoProcessBehindWhenItIsKilled) {
  const Announced programs(folder_);
  const auto child = start_run(write("m.yaml", kShortThenLong), programs.folder());
  for (int i = 0; i < 2; ++i) ASSERT_NE(programs.next_pid(), 0);
  const int server = programs.next_pid();
  const int client = programs.next_pid();
  std::vector<UniqueFd> watched;
  watched.push_back(watch(server));
  watched.push_back(watch(client));
  const std::vector<int> workers = children_of(server);
  EXPECT_EQ(workers.size(), 2u);
  for (const int worker : workers) watched.push_back(watch(worker));
  ::kill(child->pid(), SIGKILL);
  for (const UniqueFd& process : watched) EXPECT_TRUE(ends_in_time(process));
}

TEST_F(Orchestrator, SaysThatAWorkerDiedAndGoesOn) {
  const Announced programs(folder_);
  const fs::path file = write("m.yaml",
                              "matrix: {client_pool: [2, 3]}\n"
                              "settings: {mode: process, operation: get, volume: 0.01, "
                              "server_pool: 2}\n"
                              "include:\n"
                              "- {client_pool: 2, min_duration: 2s}\n");
  const auto child = start_run(file, programs.folder());
  const int server = programs.next_pid();
  ASSERT_NE(programs.next_pid(), 0);
  const std::vector<int> workers = children_of(server);
  ASSERT_EQ(workers.size(), 2u);
  ::kill(workers[0], SIGKILL);
  for (int i = 0; i < 2; ++i) ASSERT_NE(programs.next_pid(), 0);
  const Ended ended = finish(*child);
  const std::vector<Row> table = rows();
  ASSERT_EQ(table.size(), 2u) << ended.output;
  EXPECT_THAT(table[0].note, HasSubstr("died and was started again (1 restart)"));
  EXPECT_EQ(table[0].server_fail, 1u);
  EXPECT_EQ(table[1].status, "ok");
  EXPECT_EQ(table[1].note, "");
  EXPECT_EQ(ended.code, table[0].status == "ok" ? 0 : 1);
}

TEST_F(Orchestrator, RefusesABadMatrixWithEveryMistake) {
  const fs::path file = write("bad.yaml", "matrix:\n  mode: [tread]\n  volume: []\n");
  for (const char* command : {"run", "validate", "list"}) {
    const Ended ended = run({command, file.string()});
    EXPECT_EQ(ended.code, 2) << command;
    EXPECT_THAT(ended.output, HasSubstr("bad.yaml:2: key 'mode': 'tread' is not one of"));
    EXPECT_THAT(ended.output, HasSubstr("bad.yaml:3: key 'volume': is empty"));
  }
}

TEST_F(Orchestrator, NamesTheProgramThatIsMissing) {
  const Ended ended =
      run({"run", GAUNTLET_SOURCE_DIR "/scenarios/smoke.yaml", "--programs", folder_.string()});
  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.output, HasSubstr("no program '" + folder_.string() + "/server_pool'"));
}

TEST_F(Orchestrator, ListsAndValidatesWithoutRunning) {
  const std::string full = GAUNTLET_SOURCE_DIR "/scenarios/full.yaml";
  EXPECT_EQ(run({"validate", full}).output, "OK: 162 scenarios\n");
  const Ended listed = run({"list", full, "--only", "mode=thread,operation=get,server_pool=5"});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.output, testing::StartsWith("1  thread-s5-get-10MB-c1\n"));
  EXPECT_THAT(listed.output, testing::EndsWith("9  thread-s5-get-100MB-c50\n9 scenarios\n"));
}

TEST_F(Orchestrator, RefusesAnUnknownCommand) {
  EXPECT_EQ(run({"sprint"}).code, 2);
  EXPECT_EQ(run({}).code, 2);
}

TEST_F(Orchestrator, ExplainsItself) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"run", "--help"},
                                                    {"list", "--help"},
                                                    {"validate", "--help"},
                                                    {"plot", "--help"}}) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.output, HasSubstr("Example"));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator
