#include "contract/weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::contract {
namespace {

using testing::ElementsAre;

TEST(Weights, AreWholeNumbersWithColons) {
  EXPECT_THAT(parse_weights("3:2:1").value(), ElementsAre(3, 2, 1));
  EXPECT_THAT(parse_weights("256").value(), ElementsAre(256));
}

TEST(Weights, AreNothingElse) {
  for (const char* text : {"", ":", "3:", ":3", "3::1", "0", "257", "-1", "+1", "1.5", "1 :2", "a",
                           "99999999999999999999"})
    EXPECT_FALSE(parse_weights(text)) << text;
}

TEST(Weights, AreReadAsTheyAreWritten) {
  EXPECT_EQ(to_text(std::vector<std::uint64_t>{3, 20, 1}), "3:20:1");
}

}  // namespace
}  // namespace gauntlet::contract
