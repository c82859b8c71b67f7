#include "base/text_table.h"

#include <gtest/gtest.h>

namespace gauntlet {
namespace {

TEST(Aligned, PutsWordsToTheLeftAndFiguresToTheRight) {
  EXPECT_EQ(
      aligned({{"name", "count", "why"}, {"a", "12345678", "short"}, {"longer", "1", ""}}, "<>"),
      "name       count  why\n"
      "a       12345678  short\n"
      "longer         1\n");
}

TEST(Aligned, CountsCharactersAndNotBytes) {
  EXPECT_EQ(aligned({{"\u00b11", "x"}, {"22", "y"}}, ""), "\u00b11  x\n22  y\n");
}

TEST(Aligned, TakesLinesOfDifferentLengths) {
  EXPECT_EQ(aligned({{"a"}, {"bb", "c"}, {}}, "", 1), "a\nbb c\n\n");
  EXPECT_EQ(aligned({}, "<"), "");
}

}  // namespace
}  // namespace gauntlet
