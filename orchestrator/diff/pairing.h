// Two tables -> rows that belong together: those of the same configuration, with their passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::diff {

// Of PairedTables::names: the first are columns of their own, the others are settings.
inline constexpr std::size_t kAxisColumns = 5;
inline constexpr std::size_t kOperationColumn = 2;

struct Pass {
  std::uint64_t number = 0;
  const table::Row* row = nullptr;
};

// Everything that is configuration, and the passes of it in both tables; one side may have none.
struct Pairing {
  std::vector<std::string> values{};  // of PairedTables::names
  std::string name{};                 // for people: the scenario's id
  std::vector<Pass> base{};           // in the order of their numbers
  std::vector<Pass> fresh{};
};

// The setting columns by which rows of several tables can be told apart: those that every table
// has, and, of the settings that this version knows, those that some have, since the others have
// their defaults. left_out: the others.
struct CommonSettings {
  std::vector<std::string> names{};
  std::vector<std::string> left_out{};
};
CommonSettings common_settings(const std::vector<const table::Table*>& tables);

// A setting in which the sides of a live comparison differ: the same in all rows of a side.
struct OnTrial {
  std::string name{};
  std::string base{};
  std::string fresh{};
};

struct PairedTables {
  std::vector<std::string> names{};  // mode, server_pool, operation, volume, client_pool, settings
  std::vector<Pairing> rows{};       // sorted by their values
  bool paired = false;  // both tables are of one live comparison: equal pass numbers ran together
  std::vector<OnTrial> on_trial{};      // in pairings its value is "cubic -> bbr"
  std::vector<std::string> left_out{};  // columns that only one of them has, and nobody knows
};

// The tables must outlive what is returned. A setting that only one of the tables has is taken, in
// the other, to have its default: older tables lack newer settings. Passes are numbered by the
// column `pass`; where it is missing or does not tell a row's repeats apart, by their timestamps.
PairedTables pair_tables(const table::Table& base, const table::Table& fresh);

}  // namespace gauntlet::orchestrator::diff
