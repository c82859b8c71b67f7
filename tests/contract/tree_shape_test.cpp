#include "contract/tree_shape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gauntlet::contract {
namespace {

constexpr TreeShape kShape{.folders = 25, .files = 2000, .median = 16384, .sigma = 1.5};

TEST(TreeShape, IsWrittenAndReadAsOneWord) {
  for (const char* text :
       {"folders:25_files:2000_lognormal:16KiB:1.5", "folders:1_files:10_fixed:1KiB"}) {
    const auto shape = parse_tree_shape(text);
    ASSERT_TRUE(shape) << text;
    EXPECT_EQ(to_text(*shape), text);
  }
  EXPECT_EQ(parse_tree_shape("folders:25_files:2000_lognormal:16K:1.5"), kShape);
}

TEST(TreeShape, IsNoOtherText) {
  for (const char* text :
       {"", "none", "folders:0_files:1_fixed:1B", "folders:1_files:1", "files:1_folders:1_fixed:1B",
        "folders:1_files:1_fixed:1", "folders:1_files:1_fixed:1B:2",
        "folders:1_files:2000000_fixed:1B", "folders:1_files:1_lognormal:1B",
        "folders:1_files:1_lognormal:1B:0", "folders:1_files:1_lognormal:1B:9",
        "folders:1_files:1_fixed:2GiB", "folders:-1_files:1_fixed:1B"})
    EXPECT_FALSE(parse_tree_shape(text)) << text;
}

TEST(TreeShape, TakesItsPartsAsPeopleWriteThem) {
  EXPECT_EQ(parse_tree_shape("25", "2000", "lognormal(16K, 1.5)"), kShape);
  EXPECT_EQ(parse_tree_shape("1", "2", "fixed(1KiB)"), (TreeShape{1, 2, 1024, 0}));
  for (const char* sizes : {"", "16K", "fixed(1MiB", "fixed(16)", "normal(1K,1)", "lognormal(1K)"})
    EXPECT_FALSE(parse_tree_shape("1", "2", sizes)) << sizes;
  EXPECT_FALSE(parse_tree_shape("0", "2", "fixed(1KiB)"));
  EXPECT_FALSE(parse_tree_shape("1", "", "fixed(1KiB)"));
}

TEST(TreeShape, NamesEveryFolderAfterTheOneThatHoldsIt) {
  const std::vector<std::string> folders = tree_folders({.folders = 13});
  ASSERT_EQ(folders.size(), 12u);
  EXPECT_EQ(folders.front(), "d1/");
  EXPECT_EQ(folders.back(), "d1/d12/");
}

TEST(TreeShape, SpreadsItsFilesEvenly) {
  const std::vector<TreeFile> files = tree_files(kShape, 1);
  ASSERT_EQ(files.size(), 2000u);
  EXPECT_EQ(files[0].path, "file_00001.txt");
  EXPECT_EQ(files[1].path, "d1/file_00002.txt");
  EXPECT_EQ(files[26].path, "d1/file_00027.pdf");
  const auto in_d1 = [](const TreeFile& file) { return file.path.starts_with("d1/file"); };
  EXPECT_EQ(std::count_if(files.begin(), files.end(), in_d1), 80);
}

TEST(TreeShape, DrawsSizesAroundTheMedianThatTheSeedDecides) {
  std::vector<TreeFile> files = tree_files(kShape, 1);
  EXPECT_EQ(tree_files(kShape, 1)[7].size, files[7].size);
  EXPECT_NE(tree_bytes(kShape, 2), tree_bytes(kShape, 1));
  const auto smaller = [](const TreeFile& a, const TreeFile& b) { return a.size < b.size; };
  std::sort(files.begin(), files.end(), smaller);
  EXPECT_NEAR(static_cast<double>(files[1000].size), 16384, 1500);
  // One standard deviation above: a factor of e^1.5.
  EXPECT_NEAR(static_cast<double>(files[1683].size), 16384 * 4.48, 8000);
}

TEST(TreeShape, AddsUpTheBytesOfItsFiles) {
  std::uint64_t sum = 0;
  for (const TreeFile& file : tree_files(kShape, 5)) sum += file.size;
  EXPECT_EQ(tree_bytes(kShape, 5), sum);
  EXPECT_EQ(tree_bytes({.folders = 3, .files = 10, .median = 7}, 1), 70u);
}

}  // namespace
}  // namespace gauntlet::contract
