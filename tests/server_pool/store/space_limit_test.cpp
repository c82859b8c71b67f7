#include "server_pool/store/space_limit.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "base/units.h"
#include "server_pool/store/memory_folder.h"
#include "server_pool/store/store.h"
#include "tests/small_disk.h"

namespace gauntlet::server_pool::store {
namespace {

// Uploads into a memory of 64 MiB, which may grow by 8.
class MemoryLimit : public testing::Test {
 protected:
  void SetUp() override {
    if (!memory.is_mounted()) GTEST_SKIP() << "mounting needs privileges";
    folder.emplace(0, 8 * kMiB, memory.path());
    store.emplace(root.path(), folder->path(), StoreKind::kMemory, folder->limit());
  }

  // Uploads so many MiB of unknown length.
  tl::expected<bool, StoreError> upload(const Store& to, const std::string& name, int mebibytes) {
    auto file = to.create(0);
    if (!file) return tl::unexpected(file.error());
    const std::string piece(256 * kKiB, 'x');
    for (int i = 0; i < 4 * mebibytes; ++i)
      if (const auto written = file->write(piece); !written) return tl::unexpected(written.error());
    return to.commit(std::move(*file), name);
  }
  tl::expected<bool, StoreError> upload(const std::string& name, int mebibytes) {
    return upload(*store, name, mebibytes);
  }

  SmallDisk memory{"64m"};
  TemporaryFolder root{};
  std::optional<MemoryFolder> folder;
  std::optional<Store> store;
};

TEST_F(MemoryLimit, RefusesWhatGoesBeyondIt) {
  EXPECT_EQ(upload("a", 6), true);
  EXPECT_EQ(upload("b", 6).error(), StoreError::kFull);
  EXPECT_EQ(upload("c", 1), true) << "nothing is left of what was refused";
}

TEST_F(MemoryLimit, RefusesALengthThatGoesBeyondItBeforeAByteHasCome) {
  EXPECT_EQ(store->create(9 * kMiB).error(), StoreError::kFull);
  EXPECT_TRUE(store->create(7 * kMiB));
}

TEST_F(MemoryLimit, IsOneForAllWorkers) {
  const Store first = store->for_worker({});
  const Store second = store->for_worker({});
  EXPECT_EQ(upload(first, "a", 5), true);
  EXPECT_EQ(upload(second, "b", 5).error(), StoreError::kFull);
}

TEST_F(MemoryLimit, GetsBackWhatIsRemovedAndReplaced) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(upload("a", 3), i == 0) << i;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(store->remove("a"));
    ASSERT_EQ(upload("a", 6), true) << i;
  }
}

TEST_F(MemoryLimit, CountsWhatIsRemovedButStillRead) {
  ASSERT_EQ(upload("a", 6), true);
  {
    const auto reader = store->open_file("a");
    ASSERT_TRUE(store->remove("a"));
    EXPECT_EQ(upload("b", 6).error(), StoreError::kFull);
  }
  EXPECT_EQ(upload("b", 6), true);
}

TEST_F(MemoryLimit, GetsBackWhatAKilledWorkerHeld) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Store mine = store->for_worker({});
    auto file = mine.create(0);
    if (file && file->write(std::string(6 * kMiB, 'x'))) ::raise(SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(upload("a", 6).error(), StoreError::kFull);
  store->sweep();
  EXPECT_EQ(upload("a", 6), true);
}

TEST_F(MemoryLimit, CountsFilesWithoutContent) {
  int made = 0;
  while (made < 20'000 && upload(fmt::format("{}", made), 0)) ++made;
  EXPECT_LE(made, 9 * 1024);
  EXPECT_GE(made, 7 * 1024);
}

// A file system that does not tell its space takes what comes.
TEST(SpaceLimit, IsThatOfTheFileSystemWhenNoneIsSet) {
  const SmallDisk disk("4m");
  if (!disk.is_mounted()) GTEST_SKIP() << "mounting needs privileges";
  const UniqueFd folder(::open(disk.path().c_str(), O_RDONLY | O_DIRECTORY));
  EXPECT_TRUE(SpaceLimit().allows(folder.get(), 4 * kMiB));
  EXPECT_FALSE(SpaceLimit().allows(folder.get(), 4 * kMiB + 1));
  const UniqueFd endless(::open("/proc/self", O_RDONLY | O_DIRECTORY));
  EXPECT_TRUE(SpaceLimit().allows(endless.get(), 1ULL << 60U));
}

}  // namespace
}  // namespace gauntlet::server_pool::store
