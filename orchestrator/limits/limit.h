// What held a scenario back. Pure; the rules in words: docs/limits.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/limits/evidence.h"

namespace gauntlet::orchestrator::limits {

inline constexpr const char* kLimitAdmission = "admission";
inline constexpr const char* kLimitPace = "pace";
inline constexpr const char* kLimitWorkers = "workers";
inline constexpr const char* kLimitServerCpu = "server_cpu";
inline constexpr const char* kLimitClientCpu = "client_cpu";
inline constexpr const char* kLimitProxyCpu = "proxy_cpu";
inline constexpr const char* kLimitHostCpu = "host_cpu";
inline constexpr const char* kLimitDisk = "disk";
inline constexpr const char* kLimitNetwork = "network";
inline constexpr const char* kLimitNone = "none";

struct Limit {
  std::string name{};      // one of the above; empty: not judged
  std::string sentence{};  // the figures that decided it
};

// The first rule that matches; not judged without figures.
Limit limit_of(const Evidence& evidence);

// What a name says of every row that has it; empty for a name that is none.
std::string meaning_of_limit(std::string_view name);

// What limited most of several runs, by their limits' names; of names that are as frequent, the
// first by the alphabet. Those that were not judged do not count.
std::string most_frequent(const std::vector<std::string>& names);

}  // namespace gauntlet::orchestrator::limits
