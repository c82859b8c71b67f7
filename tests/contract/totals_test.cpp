#include "contract/totals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "tests/contract/made_totals.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

Totals merged(const std::vector<Totals>& parts) {
  Totals all;
  for (const Totals& part : parts) all.merge(part);
  return all;
}

TEST(Totals, AreTheSameWhicheverIsMergedIntoWhich) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Totals a = made_totals(seed, 0, 12);
    const Totals b = made_totals(seed + 100, 0, 7);
    EXPECT_EQ(merged({a, b}), merged({b, a})) << seed;
  }
}

TEST(Totals, AreTheSameWhicheverAreMergedFirst) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Totals a = made_totals(seed, 0, 5);
    const Totals b = made_totals(seed + 100, 0, 9);
    const Totals c = made_totals(seed + 200, 0, 1);
    EXPECT_EQ(merged({merged({a, b}), c}), merged({a, merged({b, c})})) << seed;
  }
}

TEST(Totals, AreNotChangedByNothing) {
  const Totals some = made_totals(1, 0, 10);
  EXPECT_EQ(merged({some, {}}), some);
  EXPECT_EQ(merged({{}, some}), some);
}

TEST(Totals, OfTwoHalvesAreThoseOfTheWhole) {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    EXPECT_EQ(merged({made_totals(seed, 0, 25), made_totals(seed, 25, 50)}),
              made_totals(seed, 0, 50))
        << seed;
}

TEST(Totals, SurviveTheirJourneyWhole) {
  const Totals totals = made_totals(2, 0, 20);
  EXPECT_EQ(totals_from_json(json::parse(to_json(totals).dump())), totals);
  EXPECT_EQ(totals_from_json(json::parse(to_json(Totals{}).dump())), Totals{});
}

TEST(Totals, KeepWhatWasCapturedByEachOfSeveral) {
  const Totals one{.capture = CaptureReport{.interface = "lo", .packets = 5, .dropped = 1}};
  const Totals other{.capture =
                         CaptureReport{.interface = "eth0", .packets = 2, .problem = "disk full"}};
  const Totals both = merged({one, other, {}});
  const CaptureReport expected{
      .interface = "mixed", .packets = 7, .dropped = 1, .problem = "disk full"};
  EXPECT_EQ(both.capture, expected);
  EXPECT_EQ(totals_from_json(json::parse(to_json(both).dump())), both);
}

TEST(Totals, MayComeFromAProgramThatCapturesNothing) {
  json line = to_json(made_totals(3, 0, 20));
  line["totals"].erase("capture");
  EXPECT_EQ(totals_from_json(line).capture, std::nullopt);
}

TEST(Totals, NameTheKeyThatIsWrong) {
  const json whole = to_json(made_totals(3, 0, 20));
  for (const auto& [key, value] : whole.at("totals").items()) {
    if (key == "version") continue;
    json line = whole;
    line["totals"][key] = json::parse(value.is_boolean() ? "1" : "true");
    try {
      totals_from_json(line);
      ADD_FAILURE() << key;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(key));
    }
  }
}

TEST(Totals, MayComeFromAProgramThatCountsNoStatuses) {
  json line = to_json(made_totals(3, 0, 20));
  line["totals"].erase("statuses");
  EXPECT_TRUE(totals_from_json(line).statuses.empty());
}

TEST(Totals, AreNotReadFromAnotherVersion) {
  json line = to_json(Totals{});
  EXPECT_TRUE(has_totals(line));
  line["totals"]["version"] = 2;
  EXPECT_FALSE(has_totals(line));
  EXPECT_THROW(totals_from_json(line), Error);
}

TEST(Totals, KeepTheWeakestCheckAndTheEarliestErrorWhenMerged) {
  const Totals early{.verified = Verify::kLength, .first_error = {{milliseconds(5), "early"}}};
  const Totals late{.first_error = {{milliseconds(9), "late"}}};
  EXPECT_EQ(merged({late, early}).first_error->what, "early");
  EXPECT_EQ(merged({late, early}).verified, Verify::kLength);
}

TEST(Totals, SayThatTheLoadIsMixedWhereItIs) {
  const Totals get{.load = Load{.mode = "thread", .operation = "get", .volume = 1}};
  const Totals list{.load = Load{.mode = "thread", .operation = "list", .volume = 2}};
  const Load load = *merged({get, list}).load;
  EXPECT_EQ(load.mode, "thread");
  EXPECT_EQ(load.operation, "mixed");
  EXPECT_FALSE(load.volume_is_told);
}

TEST(Totals, AddTheRatesOfOpenLoops) {
  const Totals part{.schedule = {.nano_rate = to_nano_rate(0.1)}};
  EXPECT_EQ(from_nano_rate(merged({part, part, part}).schedule.nano_rate), 0.3);
}

// Histograms aside, whose size does not depend on the clients.
TEST(Totals, OfAHundredThousandClientsAreAFewMegabytesLong) {
  std::vector<Duration> means;
  std::vector<Duration> done;
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    means.emplace_back(static_cast<std::int64_t>(random() % 1'000'000'000));
    done.emplace_back(static_cast<std::int64_t>(random() % 60'000'000'000));
  }
  Totals totals;
  totals.clients.means = Durations(std::move(means));
  totals.clients.done = Durations(std::move(done));
  for (int i = 0; i < 60'000; ++i)
    totals.timeline.add(milliseconds(i), milliseconds(i + 1), {1000, 1e9, 0.123456789});
  EXPECT_LT(to_json(totals).dump().size(), 2'000'000u);
}

}  // namespace
}  // namespace gauntlet::contract
