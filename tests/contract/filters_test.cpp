#include "contract/filters.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::contract {
namespace {

struct Entry {
  std::string name{};
  bool directory = false;
  std::time_t mtime = 0;
  std::uint64_t size = 0;
};

// The filters of a query that is well written.
Filters filters(std::string_view query) {
  const auto parameters = parse_query(query);
  EXPECT_TRUE(parameters) << parameters.error();
  const auto read = filters_of(*parameters);
  EXPECT_TRUE(read) << read.error();
  return read.value_or(Filters{});
}

std::string problem_in(std::string_view query) {
  const auto parameters = parse_query(query);
  if (!parameters) return parameters.error();
  const auto read = filters_of(*parameters);
  return read ? "" : read.error();
}

bool finds(std::string_view query, const Entry& entry) {
  const Filters wanted = filters(query);
  return fits_name(wanted, entry.name, entry.directory) &&
         fits_rest(wanted, entry.directory, entry.size, entry.mtime);
}

constexpr std::time_t k2026 = 1'767'225'600;  // 2026-01-01

TEST(Filters, ReadEveryParameter) {
  const Filters read = filters(
      "name=*.pdf&min_size=10K&max_size=5M&type=pdf,TXT&after=2026-01-01&"
      "before=2026-02-01T12:00:00Z&sort=size&order=desc&limit=100&depth=3");
  EXPECT_EQ(read.name, "*.pdf");
  EXPECT_EQ(read.least, 10u * 1024);
  EXPECT_EQ(read.most, 5u * 1024 * 1024);
  EXPECT_EQ(read.extensions, (std::vector<std::string>{"pdf", "txt"}));
  EXPECT_EQ(read.after, k2026);
  EXPECT_EQ(read.before, k2026 + 31 * 24 * 3600 + 12 * 3600);
  EXPECT_EQ(read.sort, Filters::Sort::kSize);
  EXPECT_TRUE(read.descending);
  EXPECT_EQ(read.limit, 100u);
  EXPECT_EQ(read.depth, 3u);
}

TEST(Filters, AreReadFromWordsAsFromAQuery) {
  const std::vector<std::string> words{"name=a b", "limit=7"};
  const auto read = filters_of(parse_words(words).value());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "a b");
  EXPECT_EQ(read->limit, 7u);
}

TEST(Filters, AreDecodedOnceAndAPlusStandsForItself) {
  EXPECT_EQ(filters("name=a%20b%26c+d%2525").name, "a b&c+d%25");
}

TEST(Filters, NameTheParameterThatIsWrong) {
  EXPECT_EQ(problem_in("min_size=10"), "min_size: '10' has no unit; write 10B, 10KiB or 10MiB");
  EXPECT_EQ(problem_in("after=2026-2-3"),
            "after: '2026-2-3' is no date; write 2026-01-31 or 2026-01-31T23:59:59Z");
  EXPECT_EQ(problem_in("before=2026-02-30"),
            "before: '2026-02-30' is no date; write 2026-01-31 or 2026-01-31T23:59:59Z");
  EXPECT_EQ(problem_in("sort=date"), "sort: 'date' is none of name, size and time");
  EXPECT_EQ(problem_in("order=up"), "order: 'up' is neither asc nor desc");
  EXPECT_EQ(problem_in("limit=0"), "limit: '0' is not a whole number from 1 to 100000");
  EXPECT_EQ(problem_in("limit=1e3"), "limit: '1e3' is not a whole number from 1 to 100000");
  EXPECT_EQ(problem_in("depth=-1"), "depth: '-1' is not a whole number from 1 to 1000");
  EXPECT_EQ(problem_in("name=a/b"), "name: 'a/b' holds a slash; a name is the last part of a path");
  EXPECT_NE(problem_in("type=.txt"), "");
  EXPECT_EQ(problem_in("type=pdf,,"),
            "type: 'pdf,,' is neither directory, nor file, nor a list of extensions such as "
            "pdf,txt");
}

TEST(Filters, RefuseWhatIsNoParameterWithWhatMayBeMeant) {
  EXPECT_EQ(problem_in("nam=a"), "there is no parameter 'nam'; did you mean 'name'?");
  EXPECT_EQ(problem_in("x=a"), "there is no parameter 'x'");
  EXPECT_EQ(problem_in("name"), "'name' is not written as name=value");
  EXPECT_EQ(problem_in("name="), "name has no value");
  EXPECT_EQ(problem_in("name=a&name=b"), "name is given twice");
  EXPECT_EQ(problem_in("name=%zz"), "name has a % that begins no escape, or %00");
}

TEST(Filters, MayHaveTheFormatOfAnArchiveBesideThem) {
  EXPECT_EQ(problem_with_query("format=tar.gz&name=a"), "");
  EXPECT_EQ(problem_with_query("format=rar"),
            "format: 'rar' is none of tar, tar.gz, tar.zst and zip");
  EXPECT_EQ(problem_with_query("format=zip&format=tar"), "format is given twice");
  EXPECT_EQ(problem_with_query("folder=a"),
            "there is no parameter 'folder'; did you mean 'order'?");
}

TEST(Filters, AskForASearchWhereOneOfThemIsNamed) {
  EXPECT_TRUE(asks_for_search("name=a"));
  EXPECT_TRUE(asks_for_search("C=M&limit=1"));
  EXPECT_TRUE(asks_for_search("sort="));
  EXPECT_FALSE(asks_for_search(""));
  EXPECT_FALSE(asks_for_search("C=M;O=A"));
}

TEST(Filters, FindByNameAndExtension) {
  EXPECT_TRUE(finds("name=a*", {.name = "ab.txt"}));
  EXPECT_FALSE(finds("name=a*", {.name = "b.txt"}));
  EXPECT_TRUE(finds("type=txt,pdf", {.name = "b.PDF"}));
  EXPECT_FALSE(finds("type=txt", {.name = "txt"}));
  EXPECT_TRUE(finds("type=tar.gz", {.name = "a.TAR.gz"}));
  EXPECT_FALSE(finds("type=tar.gz", {.name = "a.gz"}));
}

TEST(Filters, FindFilesUnlessFoldersAreAskedFor) {
  EXPECT_FALSE(finds("name=*", {.name = "folder", .directory = true}));
  EXPECT_TRUE(finds("type=directory", {.name = "folder", .directory = true}));
  EXPECT_FALSE(finds("type=directory", {.name = "file"}));
}

TEST(Filters, FindBySizeWithBothEndsAndByTimeWithoutTheEnd) {
  EXPECT_TRUE(finds("min_size=2B&max_size=2B", {.name = "a", .size = 2}));
  EXPECT_FALSE(finds("min_size=2B", {.name = "a", .size = 1}));
  EXPECT_FALSE(finds("max_size=2B", {.name = "a", .size = 3}));
  EXPECT_TRUE(finds("after=2026-01-01", {.name = "a", .mtime = k2026}));
  EXPECT_FALSE(finds("before=2026-01-01", {.name = "a", .mtime = k2026}));
  EXPECT_TRUE(finds("before=2026-01-01", {.name = "a", .mtime = k2026 - 1}));
}

TEST(FoundOrder, IsByNameWhereTheRestIsTheSame) {
  const Entry small_b{.name = "b", .size = 1};
  const Entry small_a{.name = "a", .size = 1};
  const Entry large{.name = "c", .size = 2};
  const FoundOrder by_size(filters("sort=size"));
  EXPECT_TRUE(by_size(small_a, small_b));
  EXPECT_TRUE(by_size(small_b, large));
  const FoundOrder downwards(filters("sort=size&order=desc"));
  EXPECT_TRUE(downwards(large, small_a));
  EXPECT_TRUE(downwards(small_a, small_b));
  EXPECT_FALSE(downwards(small_a, small_a));
}

}  // namespace
}  // namespace gauntlet::contract
