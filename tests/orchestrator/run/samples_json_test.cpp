#include "orchestrator/run/samples_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gauntlet::orchestrator::run {
namespace {

using metrics::Snapshot;
using nlohmann::json;

std::vector<Snapshot> two_samples() {
  Snapshot first;
  first.time_ns = 5'000'000'000;
  first.programs[metrics::kServer].threads[11] = {1'000'000'000, 500'000'000};
  Snapshot second = first;
  second.time_ns = 5'100'000'000;
  second.programs[metrics::kServer].threads[12] = {};
  second.host.runnable = 3;
  return {first, second};
}

// The value of a column in a row.
json value(const json& samples, std::size_t row, const std::string& column) {
  const json& names = samples["columns"];
  const auto place = std::find(names.begin(), names.end(), column) - names.begin();
  return samples["rows"][row][static_cast<std::size_t>(place)];
}

TEST(SamplesJson, CountsTimeFromTheFirstSample) {
  const json samples = samples_to_json(two_samples());
  EXPECT_EQ(samples["begin_ns"], 5'000'000'000);
  EXPECT_EQ(value(samples, 0, "t_s"), 0.0);
  EXPECT_EQ(value(samples, 1, "t_s"), 0.1);
}

TEST(SamplesJson, HasAValueForEveryColumn) {
  const json samples = samples_to_json(two_samples());
  ASSERT_EQ(samples["rows"].size(), 2u);
  for (const json& row : samples["rows"]) EXPECT_EQ(row.size(), samples["columns"].size());
}

TEST(SamplesJson, LeavesOutWhatIsNotKnown) {
  const json samples = samples_to_json(two_samples());
  EXPECT_TRUE(value(samples, 0, "runnable").is_null());
  EXPECT_EQ(value(samples, 1, "runnable"), 3);
}

TEST(SamplesJson, HasAnEntryOfEveryThreadForEachRow) {
  const json threads = samples_to_json(two_samples())["server_threads"];
  EXPECT_EQ(threads["11"], json::parse("[[1.0,0.5],[1.0,0.5]]"));
  EXPECT_EQ(threads["12"], json::parse("[null,[0.0,0.0]]"));
}

TEST(SamplesJson, HasColumnsOfEveryProgram) {
  std::vector<Snapshot> samples = two_samples();
  samples[1].programs["proxy"].resident_bytes = 7;
  const json value_of = samples_to_json(samples);
  EXPECT_EQ(value(value_of, 1, "proxy_resident_bytes"), 7);
  EXPECT_EQ(value(value_of, 0, "client_resident_bytes"), 0);
  EXPECT_TRUE(value_of["proxy_threads"].empty());
}

TEST(SamplesJson, OfNoSamplesHasNoRows) { EXPECT_TRUE(samples_to_json({})["rows"].empty()); }

}  // namespace
}  // namespace gauntlet::orchestrator::run
