#include "orchestrator/diff/pairing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "orchestrator/matrix/settings.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::diff {
namespace {

constexpr std::array<const char*, kAxisColumns> kAxes{"mode", "server_pool", "operation", "volume",
                                                      "client_pool"};

using Key = std::vector<std::string>;
using Repeats = std::vector<const table::Row*>;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string initial_value(const std::string& name) {
  const auto place = matrix::find_setting(name);
  return place ? std::string(matrix::settings()[*place].initial) : std::string();
}

// Looks from a place on, and moves it behind what was found: in most rows the settings stand in the
// order in which they are asked for.
std::string setting_of(const table::Row& row, const std::string& name, std::size_t& place) {
  const std::size_t count = row.settings.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [setting, value] = row.settings[(place + i) % count];
    if (setting != name) continue;
    place += i + 1;
    return value;
  }
  return initial_value(name);
}

Key key_of(const table::Row& row, const std::vector<std::string>& names) {
  Key key;
  std::size_t place = 0;
  for (std::size_t i = 0; i < names.size(); ++i)
    key.push_back(i < kAxes.size() ? to_text(row, *table::find_column(names[i]))
                                   : setting_of(row, names[i], place));
  return key;
}

std::map<Key, Repeats> group(const table::Table& table, const std::vector<std::string>& names) {
  std::map<Key, Repeats> groups;
  for (const table::Row& row : table.rows) groups[key_of(row, names)].push_back(&row);
  return groups;
}

// The value that all keys have in a place; nothing where there are several.
std::optional<std::string> only_value(const std::map<Key, Repeats>& groups, std::size_t place) {
  const std::string& first = groups.begin()->first[place];
  for (const auto& [key, repeats] : groups)
    if (key[place] != first) return std::nullopt;
  return first;
}

void set_value(std::map<Key, Repeats>& groups, std::size_t place, const std::string& value) {
  std::map<Key, Repeats> changed;
  for (const auto& [key, repeats] : groups) {
    Key with_value = key;
    with_value[place] = value;
    changed[with_value] = repeats;
  }
  groups = std::move(changed);
}

// Makes the keys of both sides equal in the settings on trial. What they ask for is never on trial:
// different operations have nothing to compare.
std::vector<OnTrial> put_on_trial(const std::vector<std::string>& names,
                                  std::map<Key, Repeats>& base, std::map<Key, Repeats>& fresh) {
  std::vector<OnTrial> trials;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto of_base = only_value(base, i);
    const auto of_fresh = only_value(fresh, i);
    if (i == kOperationColumn || !of_base || !of_fresh || of_base == of_fresh) continue;
    trials.push_back({names[i], *of_base, *of_fresh});
    const std::string both = fmt::format("{} -> {}", *of_base, *of_fresh);
    set_value(base, i, both);
    set_value(fresh, i, both);
  }
  return trials;
}

// Tables without pass numbers, or several put into one file, repeat none or all of them.
bool numbered(const std::map<Key, Repeats>& groups) {
  for (const auto& [key, repeats] : groups) {
    std::set<std::uint64_t> seen;
    for (const table::Row* row : repeats)
      if (!row->pass || !seen.insert(*row->pass).second) return false;
  }
  return true;
}

std::vector<Pass> passes_of(Repeats repeats, bool by_number) {
  std::stable_sort(repeats.begin(), repeats.end(),
                   [by_number](const table::Row* a, const table::Row* b) {
                     return by_number ? *a->pass < *b->pass : a->timestamp < b->timestamp;
                   });
  std::vector<Pass> passes;
  for (const table::Row* row : repeats)
    passes.push_back({by_number ? *row->pass : passes.size() + 1, row});
  return passes;
}

std::string name_of(const table::Row& row) {
  if (!row.scenario.empty()) return row.scenario;
  return fmt::format("{}-s{}-{}-{}MB-c{}", row.mode, row.server_pool, row.operation, row.volume,
                     row.client_pool);
}

bool one_live_comparison(const table::Table& base, const table::Table& fresh) {
  std::set<std::string> ids;
  for (const table::Table* table : {&base, &fresh})
    for (const table::Row& row : table->rows) ids.insert(row.ab);
  return ids.size() == 1 && !ids.begin()->empty();
}

}  // namespace

CommonSettings common_settings(const std::vector<const table::Table*>& tables) {
  CommonSettings result;
  for (const table::Table* table : tables) {
    for (const std::string& name : table->settings) {
      if (has(result.names, name) || has(result.left_out, name)) continue;
      const bool common = matrix::find_setting(name).has_value() ||
                          std::all_of(tables.begin(), tables.end(), [&](const table::Table* other) {
                            return has(other->settings, name);
                          });
      (common ? result.names : result.left_out).push_back(name);
    }
  }
  return result;
}

PairedTables pair_tables(const table::Table& base, const table::Table& fresh) {
  CommonSettings settings = common_settings({&base, &fresh});
  PairedTables result{.names = {kAxes.begin(), kAxes.end()},
                      .paired = one_live_comparison(base, fresh),
                      .left_out = std::move(settings.left_out)};
  result.names.insert(result.names.end(), settings.names.begin(), settings.names.end());
  std::map<Key, Repeats> base_groups = group(base, result.names);
  std::map<Key, Repeats> fresh_groups = group(fresh, result.names);
  if (result.paired) result.on_trial = put_on_trial(result.names, base_groups, fresh_groups);
  const bool base_numbered = numbered(base_groups);
  const bool fresh_numbered = numbered(fresh_groups);
  std::map<Key, Pairing> rows;
  for (const auto& [key, repeats] : base_groups) {
    rows[key] = {key, name_of(*repeats.front()), passes_of(repeats, base_numbered), {}};
  }
  for (const auto& [key, repeats] : fresh_groups) {
    Pairing& row = rows[key];
    row.values = key;
    if (row.name.empty()) row.name = name_of(*repeats.front());
    row.fresh = passes_of(repeats, fresh_numbered);
  }
  for (auto& [key, row] : rows) result.rows.push_back(std::move(row));
  return result;
}

}  // namespace gauntlet::orchestrator::diff
