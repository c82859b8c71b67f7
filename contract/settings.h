// Every setting of a scenario, declared once: the check of a YAML file, the options of server_pool
// and client_pool, the columns of the table, --set and scenarios/README.md all read it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::contract {

enum class Kind {
  kChoice,
  kInteger,
  kNumber,
  kVolume,  // MiB, as a number or as a size with its unit
  kDuration,
  kSize,
  kFilters,  // as contract/filters.h reads them, in the form of a query; or none
  kTree,     // as contract/tree_shape.h reads it; or none
  kEvents,   // as contract/events.h reads them; or none
  kWeights,  // as contract/weights.h reads them; or none
  kLink,     // as contract/link.h reads it; or none
  kText
};

struct Setting {
  std::string_view name{};
  Kind kind = Kind::kText;
  std::string initial{};                    // the value where none is given; empty: one must be
  std::vector<std::string_view> choices{};  // of kChoice
  // Bounds of numbers, of durations in seconds, of sizes in bytes, of texts in letters.
  double least = 0;
  double most = 0;
  std::string_view unit{};  // what a number counts; empty where the kind says it
  // Of server_pool; empty: it is not told, or in a way that depends on other settings.
  std::string_view server_flag{};
  std::string_view client_flag{};  // of client_pool; empty: client_pool is not told
  std::string_view meaning{};      // one sentence

  bool required() const { return initial.empty(); }
};

// In the order in which they are listed everywhere; the required ones first.
const std::vector<Setting>& settings();

// Its place in settings(); nothing for a name that is no setting.
std::optional<std::size_t> find_setting(std::string_view name);

}  // namespace gauntlet::contract
