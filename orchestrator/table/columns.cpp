#include "orchestrator/table/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <type_traits>

namespace gauntlet::orchestrator::table {
namespace {

constexpr std::string_view kSettingPrefix = "set_";

constexpr bool kLater = true;

std::vector<Column> columns_of_the_original() {
  using enum Better;
  using enum Source;
  return {
      {"timestamp", "", "When the scenario began: local time with its offset, ISO 8601", kNeither,
       kRun, &Row::timestamp},
      {"mode", "", "What the workers of both programs are: thread or process", kNeither, kScenario,
       &Row::mode},
      {"server_pool", "workers", "Size of the server pool", kNeither, kScenario, &Row::server_pool},
      {"operation", "", "The operation: what the clients ask for", kNeither, kScenario,
       &Row::operation},
      {"volume", "MiB",
       "Size of the file of a request; for list, search and archive, of the folder", kNeither,
       kScenario, &Row::volume},
      {"client_pool", "clients", "Simulated users, each with one request at a time", kNeither,
       kScenario, &Row::client_pool},
      {"avg_time_s", "s", "Mean response time of a request", kLess, kClients, &Row::avg_time_s},
      {"throughput_Bps", "B/s",
       "Mean bytes of a request / avg_time_s: the rate that one client sees; empty of list, "
       "delete, search and top",
       kMore, kClients, &Row::throughput_Bps},
      {"success", "clients", "Clients all of whose requests succeeded", kMore, kClients,
       &Row::success},
      {"fail", "clients", "Clients with a failed request", kLess, kClients, &Row::fail},
  };
}

std::vector<Column> columns_of_requests() {
  using enum Better;
  using enum Source;
  return {
      {"requests", "requests", "Requests that succeeded", kMore, kClients, &Row::requests},
      {"failed_requests", "requests", "Requests that failed; no other figure counts them", kLess,
       kClients, &Row::failed_requests},
      {"bytes", "B", "Bytes of bodies that all clients received or sent", kMore, kClients,
       &Row::bytes},
      {"duration_s", "s",
       "From the first client's start, or the end of the warm-up, to the last one's end", kLess,
       kClients, &Row::duration_s},
      {"aggregate_Bps", "B/s",
       "The rate of all clients together: over the steady span, or over duration_s when "
       "that is shorter than 200 ms",
       kMore, kClients, &Row::aggregate_Bps},
      {"requests_per_s", "requests/s", "Requests that succeeded, over the same span", kMore,
       kClients, &Row::requests_per_s},
      {"min_s", "s", "Shortest response time", kLess, kClients, &Row::min_s},
      {"mean_s", "s", "Mean response time, the same as avg_time_s", kLess, kClients, &Row::mean_s},
      {"p50_s", "s", "Median response time; empty below 6 requests", kLess, kClients, &Row::p50_s},
      {"p90_s", "s", "90th percentile of response times; empty below 36 requests", kLess, kClients,
       &Row::p90_s},
      {"p95_s", "s", "95th percentile of response times; empty below 72 requests", kLess, kClients,
       &Row::p95_s},
      {"p99_s", "s", "99th percentile of response times; empty below 368 requests", kLess, kClients,
       &Row::p99_s},
      {"p999_s", "s", "99.9th percentile of response times; empty below 3688 requests", kLess,
       kClients, &Row::p999_s},
      {"max_s", "s", "Longest response time", kLess, kClients, &Row::max_s},
      {"stddev_s", "s", "Sample standard deviation of response times; empty below 2 requests",
       kLess, kClients, &Row::stddev_s},
  };
}

std::vector<Column> columns_of_programs() {
  using enum Better;
  using enum Source;
  return {
      {"server_success", "workers",
       "Workers that ran from start to stop, those of mirrors included", kMore, kServer,
       &Row::server_success},
      {"server_fail", "workers", "Workers that died, whether they were started again or not", kLess,
       kServer, &Row::server_fail},
      {"imbalance", "",
       "Requests of the operation that the worker with most of them had / the mean of all workers, "
       "those of mirrors included",
       kLess, kServer, &Row::imbalance, kLater},
      {"admitted", "requests",
       "Requests that server_pool and its mirrors let in; empty where neither memory nor clients "
       "are limited (docs/admission.md)",
       kMore, kServer, &Row::admitted, kLater},
      {"rejected", "requests",
       "Requests of the clients that were turned away, which are neither successes nor failures",
       kLess, kClients, &Row::rejected, kLater},
      {"peak_reserved_bytes", "B",
       "Most memory that requests had at once, of the pool that had most; empty without "
       "memory_limit",
       kLess, kServer, &Row::peak_reserved_bytes, kLater},
      {"cache_hits", "files",
       "Files that server_pool and its mirrors answered from their content caches "
       "(docs/caching.md); empty where no file was asked for while these were on",
       kMore, kServer, &Row::cache_hits, kLater},
      {"cache_misses", "files", "Files that they answered otherwise while these were on", kLess,
       kServer, &Row::cache_misses, kLater},
      {"retried_requests", "requests",
       "How often a request was sent once more because it had failed (retries)", kLess, kClients,
       &Row::retried_requests, kLater},
      {"recovery_s", "s",
       "From the first event until the requests per second were back at 80% of what they were "
       "before it; 0: they did not fall below that; empty: they did not come back, or too little "
       "was measured before or after it",
       kLess, kRun, &Row::recovery_s, kLater},
      {"status", "",
       "ok, failed (a request failed), server_died, client_died or late (a program missed a "
       "deadline)",
       kNeither, kRun, &Row::status},
      {"note", "", "The reason, in words", kNeither, kRun, &Row::note},
      {"scenario", "", "The scenario's id, made of its values", kNeither, kScenario,
       &Row::scenario},
      {"server_cpu_s", "s",
       "CPU time of server_pool and its mirrors, user and system, all their processes", kLess,
       kServer, &Row::server_cpu_s},
      {"proxy_cpu_s", "s",
       "CPU time of HAProxy, from its start to its end; empty where the scenario has none", kLess,
       kRun, &Row::proxy_cpu_s, kLater},
      {"client_cpu_s", "s", "CPU time of client_pool, user and system, all its processes", kLess,
       kClients, &Row::client_cpu_s},
      {"server_peak_rss_bytes", "B",
       "Peak memory of the largest process of server_pool and its mirrors", kLess, kServer,
       &Row::server_peak_rss_bytes},
      {"client_peak_rss_bytes", "B", "Peak memory of the largest process of client_pool", kLess,
       kClients, &Row::client_peak_rss_bytes},
      {"total_s", "s", "The whole scenario, with starting and stopping the programs", kLess, kRun,
       &Row::total_s},
  };
}

std::vector<Column> columns_of_time() {
  using enum Better;
  using enum Source;
  return {
      {"pass", "", "Which repeat of every scenario this is, from 1", kNeither, kSweep, &Row::pass},
      {"position", "", "Place within the pass, in the order in which it ran, from 1", kNeither,
       kSweep, &Row::position},
      {"rerun", "",
       "How many rows of the scenario in this pass were set aside, and run again, before this one; "
       "empty: none",
       kNeither, kSweep, &Row::rerun, kLater},
      {"steady_s", "s", "The span in which all clients were active", kNeither, kClients,
       &Row::steady_s},
      {"first_done_s", "s", "When the first client was done, from the start on", kNeither, kClients,
       &Row::first_done_s},
      {"last_done_s", "s", "When the last client was done, from the start on", kLess, kClients,
       &Row::last_done_s},
      {"service_p50_s", "s", "Median time from the sending of a request, whenever it was due",
       kLess, kClients, &Row::service_p50_s},
      {"service_p99_s", "s", "99th percentile of the same", kLess, kClients, &Row::service_p99_s},
      {"connect_p50_s", "s", "Median time to connect", kLess, kClients, &Row::connect_p50_s},
      {"connect_p99_s", "s", "99th percentile of the same", kLess, kClients, &Row::connect_p99_s},
      {"ttfb_p50_s", "s", "Median time from the sending of a request to the answer's first byte",
       kLess, kClients, &Row::ttfb_p50_s},
      {"ttfb_p99_s", "s", "99th percentile of the same", kLess, kClients, &Row::ttfb_p99_s},
      {"late_p99_s", "s", "Open loop: 99th percentile of how late requests were sent", kLess,
       kClients, &Row::late_p99_s},
  };
}

std::vector<Column> columns_of_limits() {
  using enum Better;
  using enum Source;
  return {
      {"server_demand", "", "Part of a core that the busiest thread of server_pool asked for",
       kNeither, kSamples, &Row::server_demand},
      {"client_demand", "", "Part of a core that the busiest thread of client_pool asked for",
       kNeither, kSamples, &Row::client_demand},
      {"host_busy", "", "Part of the host's CPU time that was used", kNeither, kSamples,
       &Row::host_busy},
      {"iowait", "", "Part of the host's CPU time that was idle and waited for a disk", kNeither,
       kSamples, &Row::iowait},
      {"steal", "", "Part of the host's CPU time that a hypervisor gave to others", kNeither,
       kSamples, &Row::steal},
      {"foreign_cpu", "", "Part of the host's CPU time that programs other than these used",
       kNeither, kSamples, &Row::foreign_cpu},
      {"disk_write_Bps", "B/s", "What server_pool had written to disks", kNeither, kSamples,
       &Row::disk_write_Bps},
      {"retransmits", "segments", "TCP segments that the clients' sockets sent again", kLess,
       kClients, &Row::retransmits},
      {"rtt_mean_us", "us", "Mean of the round trip times that the clients' sockets measured",
       kLess, kClients, &Row::rtt_mean_us},
  };
}

// Those of a scenario with capture: on; docs/packets.md defines them.
std::vector<Column> columns_of_packets() {
  using enum Better;
  using enum Source;
  return {
      {"packets", "packets", "TCP packets in the capture, of both directions", kNeither, kCapture,
       &Row::packets, kLater},
      {"packets_dropped", "packets",
       "Packets that the capture lacks since they came too fast; over loopback up to twice as many",
       kLess, kCapture, &Row::packets_dropped, kLater},
      {"retransmissions", "packets", "Packets that either end sent again, as the capture shows",
       kLess, kCapture, &Row::retransmissions, kLater},
      {"lost", "gaps", "Gaps that a retransmission filled", kLess, kCapture, &Row::lost, kLater},
      {"out_of_order", "packets", "Packets that later ones had overtaken", kLess, kCapture,
       &Row::out_of_order, kLater},
      {"zero_windows", "packets", "Packets by which an end said that it had no room for more",
       kLess, kCapture, &Row::zero_windows, kLater},
      {"rtt_p99_us", "us", "99th percentile of the round trip times in the capture", kLess,
       kCapture, &Row::rtt_p99_us, kLater},
  };
}

std::vector<Column> columns_of_judgement() {
  using enum Better;
  using enum Source;
  return {
      {"limited_by", "", "What held the throughput back (docs/limits.md)", kNeither, kJudgement,
       &Row::limited_by},
      {"valid", "",
       "Whether the figures can be believed: yes or no, and then doubt and note say why", kNeither,
       kJudgement, &Row::valid},
      {"doubt", "", "What to distrust, in words joined by + (docs/limits.md); empty when valid",
       kNeither, kJudgement, &Row::doubt, kLater},
  };
}

std::vector<Column> columns_of_origin() {
  using enum Better;
  using enum Source;
  return {
      {"version", "", "Version of the programs", kNeither, kOrigin, &Row::version},
      {"machine", "", "The host: CPU, cores, kernel, frequency governor", kNeither, kOrigin,
       &Row::machine},
      {"target", "", "Where the server ran: loopback or remote", kNeither, kOrigin, &Row::target},
      {"scenario_hash", "", "Hash of all values of the scenario", kNeither, kScenario,
       &Row::scenario_hash},
      {"schema_version", "", "Version of the meaning of these columns", kNeither, kOrigin,
       &Row::schema_version},
      {"ab", "", "Id of the live comparison that the row is part of", kNeither, kSweep, &Row::ab},
  };
}

std::vector<Column> declare_columns() {
  std::vector<Column> all = columns_of_the_original();
  for (const auto& group :
       {columns_of_requests(), columns_of_programs(), columns_of_time(), columns_of_limits(),
        columns_of_packets(), columns_of_judgement(), columns_of_origin()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

// All of text, a finite number that is not negative.
template <class Number>
bool parse_number(std::string_view text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end) return false;
  if constexpr (std::is_floating_point_v<Number>) return std::isfinite(value) && value >= 0;
  return true;
}

std::string show(const std::string& value) { return value; }
std::string show(std::uint64_t value) { return fmt::format("{}", value); }
std::string show(double value) { return fmt::format("{}", value); }
template <class Number>
std::string show(const std::optional<Number>& value) {
  return value ? show(*value) : std::string();
}

bool read(std::string_view text, std::string& value) {
  value = text;
  return true;
}
bool read(std::string_view text, std::uint64_t& value) { return parse_number(text, value); }
bool read(std::string_view text, double& value) { return parse_number(text, value); }
template <class Number>
bool read(std::string_view text, std::optional<Number>& value) {
  value.reset();
  return text.empty() || parse_number(text, value.emplace());
}

std::optional<double> as_number(const std::string&) { return std::nullopt; }
std::optional<double> as_number(double value) { return value; }
std::optional<double> as_number(std::uint64_t value) { return static_cast<double>(value); }
template <class Number>
std::optional<double> as_number(const std::optional<Number>& value) {
  return value ? as_number(*value) : std::nullopt;
}

}  // namespace

const std::vector<Column>& columns() {
  static const std::vector<Column> all = declare_columns();
  return all;
}

const char* name_of(Source source) {
  constexpr std::array<const char*, 9> kNames{
      "scenario", "sweep", "run", "clients", "server", "capture", "samples", "judgement", "origin"};
  return kNames.at(static_cast<std::size_t>(source));
}

const Column* find_column(std::string_view name) {
  const auto found = std::find_if(columns().begin(), columns().end(),
                                  [name](const Column& column) { return column.name == name; });
  return found == columns().end() ? nullptr : &*found;
}

std::string setting_column(std::string_view setting) {
  const bool taken = find_column(setting) != nullptr;
  return std::string(taken ? kSettingPrefix : "").append(setting);
}

std::string column_setting(std::string_view column) {
  const bool prefixed = column.substr(0, kSettingPrefix.size()) == kSettingPrefix;
  const std::string_view rest = column.substr(prefixed ? kSettingPrefix.size() : 0);
  return std::string(find_column(rest) != nullptr ? rest : column);
}

std::string to_text(const Row& row, const Column& column) {
  return std::visit([&row](auto field) { return show(row.*field); }, column.field);
}

bool from_text(Row& row, const Column& column, std::string_view text) {
  return std::visit([&row, text](auto field) { return read(text, row.*field); }, column.field);
}

std::optional<double> to_number(const Row& row, const Column& column) {
  return std::visit([&row](auto field) { return as_number(row.*field); }, column.field);
}

}  // namespace gauntlet::orchestrator::table
