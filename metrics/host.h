// The machine on which a measurement was taken.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace gauntlet::metrics {

struct Host {
  std::string name{};
  std::string cpu{};   // model name
  unsigned cores = 0;  // that this process may use
  std::uint64_t memory_bytes = 0;
  std::string kernel{};              // release
  std::string congestion_control{};  // the system's default
  std::string governor{};            // of CPU 0; empty where there is none
};

// Parts that cannot be read are empty or 0.
Host read_host();

nlohmann::json to_json(const Host& host);

}  // namespace gauntlet::metrics
