#include "server_pool/store/listing_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/crc32c.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using wire::ListingFormat;

// A root with a folder that holds one file of 4 bytes, whose listing the cache has made.
class ListingCacheTest : public testing::Test {
 protected:
  ListingCacheTest() {
    fs::create_directories(root / "folder");
    root.write("folder/a.bin", "aaaa");
    list();
  }

  // The listing as it is kept or made now.
  static tl::expected<SharedPage, StoreError> get(ListingCache& cache, std::string_view folder,
                                                  ListingFormat format = ListingFormat::kJson) {
    if (SharedPage kept = cache.find(folder, format)) return kept;
    const auto work = cache.make(folder, format);
    while (!work->done()) work->go_on();
    return work->page();
  }

  std::string list(const std::string& folder = "folder",
                   ListingFormat format = ListingFormat::kJson) {
    const auto page = get(cache, folder, format);
    return page ? (*page)->text : fmt::format("error {}", static_cast<int>(page.error()));
  }

  bool is_kept(const std::string& folder, ListingFormat format = ListingFormat::kJson) {
    const auto first = get(cache, folder, format);
    return first && cache.find(folder, format) == *first;
  }

  // More than is read in one part.
  void fill_folder() {
    for (int i = 0; i < 600; ++i) root.write(fmt::format("folder/{:04}", i), "x");
  }

  static std::string not_found() {
    return fmt::format("error {}", static_cast<int>(StoreError::kNotFound));
  }

  TemporaryFolder root;
  TemporaryFolder outside;
  Store store{root.path(), "", StoreKind::kDisk};
  ListingCache cache{store};
};

TEST_F(ListingCacheTest, KeepsWhatItRendered) { EXPECT_TRUE(is_kept("folder")); }

TEST_F(ListingCacheTest, KnowsTheDigest) {
  const auto page = get(cache, "folder");
  Crc32c crc32c;
  crc32c.put((*page)->text);
  EXPECT_EQ((*page)->crc32c, crc32c.value());
}

TEST_F(ListingCacheTest, TellsTheFormatsApart) {
  EXPECT_THAT(list("folder", ListingFormat::kHtml), HasSubstr("<html"));
  EXPECT_THAT(list("folder", ListingFormat::kJson), Not(HasSubstr("<html")));
}

TEST_F(ListingCacheTest, SeesANewFile) {
  root.write("folder/b.bin", "b");
  EXPECT_THAT(list(), HasSubstr("b.bin"));
}

TEST_F(ListingCacheTest, SeesThatAFileGrows) {
  std::ofstream file(root / "folder/a.bin", std::ios::app);
  file << "more" << std::flush;
  EXPECT_THAT(list(), HasSubstr("\"size\":8"));
  file << "and more" << std::flush;
  EXPECT_THAT(list(), HasSubstr("\"size\":16"));
}

TEST_F(ListingCacheTest, SeesThatAFileIsCut) {
  fs::resize_file(root / "folder/a.bin", 1);
  EXPECT_THAT(list(), HasSubstr("\"size\":1 "));
}

TEST_F(ListingCacheTest, SeesAnotherTime) {
  const timespec times[2]{{}, {}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (root / "folder/a.bin").c_str(), times, 0), 0);
  EXPECT_THAT(list(), HasSubstr("1970"));
}

TEST_F(ListingCacheTest, SeesAnotherName) {
  fs::rename(root / "folder/a.bin", root / "folder/z.bin");
  EXPECT_THAT(list(), Not(HasSubstr("a.bin")));
  EXPECT_THAT(list(), HasSubstr("z.bin"));
}

TEST_F(ListingCacheTest, SeesThatAFileWasRemoved) {
  fs::remove(root / "folder/a.bin");
  EXPECT_THAT(list(), Not(HasSubstr("a.bin")));
}

TEST_F(ListingCacheTest, SeesAnUploadOnceItHasItsName) {
  auto file = store.create(3);
  ASSERT_TRUE(file && file->write("abc"));
  EXPECT_THAT(list(""), Not(HasSubstr("new.bin")));
  ASSERT_TRUE(store.commit(std::move(*file), "folder/new.bin"));
  EXPECT_THAT(list(), HasSubstr("new.bin"));
}

TEST_F(ListingCacheTest, SeesChangesAgainAndAgain) {
  for (int i = 0; i < 300; ++i) {
    root.write(fmt::format("folder/{:0200}", i), "x");
    root.write(fmt::format("folder/{:0200}x", i), "x");
    ASSERT_THAT(list(), HasSubstr(fmt::format("{:0200}x", i)));
  }
}

TEST_F(ListingCacheTest, SeesMoreChangesThanAreReadAtOnce) {
  for (int i = 0; i < 300; ++i) root.write(fmt::format("folder/{:0200}", i), "x");
  EXPECT_THAT(list(), HasSubstr(fmt::format("{:0200}", 299)));
  fs::remove(root / "folder/a.bin");
  EXPECT_THAT(list(), Not(HasSubstr("a.bin")));
}

TEST_F(ListingCacheTest, SeesThatTheFolderWasRemoved) {
  fs::remove_all(root / "folder");
  EXPECT_EQ(list(), not_found());
}

TEST_F(ListingCacheTest, SeesAnotherFolderOfTheSameName) {
  fs::rename(root / "folder", root / "old");
  fs::create_directories(root / "folder");
  root.write("folder/b.bin", "b");
  EXPECT_THAT(list(), HasSubstr("b.bin"));
  EXPECT_THAT(list(), Not(HasSubstr("a.bin")));
}

TEST_F(ListingCacheTest, SeesThatAFolderAboveHasAnotherName) {
  fs::create_directories(root / "above/below");
  EXPECT_THAT(list("above/below"), Not(HasSubstr("error")));
  fs::rename(root / "above", root / "elsewhere");
  EXPECT_EQ(list("above/below"), not_found());
}

TEST_F(ListingCacheTest, FollowsNoLinkToTheVeryFolderOnceThatHasLeftTheRoot) {
  fs::rename(root / "folder", outside / "folder");
  fs::create_directory_symlink(outside / "folder", root / "folder");
  EXPECT_EQ(list(), not_found());
}

TEST_F(ListingCacheTest, KeepsNothingThatLinksStandIn) {
  fs::create_symlink("a.bin", root / "folder/link");
  EXPECT_FALSE(is_kept("folder"));
}

TEST_F(ListingCacheTest, KeepsNothingUnderALinkedName) {
  fs::create_directory_symlink("folder", root / "link");
  EXPECT_FALSE(is_kept("link"));
}

TEST_F(ListingCacheTest, KeepsNothingWhereAFileHasTwoNames) {
  fs::create_hard_link(root / "folder/a.bin", outside / "second");
  root.write("folder/b.bin", "b");  // the link alone is not heard of here
  EXPECT_FALSE(is_kept("folder"));
  outside.write("second", "more than before");
  EXPECT_THAT(list(), HasSubstr("\"size\":16"));
}

TEST_F(ListingCacheTest, KeepsNothingThatFoldersStandIn) { EXPECT_FALSE(is_kept("")); }

TEST_F(ListingCacheTest, SeesATimeThatChangedThroughMemoryOnceTheFileIsClosed) {
  const timespec times[2]{{}, {}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (root / "folder/a.bin").c_str(), times, 0), 0);
  UniqueFd file(::open((root / "folder/a.bin").c_str(), O_RDWR | O_CLOEXEC));
  void* const memory = ::mmap(nullptr, 4, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  ASSERT_NE(memory, MAP_FAILED);
  list();
  *static_cast<char*>(memory) = 'b';
  ::munmap(memory, 4);
  file.reset();
  const std::string late = list();
  cache.forget();
  EXPECT_EQ(late, list());
}

TEST_F(ListingCacheTest, SeesBothFoldersOfAStoreInMemory) {
  const TemporaryFolder memory;
  const Store two(root.path(), memory.path(), StoreKind::kMemory);
  ListingCache listings(two);
  ASSERT_TRUE(get(listings, "folder"));
  fs::create_directories(memory / "folder");
  memory.write("folder/b.bin", "b");
  EXPECT_THAT((*get(listings, "folder"))->text, HasSubstr("b.bin"));
  memory.write("folder/c.bin", "c");
  EXPECT_THAT((*get(listings, "folder"))->text, HasSubstr("c.bin"));
}

TEST_F(ListingCacheTest, ForgetsWhatWasAskedForLongestAgo) {
  const auto first = get(cache, "folder");
  for (int i = 0; i < 100; ++i) {
    fs::create_directories(root / fmt::format("f{}", i));
    list(fmt::format("f{}", i));
  }
  EXPECT_EQ(first->use_count(), 1);
}

TEST_F(ListingCacheTest, KeepsTheLineProtocolsListingThoughFoldersAndSecondNamesStandInIt) {
  fs::create_directories(root / "folder/sub");
  fs::create_hard_link(root / "folder/a.bin", outside / "second");
  EXPECT_TRUE(is_kept("folder", ListingFormat::kLine));
  EXPECT_EQ(list("folder", ListingFormat::kLine),
            "{\"status\":\"OK\",\"data\":[\"a.bin\"]}\r\n\r\n");
  root.write("folder/b.bin", "b");
  EXPECT_THAT(list("folder", ListingFormat::kLine), HasSubstr("b.bin"));
  fs::create_symlink("a.bin", root / "folder/link");
  EXPECT_FALSE(is_kept("folder", ListingFormat::kLine));
}

// --- many who ask at the same time ---

TEST_F(ListingCacheTest, MakesALargeListingInParts) {
  fill_folder();
  const auto work = cache.make("folder", ListingFormat::kJson);
  int parts = 0;
  for (; !work->done(); ++parts) work->go_on();
  EXPECT_GE(parts, 4);
  EXPECT_EQ(wire::count_entries((*work->page())->text), 601u);
}

TEST_F(ListingCacheTest, KnowsTheDigestOfWhatWasMadeInParts) {
  fill_folder();
  const auto page = get(cache, "folder");
  Crc32c crc32c;
  crc32c.put((*page)->text);
  EXPECT_EQ((*page)->crc32c, crc32c.value());
}

TEST_F(ListingCacheTest, MakesOneForAllWhoAskBeforeItBegins) {
  fill_folder();
  const auto work = cache.make("folder", ListingFormat::kJson);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(cache.make("folder", ListingFormat::kJson), work);
  EXPECT_NE(cache.make("folder", ListingFormat::kHtml), work);
  EXPECT_NE(cache.make("", ListingFormat::kJson), work);
}

// Whoever asks while it is being read may have stored a file that it has passed by.
TEST_F(ListingCacheTest, MakesOneMoreForAllWhoAskWhileItIsRead) {
  fill_folder();
  const auto first = cache.make("folder", ListingFormat::kJson);
  first->go_on();
  const auto second = cache.make("folder", ListingFormat::kJson);
  EXPECT_NE(second, first);
  EXPECT_EQ(second->before(), first);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(cache.make("folder", ListingFormat::kJson), second);
}

TEST_F(ListingCacheTest, TakesWhatTheWorkBeforeHasLeft) {
  fill_folder();
  const auto first = cache.make("folder", ListingFormat::kJson);
  first->go_on();
  const auto second = cache.make("folder", ListingFormat::kJson);
  while (!first->done()) first->go_on();
  second->go_on();
  EXPECT_TRUE(second->done());
  EXPECT_EQ(*second->page(), *first->page());
}

TEST_F(ListingCacheTest, KeepsNothingOfAFolderThatChangedWhileItWasRead) {
  fill_folder();
  const auto work = cache.make("folder", ListingFormat::kJson);
  work->go_on();
  root.write("folder/0000", "longer");
  list("");  // which hears of it
  while (!work->done()) work->go_on();
  EXPECT_FALSE(cache.find("folder", ListingFormat::kJson));
  EXPECT_THAT(list(), HasSubstr("\"size\":6 "));
}

TEST_F(ListingCacheTest, KeepsNothingThatWasBegunBeforeItForgotAll) {
  fill_folder();
  const auto work = cache.make("folder", ListingFormat::kJson);
  work->go_on();
  cache.forget();
  while (!work->done()) work->go_on();
  EXPECT_FALSE(cache.find("folder", ListingFormat::kJson));
}

TEST_F(ListingCacheTest, WorksOnAfterItForgotAll) {
  cache.forget();
  list();
  root.write("folder/b.bin", "b");
  EXPECT_THAT(list(), HasSubstr("b.bin"));
}

}  // namespace
}  // namespace gauntlet::server_pool::store
