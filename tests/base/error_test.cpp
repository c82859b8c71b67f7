#include "base/error.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace gauntlet {
namespace {

TEST(Place, ShowsWhatIsKnownOfIt) {
  EXPECT_EQ(to_string(Place{}), "");
  EXPECT_EQ(to_string(Place{.file = "a.yaml"}), "a.yaml");
  EXPECT_EQ(to_string(Place{.file = "a.yaml", .line = 12}), "a.yaml:12");
  EXPECT_EQ(to_string(Place{.file = "a.yaml", .line = 12, .key = "volume"}),
            "a.yaml:12: key 'volume'");
  EXPECT_EQ(to_string(Place{.key = "volume"}), "key 'volume'");
}

TEST(Error, BeginsWithItsPlace) {
  const Error error(Place{.file = "a.yaml", .line = 3, .key = "mode"}, "must be thread or process");
  EXPECT_STREQ(error.what(), "a.yaml:3: key 'mode': must be thread or process");
  EXPECT_EQ(error.place().line, 3);
}

TEST(Error, IsItsSentenceAloneWithoutAPlace) {
  EXPECT_STREQ(Error("it is broken").what(), "it is broken");
  EXPECT_STREQ(Error(Place{}, "it is broken").what(), "it is broken");
}

TEST(Error, QuotesNothingThatATerminalObeys) {
  const Error error(Place{.file = "a\xFF.yaml", .key = "\x1b[2J"}, "'\x1b]0;x\x07' is\nno mode");
  EXPECT_STREQ(error.what(), "a\\xff.yaml: key '\\x1b[2J': '\\x1b]0;x\\x07' is\nno mode");
  EXPECT_STREQ(Error("'\xFF' is none").what(), "'\\xff' is none");
}

TEST(Error, IsBadInputUnlessSaidOtherwise) {
  EXPECT_EQ(Error("x").code(), ExitCode::kBadInput);
  EXPECT_EQ(Error("x", ExitCode::kUnable).code(), ExitCode::kUnable);
}

TEST(ThrowErrno, EndsWithTheSystemsReason) {
  errno = ENOENT;
  try {
    throw_errno("cannot open 'x'");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "cannot open 'x': No such file or directory");
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

}  // namespace
}  // namespace gauntlet
