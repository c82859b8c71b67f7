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

}  // namespace
}  // namespace gauntlet
