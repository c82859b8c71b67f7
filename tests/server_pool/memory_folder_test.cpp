#include "server_pool/memory_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <optional>

#include "base/error.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool {
namespace {

TEST(MemoryFolder, IsEmptyAndRemovedWithWhatIsInIt) {
  const TemporaryFolder parent;
  {
    const MemoryFolder folder(0, parent.path());
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    for (int i = 0; i < 20; ++i)
      std::ofstream(fmt::format("{}/file_{}", folder.path(), i)) << "content";
    std::filesystem::create_directories(folder.path() + "/folder/in_it");
  }
  EXPECT_EQ(parent.entries(), 0u);
}

TEST(MemoryFolder, SaysHowMuchIsMissing) {
  const TemporaryFolder parent;
  try {
    const MemoryFolder folder(std::numeric_limits<std::uint64_t>::max(), parent.path());
    FAIL() << "so much cannot be free";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), testing::HasSubstr("--store memory needs"));
  }
}

TEST(MemoryFolder, SweepsTheFoldersOfPoolsThatAreGone) {
  const TemporaryFolder parent;
  std::filesystem::create_directories(parent / "gauntlet-1-abcdef/sub");
  const MemoryFolder folder(0, parent.path());
  EXPECT_EQ(parent.entries(), 1u);
}

TEST(MemoryFolder, LeavesTheFoldersOfPoolsThatLive) {
  const TemporaryFolder parent;
  const MemoryFolder first(0, parent.path());
  const MemoryFolder second(0, parent.path());
  EXPECT_TRUE(std::filesystem::exists(first.path()));
}

TEST(MemoryFolder, LeavesWhatIsNotOurs) {
  const TemporaryFolder parent;
  parent.write("other", "content");
  const MemoryFolder folder(0, parent.path());
  EXPECT_TRUE(parent.has("other"));
}

}  // namespace
}  // namespace gauntlet::server_pool
