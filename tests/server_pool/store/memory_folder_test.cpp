#include "server_pool/store/memory_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.h"
#include "base/units.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::store {
namespace {

using testing::HasSubstr;

TEST(MemoryFolder, IsEmptyAndRemovedWithWhatIsInIt) {
  const TemporaryFolder parent;
  {
    const MemoryFolder folder(0, kMiB, parent.path());
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    for (int i = 0; i < 20; ++i)
      std::ofstream(fmt::format("{}/file_{}", folder.path(), i)) << "content";
    std::filesystem::create_directories(folder.path() + "/folder/in_it");
  }
  EXPECT_EQ(parent.entries(), 0u);
}

// Why there is no folder.
std::string problem_with(std::uint64_t needed, std::uint64_t limit) {
  const TemporaryFolder parent;
  try {
    const MemoryFolder folder(needed, limit, parent.path());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_EQ(parent.entries(), 0u);
    return error.what();
  }
  return "none";
}

TEST(MemoryFolder, SaysHowMuchIsMissing) {
  EXPECT_THAT(problem_with(1ULL << 60U, 1ULL << 60U), HasSubstr("and --store memory needs"));
}

TEST(MemoryFolder, SaysWhenTheLimitIsBelowWhatIsNeeded) {
  EXPECT_THAT(problem_with(2 * kMiB, kMiB),
              HasSubstr("--store-size 2.00 MiB is more than the 1.00 MiB"));
  EXPECT_THAT(problem_with(1ULL << 60U, 0), HasSubstr("half of the memory that is available"));
}

TEST(MemoryFolder, LeavesAFolderOfTheUsersThatIsNamedLikeOurs) {
  const TemporaryFolder parent;
  std::filesystem::create_directories(parent / "gauntlet-1-abcdef/sub");
  { const MemoryFolder folder(0, kMiB, parent.path()); }
  EXPECT_TRUE(parent.has("gauntlet-1-abcdef/sub"));
}

TEST(MemoryFolder, LeavesTheFoldersOfPoolsThatLive) {
  const TemporaryFolder parent;
  const MemoryFolder first(0, kMiB, parent.path());
  const MemoryFolder second(0, kMiB, parent.path());
  EXPECT_TRUE(std::filesystem::exists(first.path()));
}

TEST(MemoryFolder, LeavesWhatIsNotOurs) {
  const TemporaryFolder parent;
  parent.write("other", "content");
  const MemoryFolder folder(0, kMiB, parent.path());
  EXPECT_TRUE(parent.has("other"));
}

}  // namespace
}  // namespace gauntlet::server_pool::store
