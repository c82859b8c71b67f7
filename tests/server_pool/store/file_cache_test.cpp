#include "server_pool/store/file_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::store {
namespace {

namespace fs = std::filesystem;

// A root with a file and a folder in it, all of which the cache has seen.
class FileCacheTest : public testing::Test {
 protected:
  FileCacheTest() {
    fs::create_directories(root / "folder");
    root.write("a.bin", "aaaa");
    root.write("folder/b.bin", "bb");
    outside.write("b.bin", "outside");
    read("a.bin");
    read("folder/b.bin");
  }

  std::string read(const std::string& name) {
    const auto file = cache.open(name);
    if (!file) return fmt::format("error {}", static_cast<int>(file.error()));
    std::string content(static_cast<std::size_t>((*file)->status.st_size), '\0');
    const ssize_t n = ::pread((*file)->fd.get(), content.data(), content.size(), 0);
    return content.substr(0, static_cast<std::size_t>(n));
  }

  bool is_kept(const std::string& name) {
    const auto first = cache.open(name);
    const auto second = cache.open(name);
    return first && second && *first == *second;
  }

  static std::string not_found() {
    return fmt::format("error {}", static_cast<int>(StoreError::kNotFound));
  }

  TemporaryFolder root;
  TemporaryFolder outside;
  Store store{root.path(), "", StoreKind::kDisk};
  FileCache cache{store, 4};
};

TEST_F(FileCacheTest, KeepsFilesOpen) {
  EXPECT_TRUE(is_kept("a.bin"));
  EXPECT_TRUE(is_kept("folder/b.bin"));
}

TEST_F(FileCacheTest, SeesAFileWrittenInPlace) {
  root.write("a.bin", "AAAAA");
  EXPECT_EQ(read("a.bin"), "AAAAA");
}

TEST_F(FileCacheTest, SeesAFileWrittenInPlaceThoughItsTimesSayNothing) {
  struct stat before {};
  ASSERT_EQ(::stat((root / "a.bin").c_str(), &before), 0);
  root.write("a.bin", "AAAA");
  const timespec times[2]{before.st_atim, before.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, (root / "a.bin").c_str(), times, 0), 0);
  EXPECT_EQ(read("a.bin"), "AAAA");
}

TEST_F(FileCacheTest, SeesAFileThatTookTheName) {
  root.write("new", "bbbb");
  fs::rename(root / "new", root / "a.bin");
  EXPECT_EQ(read("a.bin"), "bbbb");
}

TEST_F(FileCacheTest, SeesThatAFileWasRemoved) {
  fs::remove(root / "a.bin");
  EXPECT_EQ(read("a.bin"), not_found());
}

TEST_F(FileCacheTest, SeesThatAFileMayNotBeReadAnyMore) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  fs::permissions(root / "a.bin", fs::perms::none);
  EXPECT_EQ(read("a.bin"), fmt::format("error {}", static_cast<int>(StoreError::kForbidden)));
}

TEST_F(FileCacheTest, FollowsNoLinkOutOfTheRootThatTookTheName) {
  fs::remove(root / "a.bin");
  fs::create_symlink(outside / "b.bin", root / "a.bin");
  EXPECT_EQ(read("a.bin"), not_found());
}

TEST_F(FileCacheTest, FollowsNoLinkToTheVeryFileOnceThatHasLeftTheRoot) {
  fs::rename(root / "a.bin", outside / "a.bin");
  fs::create_symlink(outside / "a.bin", root / "a.bin");
  EXPECT_EQ(read("a.bin"), not_found());
}

TEST_F(FileCacheTest, SeesAnotherFolderOfTheSameName) {
  fs::rename(root / "folder", root / "old");
  fs::create_directories(root / "folder");
  EXPECT_EQ(read("folder/b.bin"), not_found());
  root.write("folder/b.bin", "new");
  EXPECT_EQ(read("folder/b.bin"), "new");
}

TEST_F(FileCacheTest, FollowsNoLinkToTheVeryFolderOnceThatHasLeftTheRoot) {
  fs::rename(root / "folder", outside / "folder");
  fs::create_directory_symlink(outside / "folder", root / "folder");
  EXPECT_EQ(read("folder/b.bin"), not_found());
}

TEST_F(FileCacheTest, FollowsALinkAnewEachTime) {
  fs::create_symlink("a.bin", root / "link");
  EXPECT_EQ(read("link"), "aaaa");
  EXPECT_FALSE(is_kept("link"));
  fs::remove(root / "link");
  fs::create_symlink("folder/b.bin", root / "link");
  EXPECT_EQ(read("link"), "bb");
}

TEST_F(FileCacheTest, FollowsALinkedFolderAnewEachTime) {
  fs::create_directory_symlink("folder", root / "link");
  EXPECT_EQ(read("link/b.bin"), "bb");
  EXPECT_FALSE(is_kept("link/b.bin"));
}

TEST_F(FileCacheTest, SeesAFileInMemoryThatHidesTheOneInTheRoot) {
  const TemporaryFolder memory;
  const Store two(root.path(), memory.path(), StoreKind::kMemory);
  FileCache files(two, 4);
  ASSERT_EQ((*files.open("a.bin"))->status.st_size, 4);
  memory.write("a.bin", "memory");
  EXPECT_EQ((*files.open("a.bin"))->status.st_size, 6);
  fs::remove(memory / "a.bin");
  EXPECT_EQ((*files.open("a.bin"))->status.st_size, 4);
}

TEST_F(FileCacheTest, KeepsOnlyTheFilesThatWereAskedForLast) {
  const auto first = cache.open("a.bin");
  for (int i = 0; i < 4; ++i) {
    root.write(fmt::format("{}", i), "x");
    cache.open(fmt::format("{}", i));
  }
  EXPECT_EQ(first->use_count(), 1);
}

TEST_F(FileCacheTest, ClosesWhatItForgets) {
  const auto file = cache.open("a.bin");
  EXPECT_EQ(file->use_count(), 2);
  cache.forget();
  EXPECT_EQ(file->use_count(), 1);
}

TEST(FileCacheCapacity, LeavesMostDescriptorsToConnections) {
  EXPECT_GE(file_cache_capacity(1'000'000), 1u);
  EXPECT_LE(file_cache_capacity(1), 64u);
}

}  // namespace
}  // namespace gauntlet::server_pool::store
