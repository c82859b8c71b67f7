#include "base/embedded_files.h"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

namespace gauntlet {
namespace {

constexpr std::array<EmbeddedFile, 2> kEmbedded{{{"a.js", "one"}, {"vendor/b.js", "two"}}};

TEST(EmbeddedFiles, AreFoundByTheirNames) { EXPECT_EQ(text_of(kEmbedded, "vendor/b.js"), "two"); }

TEST(EmbeddedFiles, ThatAreNotThereAreAMistakeInTheProgram) {
  EXPECT_THROW(text_of(kEmbedded, "b.js"), std::logic_error);
}

TEST(EmbeddedFiles, HaveNamesWithoutTheirFolder) {
  EXPECT_EQ(name_without_folder(kEmbedded[0]), "a.js");
  EXPECT_EQ(name_without_folder(kEmbedded[1]), "b.js");
}

TEST(FilledText, HasWhatStandsForEachName) {
  EXPECT_EQ(filled("<@A@> @media @B@@A@", {{"A", "one"}, {"B", "@A@"}}), "<one> @media @A@one");
}

}  // namespace
}  // namespace gauntlet
