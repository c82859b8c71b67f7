#include "base/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace gauntlet {
namespace {

TEST(Glob, TakesAStarForAnyBytesAndAQuestionMarkForOne) {
  EXPECT_TRUE(fits_glob("*.pdf", "a.pdf"));
  EXPECT_TRUE(fits_glob("*.pdf", ".pdf"));
  EXPECT_TRUE(fits_glob("a*b*c", "a--b--b-c"));
  EXPECT_TRUE(fits_glob("?b?", "abc"));
  EXPECT_TRUE(fits_glob("*", ""));
  EXPECT_TRUE(fits_glob("**", "any"));
  EXPECT_FALSE(fits_glob("*.pdf", "a.pdf.gz"));
  EXPECT_FALSE(fits_glob("?", ""));
  EXPECT_FALSE(fits_glob("a*b", "a"));
}

TEST(Glob, HasToFitTheWholeName) {
  EXPECT_TRUE(fits_glob("abc", "abc"));
  EXPECT_FALSE(fits_glob("abc", "abcd"));
  EXPECT_FALSE(fits_glob("abcd", "abc"));
  EXPECT_TRUE(fits_glob("", ""));
  EXPECT_FALSE(fits_glob("", "a"));
}

TEST(Glob, KnowsSetsAndTheirOpposite) {
  EXPECT_TRUE(fits_glob("[a-c_]x", "bx"));
  EXPECT_TRUE(fits_glob("[a-c_]x", "_x"));
  EXPECT_FALSE(fits_glob("[a-c_]x", "dx"));
  EXPECT_TRUE(fits_glob("[!a-c]", "d"));
  EXPECT_FALSE(fits_glob("[!a-c]", "a"));
  EXPECT_TRUE(fits_glob("[]]", "]"));
  EXPECT_TRUE(fits_glob("[a-]", "-"));
}

TEST(Glob, TakesASetThatIsNeverClosedAsItStands) {
  EXPECT_TRUE(fits_glob("[ab", "[ab"));
  EXPECT_FALSE(fits_glob("[ab", "a"));
  EXPECT_TRUE(fits_glob("[", "["));
}

TEST(Glob, TakesWhatABackslashEscapesAsItStands) {
  EXPECT_TRUE(fits_glob("\\*.txt", "*.txt"));
  EXPECT_FALSE(fits_glob("\\*.txt", "a.txt"));
  EXPECT_FALSE(fits_glob("\\?", "a"));
  EXPECT_TRUE(fits_glob("a\\", "a\\"));
}

TEST(Glob, TakesBytesThatAreNoText) {
  EXPECT_TRUE(fits_glob("?\n*", "\xFF\n\x80"));
  EXPECT_TRUE(fits_glob("[\x80-\xFF]", "\xC3"));
}

TEST(Glob, IsNotSlowedDownByManyStars) {
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += "*a";
  EXPECT_FALSE(fits_glob(pattern + "b", std::string(200, 'a')));
}

}  // namespace
}  // namespace gauntlet
