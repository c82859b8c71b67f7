#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace gauntlet {
namespace {

TEST(Utf8, KnowsWhatIsText) {
  for (const char* text : {"", "a", "\x7f", "\xC3\xA9", "\xE2\x82\xAC", "\xED\x9F\xBF",
                           "\xEE\x80\x80", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8, KnowsWhatIsNone) {
  for (const char* text : {"\x80", "\xC3", "\xC3(", "\xC0\xAF", "\xE0\x80\xAF", "\xE2\x82",
                           "\xED\xA0\x80", "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5", "\xFF"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, ShowsTheBytesThatAreNone) {
  EXPECT_EQ(as_utf8("a\xFF\xC3\xA9\xE2\x82z"), "a\\xff\xC3\xA9\\xe2\\x82z");
  EXPECT_EQ(as_utf8("a\nb\x1b"), "a\nb\x1b");
}

TEST(Utf8, MakesTextOfAnyBytes) {
  std::string all;
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      all += static_cast<char>(first);
      all += static_cast<char>(second);
    }
  EXPECT_TRUE(is_utf8(as_utf8(all)));
  EXPECT_TRUE(is_utf8(printable(all)));
  EXPECT_EQ(printable(printable(all)), printable(all));
}

TEST(Printable, LeavesTextAsItIs) {
  const std::string text = "p99 < 5 ms ± 3% \xE2\x82\xAC \\x1b";
  EXPECT_EQ(printable(text), text);
}

TEST(Printable, LetsNothingReachATerminal) {
  EXPECT_EQ(printable("a\x1b[31mb\x7f\x07"), "a\\x1b[31mb\\x7f\\x07");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\xc2\\x9b31m");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a\\x00b");
}

TEST(Printable, LetsNothingTurnTheDirectionOfWriting) {
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a\\xe2\\x80\\xaeb");
  EXPECT_EQ(printable("\xE2\x81\xA6"), "\\xe2\\x81\\xa6");
}

TEST(Printable, IsOneLineUnlessLinesAreAskedFor) {
  EXPECT_EQ(printable("a\r\nb\tc"), "a  b c");
  EXPECT_EQ(printable_lines("a\nb\tc\x1b"), "a\nb c\\x1b");
}

TEST(ShortenedTo, CutsNoCharacter) {
  const std::string text = "a\xE2\x82\xAC";
  EXPECT_EQ(shortened_to(text, 4), text);
  EXPECT_EQ(shortened_to(text, 3), "a");
  EXPECT_EQ(shortened_to(text, 2), "a");
  EXPECT_EQ(shortened_to(text, 1), "a");
  EXPECT_EQ(shortened_to(text, 0), "");
  EXPECT_EQ(shortened_to("\x80\x80\x80\x80\x80\x80", 4).size(), 4u);
}

}  // namespace
}  // namespace gauntlet
