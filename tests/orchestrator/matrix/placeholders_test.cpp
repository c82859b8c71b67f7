#include "orchestrator/matrix/placeholders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// <name> for a placeholder, [NAME] for a variable.
std::string marked(std::string_view text) {
  return fill_in(text, [](const Piece& piece) {
    return piece.kind == Piece::Kind::kPlaceholder ? "<" + piece.text + ">"
                                                   : "[" + piece.text + "]";
  });
}

TEST(FillIn, FindsPlaceholdersAndVariables) {
  EXPECT_EQ(marked("-p {port} -t ${TOKEN_1}{root}"), "-p <port> -t [TOKEN_1]<root>");
}

TEST(FillIn, LeavesOtherBracesAlone) {
  EXPECT_EQ(marked("http { listen {port}; } {} {A} $host {a b}"),
            "http { listen <port>; } {} {A} $host {a b}");
}

TEST(FillIn, TakesDoubledSignsAsText) { EXPECT_EQ(marked("{{port}} $${A}"), "{port} ${A}"); }

TEST(SplitWords, SplitsAtSpaces) {
  EXPECT_THAT(split_words("  nginx -p\t{folder}\n"), ElementsAre("nginx", "-p", "{folder}"));
  EXPECT_THAT(split_words(" "), IsEmpty());
}

TEST(SplitWords, KeepsWhatIsQuotedTogether) {
  EXPECT_THAT(split_words(R"(a 'b c' "d 'e'" f" "g '')"),
              ElementsAre("a", "b c", "d 'e'", "f g", ""));
}

TEST(SplitWords, TakesWhatFollowsABackslashAsItIs) {
  EXPECT_THAT(split_words(R"(a\ b "\"\x" '\n')"), ElementsAre("a b", R"("\x)", R"(\n)"));
}

TEST(SplitWords, RefusesAQuoteWithoutItsEnd) { EXPECT_THROW(split_words("a 'b"), Error); }

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
