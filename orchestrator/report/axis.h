// The settings along which the rows of a table differ, and how they are named in pictures. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

// A setting with the values that it has in a table.
struct Axis {
  std::string name{};                 // of the setting
  std::vector<std::string> values{};  // ascending when all are numbers, else by the alphabet
  std::vector<double> numbers{};      // of the values: durations in seconds, sizes in bytes; empty
                                      // when one of them is no number

  bool varies() const { return values.size() > 1; }
  bool numeric() const { return !numbers.empty(); }
};

// The places of a row's values on the axes of its table, in their order.
using Places = std::vector<std::size_t>;

// The axes that every table has come first, in this order; then the settings that vary, in the
// order of their columns.
enum BaseAxis : std::size_t { kOperation, kVolume, kClientPool, kMode, kServerPool, kBaseAxes };

struct Axes {
  std::vector<Axis> axes{};
  std::vector<Places> rows{};  // of each row of the table
};
Axes axes_of(const table::Table& table);

// Its first letters, the last three of them dots where it has more; of 4 or more letters.
std::string cut_to(const std::string& text, std::size_t letters);

// Along a picture's side: "10 MB", "64 KiB", "50", "thread".
std::string tick(const Axis& axis, std::size_t place);
// How much of a value is shown among others where there is little room, and in a legend, which
// makes room.
inline constexpr std::size_t kFewLetters = 26;
inline constexpr std::size_t kManyLetters = 64;

// Among other settings: "10 MB", "50 clients", "1 worker", "thread", "nginx", "congestion bbr".
std::string describe(const Axis& axis, std::size_t place, std::size_t letters = kFewLetters);
// Under a picture: "clients", "volume", "rate, requests/s".
std::string title_of(const Axis& axis);

}  // namespace gauntlet::orchestrator::report
