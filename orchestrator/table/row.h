// The result of one scenario in one pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gauntlet::orchestrator::table {

inline constexpr const char* kStatusOk = "ok";
inline constexpr const char* kValid = "yes";
inline constexpr const char* kInvalid = "no";

// Version of the meaning of the columns. It is raised by a change that makes rows of before
// incomparable, and not by a column more.
inline constexpr std::uint64_t kSchemaVersion = 1;

// table/columns.cpp says what each field means, in which unit it is, and where its value comes
// from. What was not measured is nothing, never 0.
struct Row {
  // The ten columns of the original project.
  std::string timestamp{};
  std::string mode{};
  std::uint64_t server_pool = 0;
  std::string operation{};
  double volume = 0;  // MiB
  std::uint64_t client_pool = 0;
  std::optional<double> avg_time_s{};
  std::optional<double> throughput_Bps{};
  std::optional<std::uint64_t> success{};
  std::optional<std::uint64_t> fail{};

  std::optional<std::uint64_t> requests{};
  std::optional<std::uint64_t> failed_requests{};
  std::optional<std::uint64_t> bytes{};
  std::optional<double> duration_s{};
  std::optional<double> aggregate_Bps{};
  std::optional<double> requests_per_s{};
  std::optional<double> min_s{};
  std::optional<double> mean_s{};
  std::optional<double> p50_s{};
  std::optional<double> p90_s{};
  std::optional<double> p95_s{};
  std::optional<double> p99_s{};
  std::optional<double> p999_s{};
  std::optional<double> max_s{};
  std::optional<double> stddev_s{};
  std::optional<std::uint64_t> server_success{};
  std::optional<std::uint64_t> server_fail{};
  std::optional<double> imbalance{};
  std::optional<std::uint64_t> admitted{};
  std::optional<std::uint64_t> rejected{};
  std::optional<std::uint64_t> peak_reserved_bytes{};
  std::optional<std::uint64_t> cache_hits{};
  std::optional<std::uint64_t> cache_misses{};
  std::optional<std::uint64_t> retried_requests{};
  std::optional<double> recovery_s{};
  // kStatusOk, or what went wrong, in one word; empty in tables of the original.
  std::string status{};
  std::string note{};      // for people; no program reads it
  std::string scenario{};  // its id
  std::optional<double> server_cpu_s{};
  std::optional<double> client_cpu_s{};
  std::optional<double> proxy_cpu_s{};
  std::optional<std::uint64_t> server_peak_rss_bytes{};
  std::optional<std::uint64_t> client_peak_rss_bytes{};
  std::optional<double> total_s{};

  // When it ran within its sweep, and how its time was spent.
  std::optional<std::uint64_t> pass{};
  std::optional<std::uint64_t> position{};
  std::optional<std::uint64_t> rerun{};
  std::optional<double> steady_s{};
  std::optional<double> first_done_s{};
  std::optional<double> last_done_s{};
  std::optional<double> service_p50_s{};
  std::optional<double> service_p99_s{};
  std::optional<double> connect_p50_s{};
  std::optional<double> connect_p99_s{};
  std::optional<double> ttfb_p50_s{};
  std::optional<double> ttfb_p99_s{};
  std::optional<double> late_p99_s{};

  // What limited it, and whether to believe it.
  std::optional<double> server_demand{};
  std::optional<double> client_demand{};
  std::optional<double> host_busy{};
  std::optional<double> iowait{};
  std::optional<double> steal{};
  std::optional<double> foreign_cpu{};
  std::optional<double> disk_write_Bps{};
  std::optional<std::uint64_t> retransmits{};
  std::optional<double> rtt_mean_us{};

  // What the capture of its packets shows.
  std::optional<std::uint64_t> packets{};
  std::optional<std::uint64_t> packets_dropped{};
  std::optional<std::uint64_t> retransmissions{};
  std::optional<std::uint64_t> lost{};
  std::optional<std::uint64_t> out_of_order{};
  std::optional<std::uint64_t> zero_windows{};
  std::optional<double> rtt_p99_us{};

  std::string limited_by{};
  std::string valid{};  // kValid or kInvalid; empty: not judged
  std::string
      doubt{};  // words of limits/validity.h; empty: valid, or of a table without the column

  // Where it was measured. It must be the same for two rows to be compared.
  std::string version{};
  std::string machine{};
  std::string target{};
  std::string scenario_hash{};
  std::optional<std::uint64_t> schema_version{};
  std::string ab{};  // id of the live comparison that it is part of; empty: of none

  // Name and value of the settings that have no field above, in the order of their columns.
  std::vector<std::pair<std::string, std::string>> settings{};

  // Of these; empty where it is not among them.
  std::string setting(std::string_view name) const {
    for (const auto& [known, value] : settings)
      if (known == name) return value;
    return {};
  }

  friend bool operator==(const Row&, const Row&) = default;
};

// Whether the scenario failed. The original has no status: there a failed client decides.
inline bool failed(const Row& row) {
  return row.status.empty() ? row.fail.value_or(0) > 0 : row.status != kStatusOk;
}

}  // namespace gauntlet::orchestrator::table
