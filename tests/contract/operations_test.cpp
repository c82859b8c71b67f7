#include "contract/operations.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace gauntlet::contract {
namespace {

TEST(Catalogue, FindsAnOperationByEitherName) {
  EXPECT_EQ(find_operation("get"), &kGet);
  EXPECT_EQ(find_operation("download"), &kGet);
  EXPECT_EQ(find_operation("delete"), &kDelete);
}

TEST(Catalogue, KnowsNothingElse) {
  for (const char* name : {"", "GET", "gets", "put"}) EXPECT_EQ(find_operation(name), nullptr);
}

TEST(Catalogue, CountsWhatIsNoOperationBehindTheLastOne) {
  EXPECT_EQ(place_of(operations().front()), 0u);
  EXPECT_EQ(place_of(nullptr), operations().size());
}

TEST(Catalogue, GivesEveryOperationNamesOfItsOwn) {
  std::set<std::string_view> names;
  std::set<std::string_view> words;
  for (const Operation* each : operations()) {
    EXPECT_TRUE(names.insert(each->name).second) << each->name;
    EXPECT_TRUE(each->also.empty() || names.insert(each->also).second) << each->also;
    EXPECT_TRUE(words.insert(each->line_word).second) << each->line_word;
    EXPECT_FALSE(each->method.empty()) << each->name;
    EXPECT_GT(each->usual_volume, 0) << each->name;
  }
}

TEST(Catalogue, TellsWhichOperationsLeaveFiles) {
  EXPECT_TRUE(leaves_files(kUpload));
  EXPECT_TRUE(leaves_files(kDelete));
  EXPECT_FALSE(leaves_files(kGet));
  EXPECT_FALSE(leaves_files(kList));
}

}  // namespace
}  // namespace gauntlet::contract
