#include "orchestrator/run/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>

#include "base/error.h"
#include "base/file_digest.h"
#include "base/unique_fd.h"
#include "orchestrator/matrix/expand.h"
#include "tests/orchestrator/process/signals.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

namespace fs = std::filesystem;

std::vector<matrix::Scenario> scenarios_of(const std::string& rest) {
  return matrix::expand(
      matrix::load_matrix("settings: {mode: thread, server_pool: 1}\n" + rest, "test.yaml"));
}

const std::string kAllOperations =
    "matrix:\n  operation: [get, list, upload]\n  volume: [1, 2]\n  client_pool: [1, 3]\n";

std::vector<std::uint64_t> sizes_in(const fs::path& folder) {
  std::vector<std::uint64_t> sizes;
  for (const auto& entry : fs::directory_iterator(folder)) sizes.push_back(entry.file_size());
  return sizes;
}

class Files : public testing::Test {
 protected:
  ~Files() override { process::forget_signals(); }

  TemporaryFolder folder_{};
  process::Interrupt interrupt_{};
};

TEST_F(Files, LeaveAFolderOfTheUsersThatIsNamedLikeTheirs) {
  fs::create_directory(folder_ / "gauntlet_data_2025");
  folder_.write("gauntlet_data_2025/mine", "x");
  { const TestFiles files(folder_.path(), scenarios_of(kAllOperations), process::Interrupt()); }
  EXPECT_EQ(folder_.read("gauntlet_data_2025/mine"), "x");
  EXPECT_EQ(folder_.entries(), 1u);
}

TEST_F(Files, HoldWhatTheScenariosNeed) {
  const auto scenarios = scenarios_of(kAllOperations);
  const TestFiles files(folder_.path(), scenarios, interrupt_);
  for (const matrix::Scenario& scenario : scenarios) {
    const std::string& operation = scenario.text("operation");
    const std::uint64_t volume = scenario.integer("volume");
    std::vector<std::uint64_t> expected;  // sizes; two files for get, whose volumes share a root
    if (operation == "get") expected = {1 * kMiB, 2 * kMiB};
    if (operation == "list") expected.assign(volume, kMiB);
    EXPECT_THAT(sizes_in(files.root(scenario)), testing::UnorderedElementsAreArray(expected))
        << scenario.id;
  }
}

TEST_F(Files, AreATreeWhereTheScenarioSaysSo) {
  const auto scenarios = scenarios_of(
      "matrix:\n  operation: [search]\n  client_pool: [1]\n  tree: [{folders: 3, files: 4, sizes: "
      "fixed(1KiB)}]\n");
  const TestFiles files(folder_.path(), scenarios, interrupt_);
  const fs::path root = files.root(scenarios.at(0));
  EXPECT_EQ(fs::file_size(root / "file_00001.txt"), kKiB);
  EXPECT_EQ(fs::file_size(root / "d1/file_00002.txt"), kKiB);
  EXPECT_EQ(fs::file_size(root / "d2/file_00003.txt"), kKiB);
  EXPECT_TRUE(fs::exists(root / "file_00004.pdf"));
}

TEST_F(Files, CarryTheirDigest) {
  const auto scenarios =
      scenarios_of("matrix: {operation: [get], volume: [0.5], client_pool: [1]}\n");
  const TestFiles files(folder_.path(), scenarios, interrupt_);
  const fs::path file = files.root(scenarios[0]) / "file_0.5MB.bin";
  const UniqueFd fd(::open(file.c_str(), O_RDONLY));
  struct stat status {};
  ASSERT_EQ(::fstat(fd.get(), &status), 0);
  const bool stored = stored_digest(fd.get(), status).has_value();
  if (!stored && !store_digest(fd.get(), status, 0))
    GTEST_SKIP() << "this file system keeps no attributes";
  EXPECT_TRUE(stored);
}

TEST_F(Files, DifferWithTheSeed) {
  const auto scenarios =
      scenarios_of("matrix: {operation: [get], volume: [0.01], client_pool: [1], seed: [1, 2]}\n");
  const TestFiles files(folder_.path(), scenarios, interrupt_);
  const auto content = [&](const matrix::Scenario& scenario) {
    std::ifstream file(files.root(scenario) / "file_0.01MB.bin", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_NE(content(scenarios[0]), content(scenarios[1]));
}

TEST_F(Files, AreRemovedInTheEnd) {
  { const TestFiles files(folder_.path(), scenarios_of(kAllOperations), interrupt_); }
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(Files, LeaveAloneWhatOthersHaveInTheFolder) {
  std::ofstream(folder_.path() / "mine") << "x";
  { const TestFiles files(folder_.path(), scenarios_of(kAllOperations), interrupt_); }
  EXPECT_TRUE(fs::exists(folder_.path() / "mine"));
}

TEST_F(Files, NeedSpaceForEachFileOnceAndForTheLargestUploads) {
  // get: 1 + 2 MiB, list: 1 + 2 MiB, upload: 3 clients of 2 MiB.
  EXPECT_EQ(space_needed(scenarios_of(kAllOperations)), 12 * kMiB);
}

TEST_F(Files, NeedSpaceForAllThatIsMadeToBeDeleted) {
  EXPECT_EQ(space_needed(scenarios_of("matrix: {operation: [delete], volume: [2], client_pool: "
                                      "[3], requests: [5]}\n")),
            30 * kMiB);
}

TEST_F(Files, NeedNoDiskForUploadsThatGoElsewhere) {
  EXPECT_EQ(space_needed(scenarios_of("matrix: {operation: [upload], volume: [2], client_pool: "
                                      "[3], store: [memory, discard]}\n")),
            0u);
}

TEST_F(Files, AreRefusedWhenTheDiskIsTooSmall) {
  const auto scenarios = scenarios_of(
      "matrix: {operation: [upload], volume: [1000000], client_pool: [100000], max_upload: "
      "[1000GiB]}\n");
  try {
    const TestFiles files(folder_.path(), scenarios, interrupt_);
    FAIL() << "there cannot be that much space";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("choose another folder by --data"));
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(Files, AreNotFinishedAfterASignal) {
  ::raise(SIGINT);
  const auto scenarios = scenarios_of(kAllOperations);
  const TestFiles files(folder_.path(), scenarios, interrupt_);
  for (const matrix::Scenario& scenario : scenarios)
    EXPECT_TRUE(fs::is_empty(files.root(scenario)));
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
