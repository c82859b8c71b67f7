// Four made situations, each rightly named by limited_by: the real orchestrator, server_pool and
// client_pool on loopback.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "orchestrator/limits/limit.h"
#include "orchestrator/limits/validity.h"
#include "orchestrator/process/child.h"
#include "orchestrator/table/csv.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr const char* kPrograms = GAUNTLET_BIN_DIR;

// A control group with a tenth of a core, of either version.
class TenthOfACore {
 public:
  TenthOfACore() {
    for (const char* mount : {"/sys/fs/cgroup", "/sys/fs/cgroup/cpu"})
      if (folder_.empty()) try_below(mount);
  }
  TenthOfACore(TenthOfACore&&) = delete;
  ~TenthOfACore() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove(folder_, ignored);
  }

  bool made() const { return !folder_.empty(); }
  std::string members() const { return folder_ / "cgroup.procs"; }

 private:
  void try_below(const fs::path& mount) {
    std::error_code error;
    const fs::path folder = mount / fmt::format("gauntlet_test_{}", ::getpid());
    if (!fs::create_directory(folder, error)) return;
    const bool limited = limit(folder / "cpu.max", "10000 100000") ||
                         (limit(folder / "cpu.cfs_period_us", "100000") &&
                          limit(folder / "cpu.cfs_quota_us", "10000"));
    if (limited) folder_ = folder;
    if (!limited) fs::remove(folder, error);
  }

  static bool limit(const fs::path& file, const char* value) {
    if (!fs::exists(file)) return false;
    std::ofstream out(file);
    out << value << std::flush;
    return out.good();
  }

  fs::path folder_{};
};

// Runs one scenario in a folder of the test.
class Limits : public testing::Test {
 protected:
  Limits() {
    for (const char* program : {"server_pool", "client_pool"}) wrap(program, "");
  }

  // Puts a script in the program's place that does something before it becomes the program.
  void wrap(const std::string& program, const std::string& before) const {
    fs::create_directories(programs());
    std::ofstream(programs() / program)
        << fmt::format("#!/bin/sh\n{}\nexec '{}/{}' \"$@\"\n", before, kPrograms, program);
    fs::permissions(programs() / program, fs::perms::owner_all);
  }

  table::Row run(const std::string& settings) const {
    std::ofstream(folder_ / "m.yaml")
        << "settings: {mode: thread, server_pool: 1, " + settings + "}";
    const fs::path results = folder_ / fmt::format("results_{}", ++runs_);
    process::Child orchestrator(
        {.argv = {std::string(kPrograms) + "/orchestrator", "run", folder_ / "m.yaml", "--results",
                  results, "--programs", programs(), "--no-plots", "--quiet"}});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(3);
    const auto status = orchestrator.wait(deadline);
    if (!status || status->code != 0) return {};
    for (const auto& entry : fs::directory_iterator(results))
      if (entry.path().extension() == ".csv") return table::read_table(entry.path()).rows.at(0);
    return {};
  }

  // Expects the name, but not of a run from which other programs or a hypervisor took the CPUs:
  // that is run again, three times at most.
  void expect_limit(const std::string& settings, const std::string& name) const {
    table::Row row;
    for (int i = 0; i < 3; ++i) {
      row = run(settings);
      const bool disturbed = row.foreign_cpu.value_or(0) >= limits::kForeignCpu ||
                             row.steal.value_or(0) >= limits::kStolenCpu;
      if (!disturbed || row.limited_by == name) {
        EXPECT_EQ(row.status, "ok") << row.note;
        EXPECT_EQ(row.limited_by, name) << row.note;
        return;
      }
    }
    GTEST_SKIP() << "the CPUs were taken by others: " << row.note;
  }

  fs::path programs() const { return folder_ / "programs"; }

  TemporaryFolder folder_{};
  mutable int runs_ = 0;
};

constexpr const char* kGet = "operation: get, volume: 0.1, client_pool: 4, min_duration: 2s";

TEST_F(Limits, NamesAServerThatIsHeldToATenthOfACore) {
  const TenthOfACore group;
  if (!group.made()) GTEST_SKIP() << "no control group can be made here";
  wrap("server_pool", "echo $$ > " + group.members());
  expect_limit(kGet, limits::kLimitServerCpu);
}

TEST_F(Limits, NamesAClientThatIsHeldToATenthOfACore) {
  const TenthOfACore group;
  if (!group.made()) GTEST_SKIP() << "no control group can be made here";
  wrap("client_pool", "echo $$ > " + group.members());
  expect_limit(kGet, limits::kLimitClientCpu);
}

TEST_F(Limits, NamesAServerThatBurnsItsCpu) {
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "one thread fills a single CPU";
  expect_limit(std::string(kGet) + ", fault_cpu: 5ms", limits::kLimitServerCpu);
}

TEST_F(Limits, NamesSlotsThatAreAllTaken) {
  expect_limit(std::string(kGet) + ", slots: 1, fault_service_time: 20ms", limits::kLimitWorkers);
}

TEST_F(Limits, NamesADiskThatIsSlow) {
  expect_limit(
      "operation: upload, volume: 0.1, client_pool: 2, min_duration: 2s, fault_store_delay: 10ms",
      limits::kLimitDisk);
}

TEST_F(Limits, KeepsTheSamplesWithTheReport) {
  run(std::string(kGet) + ", sample_interval: 50ms");
  std::size_t reports = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder_ / "results_1")) {
    if (entry.path().parent_path().filename() != "reports") continue;
    std::ifstream file(entry.path());
    const nlohmann::json samples = nlohmann::json::parse(file)["samples"];
    EXPECT_GE(samples["rows"].size(), 5u);
    EXPECT_FALSE(samples["server_threads"].empty());
    EXPECT_FALSE(samples["client_threads"].empty());
    ++reports;
  }
  EXPECT_EQ(reports, 1u);
}

TEST_F(Limits, WarmsTheFileCacheWhenAskedTo) {
  const table::Row row = run(std::string(kGet) + ", file_cache: warm");
  EXPECT_EQ(row.status, "ok");
  EXPECT_THAT(row.note, testing::Not(HasSubstr("in the cache")));
}

}  // namespace
}  // namespace gauntlet::orchestrator
