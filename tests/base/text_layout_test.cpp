#include "base/text_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TextWidth, CountsCharacters) {
  EXPECT_EQ(text_width(""), 0u);
  EXPECT_EQ(text_width("ab"), 2u);
  EXPECT_EQ(text_width("±2.1%"), 5u);
}

TEST(Aligned, PutsCellsUnderEachOther) {
  EXPECT_THAT(aligned_lines({{"name", "n", "note"}, {"a", "±12", ""}, {"abcdef", "", "x"}}),
              ElementsAre("name    n    note", "a       ±12", "abcdef       x"));
}

TEST(Aligned, PutsFiguresToTheRight) {
  EXPECT_THAT(aligned_lines({{"a", "10", "x"}, {"bc", "7", "y"}}, "<>"),
              ElementsAre("a   10  x", "bc   7  y"));
}

TEST(Aligned, TakesRowsOfDifferentLengths) {
  EXPECT_EQ(aligned({{"a"}, {"bb", "c"}, {}}, "", 1), "a\nbb c\n\n");
}

TEST(Aligned, OfNothingIsNothing) { EXPECT_THAT(aligned_lines({}), IsEmpty()); }

TEST(Wrapped, LeavesWhatFits) {
  EXPECT_EQ(wrapped("one two", 7), "one two");
  EXPECT_EQ(wrapped("", 7), "");
}

TEST(Wrapped, BreaksAtBlanksAndIndentsWhatFollows) {
  EXPECT_EQ(wrapped("one two three four", 9, 2), "one two\n  three\n  four");
}

TEST(Wrapped, KeepsBlanksWithinALine) {
  EXPECT_EQ(wrapped("  one  two  three", 10, 4), "  one  two\n    three");
}

TEST(Wrapped, CutsAWordThatIsTooLongForALine) {
  EXPECT_EQ(wrapped("a bcdefghi j", 4, 1), "a\n bcd\n efg\n hi\n j");
  EXPECT_EQ(wrapped("±±±±±", 2), "±±\n±±\n±");
}

TEST(Wrapped, KeepsEveryLineWithinTheWidth) {
  const std::string text = "the quick brown fox, which is ±3 years old, jumps over a lazy dog";
  for (std::size_t width = 5; width < 70; ++width) {
    const std::string lines = wrapped(text, width, 3);
    for (std::size_t begin = 0; begin < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', begin), lines.size());
      EXPECT_LE(text_width(lines.substr(begin, end - begin)), width) << lines;
      begin = end + 1;
    }
  }
}

TEST(TerminalWidth, IsUnknownOfWhatIsNoTerminal) { EXPECT_FALSE(terminal_width(-1)); }
TEST(TerminalHeight, IsUnknownOfWhatIsNoTerminal) { EXPECT_FALSE(terminal_height(-1)); }

TEST(MarkdownTable, HasItsFirstRowAsItsHead) {
  EXPECT_EQ(markdown_table({{"name", "count"}, {"a", "1"}}, "<>"),
            "| name | count |\n| --- | ---: |\n| a | 1 |\n");
}

TEST(MarkdownTable, LetsNoTextEndItsCell) {
  EXPECT_EQ(markdown_table({{"n"}, {"a|<b>`c`\nd"}}, "<"), "| n |\n| --- |\n| a\\|&lt;b>'c' d |\n");
}

}  // namespace
}  // namespace gauntlet
