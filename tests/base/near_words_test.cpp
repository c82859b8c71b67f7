#include "base/near_words.h"

#include <gtest/gtest.h>

namespace gauntlet {
namespace {

TEST(NearestWord, IsTheOneWithTheFewestChanges) {
  EXPECT_EQ(nearest_word("lst", {"run", "list", "last"}), "list");
  EXPECT_EQ(nearest_word("--onyl", {"--set", "--only"}), "--only");
}

TEST(NearestWord, MindsNoCapitalLetters) {
  EXPECT_EQ(nearest_word("UPLOAD", {"get", "upload"}), "upload");
  EXPECT_EQ(nearest_word("readme", {"README", "run"}), "README");
}

TEST(NearestWord, IsNothingWhereNoneIsNear) {
  EXPECT_EQ(nearest_word("cheese", {"run", "list"}), "");
  EXPECT_EQ(nearest_word("", {"run"}), "");
  EXPECT_EQ(nearest_word(std::string(100, 'a'), {std::string(100, 'a')}), "");
}

TEST(DidYouMean, NamesTheNearestWordOrAllThatAreMeant) {
  EXPECT_EQ(did_you_mean("lst", {"run", "list"}), "; did you mean 'list'?");
  EXPECT_EQ(did_you_mean({"mode", "server_pool"}), "; did you mean 'mode' or 'server_pool'?");
}

TEST(DidYouMean, IsSilentWhereNoWordIsMeant) {
  EXPECT_EQ(did_you_mean("cheese", {"run", "list"}), "");
  EXPECT_EQ(did_you_mean({}), "");
}

}  // namespace
}  // namespace gauntlet
