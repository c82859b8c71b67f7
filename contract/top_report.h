// What a client of the operation top says of its own machine, in the body that it POSTs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace gauntlet::contract {

// Of its process that used most CPU time since it began.
struct TopReport {
  std::string host{};        // the machine's name
  std::uint64_t client = 0;  // the client's number
  int pid = 0;
  std::string name{};
  std::uint64_t ticks = 0;  // of the CPUs, user and kernel
  double seconds = 0;       // the same

  friend bool operator==(const TopReport&, const TopReport&) = default;
};

// Bounds of what is taken: of the whole body, and of its texts in bytes.
inline constexpr std::size_t kMostReportBytes = 4096;
inline constexpr std::size_t kMostHostBytes = 64;
inline constexpr std::size_t kMostNameBytes = 256;  // a name of 63 bytes none of which is UTF-8

// The services of server_pool that top consists of.
inline constexpr const char* kTopTarget = "/-/top";
inline constexpr const char* kTopReportTarget = "/-/top/client";

// {"host":"h","client":0,"pid":1,"name":"init","ticks":7,"seconds":0.07}
nlohmann::ordered_json to_json(const TopReport& report);

// Reads it strictly: exactly these keys, within the bounds. Throws Error that names the key.
TopReport top_report_from_text(std::string_view text);

}  // namespace gauntlet::contract
