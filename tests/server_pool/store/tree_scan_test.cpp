#include "server_pool/store/tree_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "server_pool/store/store.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kWhole = 1'000'000;

// A root with a.pdf (1 byte), sub/b.txt (2), sub/deep/c.pdf (3).
class TreeScanTest : public testing::Test {
 protected:
  TreeScanTest() {
    fs::create_directories(root / "sub/deep");
    root.write("a.pdf", "1");
    root.write("sub/b.txt", "22");
    root.write("sub/deep/c.pdf", "333");
  }

  TreeScan scan(std::string_view query, std::string_view folder = "") const {
    return store.search(folder, contract::filters_of(contract::parse_query(query).value()).value());
  }

  static std::vector<std::string> names(TreeScan scan) {
    if (!scan.go_on(kWhole)) return {"error"};
    std::vector<std::string> found;
    for (const wire::Entry& entry : scan.found()) found.push_back(entry.name);
    return found;
  }

  TemporaryFolder root;
  Store store{root.path(), "", StoreKind::kDisk};
};

TEST_F(TreeScanTest, FindsFilesInAllFoldersWithin) {
  EXPECT_THAT(names(scan("")), ElementsAre("a.pdf", "sub/b.txt", "sub/deep/c.pdf"));
  EXPECT_THAT(names(scan("name=*.pdf")), ElementsAre("a.pdf", "sub/deep/c.pdf"));
}

TEST_F(TreeScanTest, NamesWhatItFindsAsSeenFromTheFolder) {
  EXPECT_THAT(names(scan("", "sub")), ElementsAre("b.txt", "deep/c.pdf"));
}

TEST_F(TreeScanTest, FindsFoldersAloneWhereTheyAreAskedFor) {
  EXPECT_THAT(names(scan("type=directory")), ElementsAre("sub", "sub/deep"));
}

TEST_F(TreeScanTest, GoesNoDeeperThanItIsTold) {
  EXPECT_THAT(names(scan("depth=1")), ElementsAre("a.pdf"));
  EXPECT_THAT(names(scan("depth=2")), ElementsAre("a.pdf", "sub/b.txt"));
}

TEST_F(TreeScanTest, KeepsTheFirstInTheOrderThatIsAskedForAndSaysThatThereAreMore) {
  TreeScan largest = scan("sort=size&order=desc&limit=2");
  ASSERT_TRUE(largest.go_on(kWhole));
  EXPECT_EQ(largest.found().size(), 2u);
  EXPECT_EQ(largest.found().begin()->name, "sub/deep/c.pdf");
  EXPECT_TRUE(largest.cut());
  TreeScan all = scan("limit=3");
  ASSERT_TRUE(all.go_on(kWhole));
  EXPECT_FALSE(all.cut());
}

TEST_F(TreeScanTest, GoesOnWhereItStopped) {
  TreeScan in_parts = scan("");
  std::size_t parts = 0;
  while (!in_parts.go_on(1).value()) ++parts;
  EXPECT_GT(parts, 3u);
  EXPECT_EQ(in_parts.found().size(), 3u);
}

TEST_F(TreeScanTest, FollowsLinksToFilesWithinTheRootAndNoOthers) {
  fs::create_symlink("../a.pdf", root / "sub/inside.pdf");
  fs::create_symlink("/etc/passwd", root / "outside.pdf");
  fs::create_symlink("../../../../../../etc/passwd", root / "sub/above.pdf");
  EXPECT_THAT(names(scan("name=*.pdf")), ElementsAre("a.pdf", "sub/deep/c.pdf", "sub/inside.pdf"));
}

TEST_F(TreeScanTest, FollowsNoLinkToAFolder) {
  fs::create_symlink("sub", root / "again");
  fs::create_symlink("..", root / "sub/up");
  EXPECT_THAT(names(scan("name=b.txt")), ElementsAre("sub/b.txt"));
}

TEST_F(TreeScanTest, TakesNamesOfAnyBytes) {
  root.write("sub/ \"'\xFF\n-", "");
  EXPECT_THAT(names(scan("name=*%FF*")), ElementsAre("sub/ \"'\xFF\n-"));
}

TEST_F(TreeScanTest, FindsNothingInAnEmptyFolder) {
  fs::create_directory(root / "empty");
  EXPECT_THAT(names(scan("", "empty")), IsEmpty());
}

TEST_F(TreeScanTest, FailsWhereThereIsNoSuchFolder) {
  EXPECT_EQ(scan("", "nowhere").go_on(kWhole).error(), StoreError::kNotFound);
  EXPECT_EQ(scan("", "a.pdf").go_on(kWhole).error(), StoreError::kNotFound);
}

TEST_F(TreeScanTest, LeavesOutWhatAnUploadInMemoryHides) {
  TemporaryFolder memory;
  memory.write("a.pdf", "longer than it was");
  const Store both(root.path(), memory.path(), StoreKind::kMemory);
  TreeScan found = both.search("", {});
  ASSERT_TRUE(found.go_on(kWhole));
  EXPECT_EQ(found.found().size(), 3u);
  EXPECT_EQ(found.found().begin()->size, 18u);
}

}  // namespace
}  // namespace gauntlet::server_pool::store
