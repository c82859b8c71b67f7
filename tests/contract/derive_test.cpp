#include "contract/derive.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/contract/made_totals.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;

TEST(Derive, GivesTheFiguresOfTheWholeFromItsParts) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Totals parts;
    for (const std::uint64_t first : {25, 0, 10, 5})
      parts.merge(made_totals(seed, first, first == 25 ? 50 : first == 10 ? 25 : first + 5));
    const json of_parts = to_json(derive(parts));
    const json of_whole = to_json(derive(made_totals(seed, 0, 50)));
    for (const auto& [figure, value] : of_whole.items())
      EXPECT_EQ(of_parts.at(figure), value) << figure << ", seed " << seed;
  }
}

TEST(Derive, IsDoneAnewWhenALineIsReadWhateverTheLineSays) {
  const ClientReport report = derive(made_totals(1, 0, 20));
  json line = to_json(report);
  line["duration_s"] = 77;
  line["requests"] = 1;
  line.erase("steady_s");
  EXPECT_EQ(to_json(report_from_json(json::parse(line.dump()))), to_json(report));
}

TEST(Derive, HasNothingOfNothing) {
  const ClientReport report = derive({});
  EXPECT_EQ(report.verified, "none");
  EXPECT_EQ(report.duration_s, 0);
  EXPECT_FALSE(report.client_mean_s);
  EXPECT_FALSE(report.mean_interval_s);
  EXPECT_FALSE(report.schedule);
}

// ab compares builds of which one may be older, or newer.
TEST(Derive, IsNotNeededForTheLineOfAProgramThatSaysItsFiguresAlone) {
  const ClientReport report = derive(made_totals(1, 0, 20));
  json line = to_json(report);
  line["totals"]["version"] = 1000;
  ClientReport read = report_from_json(line);
  EXPECT_FALSE(read.totals);
  read.totals = report.totals;
  EXPECT_EQ(to_json(read), to_json(report));
}

// As client_pool wrote it before it wrote totals.
TEST(Derive, TakesALineOfBeforeAsItStands) {
  std::ifstream file(GAUNTLET_SOURCE_DIR "/tests/contract/report_before_totals.json");
  json line = json::parse(file);
  const ClientReport report = report_from_json(line);
  line["files"] = nullptr;  // what came later
  line["retries"] = 0;
  line["rejected"] = 0;
  line["tcp"]["least_mss"] = nullptr;
  line["targets"][0].update(
      {{"connections", 0}, {"refused", 0}, {"avg_time_s", nullptr}, {"max_time_s", nullptr}});
  EXPECT_FALSE(report.totals);
  EXPECT_EQ(report.requests, 12u);
  EXPECT_EQ(to_json(report), line);
}

TEST(Derive, SaysTheCpuTimeAsItWasMeasured) {
  EXPECT_EQ(derive({.cpu_us = 1'250'001}).cpu_s, 1.250001);
}

}  // namespace
}  // namespace gauntlet::contract
