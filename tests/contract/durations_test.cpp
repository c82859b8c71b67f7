#include "contract/durations.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::contract {
namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;

TEST(Durations, AreInRisingOrderHoweverTheyCame) {
  const Durations durations({nanoseconds(3), nanoseconds(1), nanoseconds(2), nanoseconds(1)});
  EXPECT_EQ(durations.sorted(), (std::vector<Duration>{nanoseconds(1), nanoseconds(1),
                                                       nanoseconds(2), nanoseconds(3)}));
}

TEST(Durations, AreInRisingOrderWhenMerged) {
  Durations durations({nanoseconds(1), nanoseconds(5)});
  durations.merge(Durations({nanoseconds(4), nanoseconds(0)}));
  EXPECT_EQ(durations, Durations({nanoseconds(0), nanoseconds(1), nanoseconds(4), nanoseconds(5)}));
}

TEST(Durations, TravelAsDifferences) {
  EXPECT_EQ(Durations({nanoseconds(7), nanoseconds(5)}).to_json(), nlohmann::json({5, 2}));
}

TEST(Durations, SurviveTheirJourneyWhole) {
  const Durations durations({-nanoseconds(4), nanoseconds(0), hours(24), hours(24)});
  EXPECT_EQ(Durations::from_json(nlohmann::json::parse(durations.to_json().dump())), durations);
}

TEST(Durations, RefuseWhatTheyDidNotWrite) {
  for (const char* text : {"null", "{}", "[0.5]", "[1,-1]", R"(["1"])", "[9223372036854775807,1]",
                           "[9223372036854775808]"})
    EXPECT_THROW(Durations::from_json(nlohmann::json::parse(text)), Error) << text;
}

// A client a figure: the line of a hundred thousand clients stays a few megabytes.
TEST(Durations, TakeFewBytesEach) {
  std::vector<Duration> values;
  for (std::int64_t i = 0; i < 100'000; ++i)
    values.emplace_back(i * 7'919 % 100'000 * 600'001);  // within a minute
  EXPECT_LT(Durations(std::move(values)).to_json().dump().size(), 800'000u);
}

}  // namespace
}  // namespace gauntlet::contract
