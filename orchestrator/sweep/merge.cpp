#include "orchestrator/sweep/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/error.h"

namespace gauntlet::orchestrator::sweep {
namespace {

void check_alike(const Part& part, const Part& first) {
  const auto refuse = [&](const char* what) {
    throw Error({.file = part.file},
                fmt::format("{} '{}'; merge the parts of one sweep", what, first.file));
  };
  if (matrix::content_hash(part.plan.scenarios) != matrix::content_hash(first.plan.scenarios))
    refuse("comes from other scenarios than");
  if (part.plan.repeats != first.plan.repeats) refuse("has other passes, or another order, than");
  if (part.plan.shard.count != first.plan.shard.count) refuse("is a part of another size than");
  if (part.columns != first.columns) refuse("has other columns than");
}

void check_shards(const std::vector<Part>& parts) {
  const std::size_t count = parts[0].plan.shard.count;
  std::vector<const Part*> found(count);
  for (const Part& part : parts) {
    const Part*& place = found[part.plan.shard.index - 1];
    if (place != nullptr)
      throw Error({.file = part.file}, fmt::format("is shard {}, and so is '{}'; leave out one",
                                                   to_text(part.plan.shard), place->file));
    place = &part;
  }
  for (std::size_t i = 0; i < count; ++i)
    if (found[i] == nullptr)
      throw Error(fmt::format("shard {}/{} is missing; name its table as well", i + 1, count));
}

void check_complete(const Part& part) {
  std::set<std::pair<std::uint64_t, std::string>> rows;  // pass and scenario
  for (const table::Row& row : part.table.rows) rows.emplace(row.pass.value_or(0), row.scenario);
  const std::size_t planned =
      scenarios_of_shard(part.plan).size() * static_cast<std::size_t>(part.plan.repeats.passes);
  if (rows.size() != part.table.rows.size())
    throw Error({.file = part.file}, "has two rows of one scenario in one pass; remove one");
  if (rows.size() != planned)
    throw Error({.file = part.file},
                fmt::format("has {} of {} rows; finish it by 'orchestrator run --resume {}'",
                            rows.size(), planned, part.file));
}

}  // namespace

Plan merged_plan(const std::vector<Part>& parts) {
  for (const Part& part : parts) check_alike(part, parts[0]);
  check_shards(parts);
  for (const Part& part : parts) check_complete(part);
  Plan plan = parts[0].plan;
  plan.shard = {};
  return plan;
}

std::vector<table::Row> merged_rows(const std::vector<Part>& parts) {
  std::vector<table::Row> rows;
  for (const Part& part : parts)
    rows.insert(rows.end(), part.table.rows.begin(), part.table.rows.end());
  std::stable_sort(rows.begin(), rows.end(), [](const table::Row& a, const table::Row& b) {
    return std::pair(a.pass.value_or(0), a.position.value_or(0)) <
           std::pair(b.pass.value_or(0), b.position.value_or(0));
  });
  return rows;
}

}  // namespace gauntlet::orchestrator::sweep
