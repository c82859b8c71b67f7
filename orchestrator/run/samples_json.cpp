#include "orchestrator/run/samples_json.h"

#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "contract/json_fields.h"

namespace gauntlet::orchestrator::run {
namespace {

using metrics::ProgramSample;
using metrics::Snapshot;
using nlohmann::json;

double seconds(std::uint64_t ns) { return static_cast<double>(ns) / 1e9; }

template <typename Number>
json scaled(const std::optional<Number>& value, double scale = 1) {
  return contract::or_null(value ? std::optional(static_cast<double>(*value) * scale)
                                : std::nullopt);
}

struct SampleColumn {
  const char* name;
  json (*value)(const Snapshot&);
};

const std::array kColumns{
    SampleColumn{"host_busy_s", [](const Snapshot& s) -> json { return s.host.cpus.all.busy_s(); }},
    SampleColumn{"host_interrupts_s",
                 [](const Snapshot& s) -> json { return s.host.cpus.all.interrupts_s; }},
    SampleColumn{"host_idle_s", [](const Snapshot& s) -> json { return s.host.cpus.all.idle_s; }},
    SampleColumn{"host_iowait_s",
                 [](const Snapshot& s) -> json { return s.host.cpus.all.iowait_s; }},
    SampleColumn{"host_steal_s", [](const Snapshot& s) -> json { return s.host.cpus.all.steal_s; }},
    SampleColumn{"runnable", [](const Snapshot& s) { return scaled(s.host.runnable); }},
    SampleColumn{"available_bytes",
                 [](const Snapshot& s) { return scaled(s.host.available_bytes); }},
    SampleColumn{"cpu_pressure_s",
                 [](const Snapshot& s) { return scaled(s.host.cpu_pressure_us, 1e-6); }},
    SampleColumn{"memory_pressure_s",
                 [](const Snapshot& s) { return scaled(s.host.memory_pressure_us, 1e-6); }},
    SampleColumn{"io_pressure_s",
                 [](const Snapshot& s) { return scaled(s.host.io_pressure_us, 1e-6); }},
    SampleColumn{"kernel_threads_s",
                 [](const Snapshot& s) { return scaled(s.host.kernel_threads_ns, 1e-9); }},
    SampleColumn{"orchestrator_s", [](const Snapshot& s) -> json { return seconds(s.own_cpu_ns); }},
    SampleColumn{"server_resident_bytes",
                 [](const Snapshot& s) -> json { return s.server.resident_bytes; }},
    SampleColumn{"server_written_bytes",
                 [](const Snapshot& s) -> json { return s.server.written_bytes; }},
    SampleColumn{"server_throttled_s",
                 [](const Snapshot& s) { return scaled(s.server.throttled_ns, 1e-9); }},
    SampleColumn{"client_resident_bytes",
                 [](const Snapshot& s) -> json { return s.client.resident_bytes; }},
    SampleColumn{"client_throttled_s",
                 [](const Snapshot& s) { return scaled(s.client.throttled_ns, 1e-9); }},
};

json threads_to_json(const std::vector<Snapshot>& samples, ProgramSample Snapshot::*program) {
  std::set<int> tids;
  for (const Snapshot& sample : samples)
    for (const auto& [tid, times] : (sample.*program).threads) tids.insert(tid);
  json threads = json::object();
  for (const int tid : tids) {
    json& entries = threads[std::to_string(tid)] = json::array();
    for (const Snapshot& sample : samples) {
      const auto found = (sample.*program).threads.find(tid);
      const bool runs = found != (sample.*program).threads.end();
      entries.push_back(
          runs ? json::array({seconds(found->second.cpu_ns), seconds(found->second.delay_ns)})
               : json(nullptr));
    }
  }
  return threads;
}

}  // namespace

json samples_to_json(const std::vector<Snapshot>& samples) {
  const std::int64_t begin_ns = samples.empty() ? 0 : samples.front().time_ns;
  json columns = json::array({"t_s"});
  for (const SampleColumn& column : kColumns) columns.push_back(column.name);
  json rows = json::array();
  for (const Snapshot& sample : samples) {
    json row = json::array({static_cast<double>(sample.time_ns - begin_ns) / 1e9});
    for (const SampleColumn& column : kColumns) row.push_back(column.value(sample));
    rows.push_back(std::move(row));
  }
  return {{"version", 1},
          {"begin_ns", begin_ns},
          {"columns", std::move(columns)},
          {"rows", std::move(rows)},
          {"server_threads", threads_to_json(samples, &Snapshot::server)},
          {"client_threads", threads_to_json(samples, &Snapshot::client)}};
}

}  // namespace gauntlet::orchestrator::run
