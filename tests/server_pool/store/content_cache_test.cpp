#include "server_pool/store/content_cache.h"

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

// When all that the tests write is long written.
std::int64_t later_ns() { return wall_now_ns() + 60'000'000'000; }

// Room for three files of 1000 bytes with short names, not for four.
constexpr std::uint64_t kRoom = 3 * 1600;

// A cache that is on, and a root with a file and a folder in it that it has seen.
class ContentCacheTest : public testing::Test {
 protected:
  ContentCacheTest() {
    counters.cache_on().set(1);
    fs::create_directories(root / "folder");
    root.write("a.bin", "aaaa");
    root.write("folder/b.bin", "bb");
    outside.write("b.bin", "outside");
    read("a.bin");
    read("folder/b.bin");
  }

  // What would be sent.
  std::string read(const std::string& name) {
    const auto file = cache.open(name);
    if (!file) return fmt::format("error {}", static_cast<int>(file.error()));
    if ((*file)->content) return (*file)->content->bytes;
    std::string content(static_cast<std::size_t>((*file)->status.st_size), '\0');
    const ssize_t n = ::pread((*file)->fd.get(), content.data(), content.size(), 0);
    return content.substr(0, static_cast<std::size_t>(n));
  }

  bool is_kept(const std::string& name) {
    const std::uint64_t before = hits();
    read(name);
    return hits() > before;
  }

  struct stat status_of(const std::string& name) const {
    struct stat status {};
    ::stat((root / name).c_str(), &status);
    return status;
  }

  std::uint64_t hits() const { return counters.sum(&WorkerCounters::cache_hits); }
  std::uint64_t misses() const { return counters.sum(&WorkerCounters::cache_misses); }
  std::uint64_t bytes() const { return counters.sum(&WorkerCounters::cache_bytes); }

  static std::string not_found() {
    return fmt::format("error {}", static_cast<int>(StoreError::kNotFound));
  }

  TemporaryFolder root;
  TemporaryFolder outside;
  Store store{root.path(), "", StoreKind::kDisk};
  FileCache files{store, 4};
  Counters counters{1};
  ContentCache cache{store, files, kRoom, counters.cache_on(), counters[0], later_ns};
};

TEST_F(ContentCacheTest, AnswersFromMemoryWhatItHasRead) {
  const auto file = cache.open("a.bin");
  ASSERT_TRUE(file && (*file)->content);
  EXPECT_EQ((*file)->content->bytes, "aaaa");
  EXPECT_FALSE((*file)->fd) << "nothing stays open";
  EXPECT_TRUE(is_kept("folder/b.bin"));
}

TEST_F(ContentCacheTest, CountsHitsAndMisses) {
  EXPECT_EQ(hits(), 0u);
  EXPECT_EQ(misses(), 2u);
  read("a.bin");
  read("nothing");
  EXPECT_EQ(hits(), 1u);
  EXPECT_EQ(misses(), 2u) << "what there is not counts nowhere";
}

TEST_F(ContentCacheTest, KnowsTheDigestOfWhatItKeeps) {
  root.write("digits", "123456789");
  EXPECT_EQ((*cache.open("digits"))->content->crc32c, 0xE3069283);
}

TEST_F(ContentCacheTest, KeepsAnEmptyFile) {
  root.write("empty", "");
  EXPECT_EQ(read("empty"), "");
  EXPECT_TRUE(is_kept("empty"));
}

TEST_F(ContentCacheTest, SeesAFileWrittenInPlace) {
  root.write("a.bin", "AAAAA");
  EXPECT_EQ(read("a.bin"), "AAAAA");
}

TEST_F(ContentCacheTest, SeesAFileWrittenInPlaceThoughItsMtimeSaysNothing) {
  const struct stat before = status_of("a.bin");
  const timespec times[2]{before.st_atim, before.st_mtim};
  do {  // within one step of the kernel's clock it would look the same, and the clock above is
        // ahead
    root.write("a.bin", "AAAA");
    ASSERT_EQ(::utimensat(AT_FDCWD, (root / "a.bin").c_str(), times, 0), 0);
  } while (to_ns(status_of("a.bin").st_ctim) == to_ns(before.st_ctim));
  EXPECT_EQ(read("a.bin"), "AAAA");
}

TEST_F(ContentCacheTest, SeesAFileThatTookTheName) {
  root.write("new", "bbbb");
  fs::rename(root / "new", root / "a.bin");
  EXPECT_EQ(read("a.bin"), "bbbb");
}

TEST_F(ContentCacheTest, SeesThatAFileWasRemovedAndLetsGoOfIt) {
  const std::uint64_t before = bytes();
  fs::remove(root / "a.bin");
  EXPECT_EQ(read("a.bin"), not_found());
  EXPECT_LT(bytes(), before);
}

TEST_F(ContentCacheTest, SeesThatAFileMayNotBeReadAnyMore) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  fs::permissions(root / "a.bin", fs::perms::none);
  EXPECT_EQ(read("a.bin"), fmt::format("error {}", static_cast<int>(StoreError::kForbidden)));
}

TEST_F(ContentCacheTest, FollowsNoLinkToTheVeryFileOnceThatHasLeftTheRoot) {
  fs::rename(root / "a.bin", outside / "a.bin");
  fs::create_symlink(outside / "a.bin", root / "a.bin");
  EXPECT_EQ(read("a.bin"), not_found());
}

TEST_F(ContentCacheTest, KeepsNothingBehindALink) {
  fs::create_symlink("a.bin", root / "link");
  EXPECT_EQ(read("link"), "aaaa");
  EXPECT_FALSE(is_kept("link"));
}

// Two changes within one step of the kernel's clock would look like one.
TEST_F(ContentCacheTest, KeepsNothingThatHasChangedAMomentAgo) {
  ContentCache soon(store, files, kRoom, counters.cache_on(), counters[0], wall_now_ns);
  root.write("new", "x");
  const auto file = soon.open("new");
  ASSERT_TRUE(file);
  EXPECT_FALSE((*file)->content);
}

TEST_F(ContentCacheTest, KeepsNothingThatWasChangedInTheFuture) {
  ContentCache before(store, files, kRoom, counters.cache_on(), counters[0],
                      [] { return std::int64_t{0}; });
  EXPECT_FALSE((*before.open("a.bin"))->content);
}

TEST_F(ContentCacheTest, ForgetsWhatWasAskedForLongestAgoWhenItIsFull) {
  for (const char* name : {"1", "2", "3"}) {
    root.write(name, std::string(1000, 'x'));
    read(name);
  }
  read("1");
  root.write("4", std::string(1000, 'x'));
  read("4");
  EXPECT_TRUE(is_kept("1"));
  EXPECT_TRUE(is_kept("4"));
  EXPECT_FALSE(is_kept("2"));
}

TEST_F(ContentCacheTest, NeverTakesMoreThanItMay) {
  for (int i = 0; i < 200; ++i) {
    root.write(fmt::format("{}", i), std::string(static_cast<std::size_t>(i) * 7, 'x'));
    read(fmt::format("{}", i));
    ASSERT_LE(bytes(), kRoom);
  }
  EXPECT_GT(bytes(), kRoom / 2);
}

TEST_F(ContentCacheTest, CountsAnEntryAsMoreThanItsContent) {
  const std::uint64_t before = bytes();
  root.write("empty", "");
  read("empty");
  EXPECT_GT(bytes(), before + 100);
}

// The kernel makes what is in /proc when it is read, whatever its times say.
TEST_F(ContentCacheTest, KeepsNothingOfAFileSystemThatChangesUnseen) {
  const Store proc("/proc/sys/kernel", "", StoreKind::kDisk);
  FileCache its_files(proc, 4);
  ContentCache of_proc(proc, its_files, kRoom, counters.cache_on(), counters[0], later_ns);
  const auto file = of_proc.open("ostype");
  ASSERT_TRUE(file);
  EXPECT_FALSE((*file)->content);
}

TEST_F(ContentCacheTest, LeavesLargeFilesToTheKernel) {
  ContentCache large(store, files, kGiB, counters.cache_on(), counters[0], later_ns);
  root.write("most", std::string(kMostContentBytes, 'x'));
  root.write("more", std::string(kMostContentBytes + 1, 'x'));
  EXPECT_TRUE((*large.open("most"))->content);
  EXPECT_FALSE((*large.open("more"))->content);
}

TEST_F(ContentCacheTest, LeavesOpenWhatDoesNotFitAndKeepsTheRest) {
  root.write("large", std::string(kRoom, 'x'));
  EXPECT_EQ(read("large"), std::string(kRoom, 'x'));
  EXPECT_TRUE(is_kept("a.bin"));
}

TEST_F(ContentCacheTest, AnswersAndCountsNothingWhileItIsOff) {
  counters.cache_on().set(0);
  EXPECT_FALSE((*cache.open("a.bin"))->content);
  EXPECT_EQ(hits(), 0u);
  EXPECT_EQ(misses(), 2u);
}

TEST_F(ContentCacheTest, LetsGoOfAllOnceItIsOff) {
  cache.forget_if_off();
  EXPECT_TRUE(is_kept("a.bin"));
  counters.cache_on().set(0);
  cache.forget_if_off();
  EXPECT_EQ(bytes(), 0u);
  counters.cache_on().set(1);
  EXPECT_FALSE(is_kept("a.bin"));
}

TEST_F(ContentCacheTest, ForgetsNoAnswerThatIsUnderWay) {
  const auto file = *cache.open("a.bin");
  root.write("a.bin", "bbbb");
  read("a.bin");
  EXPECT_EQ(file->content->bytes, "aaaa");
}

TEST_F(ContentCacheTest, SeesAFileInMemoryThatHidesTheOneInTheRoot) {
  const TemporaryFolder memory;
  const Store two(root.path(), memory.path(), StoreKind::kMemory);
  FileCache its_files(two, 4);
  ContentCache both(two, its_files, kRoom, counters.cache_on(), counters[0], later_ns);
  ASSERT_EQ((*both.open("a.bin"))->content->bytes, "aaaa");
  memory.write("a.bin", "memory");
  EXPECT_EQ((*both.open("a.bin"))->content->bytes, "memory");
  fs::remove(memory / "a.bin");
  EXPECT_EQ((*both.open("a.bin"))->content->bytes, "aaaa");
}

}  // namespace
}  // namespace gauntlet::server_pool::store
