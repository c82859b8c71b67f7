#include "orchestrator/run/samples_json.h"

#include <algorithm>
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
};

struct ProgramColumn {
  const char* name;  // after the program's and _
  json (*value)(const ProgramSample&);
};

const std::array kProgramColumns{
    ProgramColumn{"resident_bytes",
                  [](const ProgramSample& p) -> json { return p.resident_bytes; }},
    ProgramColumn{"written_bytes", [](const ProgramSample& p) -> json { return p.written_bytes; }},
    ProgramColumn{"throttled_s",
                  [](const ProgramSample& p) { return scaled(p.throttled_ns, 1e-9); }},
    ProgramColumn{"cpu_s", [](const ProgramSample& p) { return scaled(p.cpu_ns, 1e-9); }},
};

// The server and the clients, whether or not they were sampled, then whatever else was.
std::vector<std::string> program_names(const std::vector<Snapshot>& samples) {
  std::vector<std::string> names{metrics::kServer, metrics::kClient};
  for (const Snapshot& sample : samples)
    for (const auto& [name, program] : sample.programs)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

json threads_to_json(const std::vector<Snapshot>& samples, const std::string& program) {
  std::set<int> tids;
  for (const Snapshot& sample : samples)
    for (const auto& [tid, times] : sample.program(program).threads) tids.insert(tid);
  json threads = json::object();
  for (const int tid : tids) {
    json& entries = threads[std::to_string(tid)] = json::array();
    for (const Snapshot& sample : samples) {
      const auto found = sample.program(program).threads.find(tid);
      const bool runs = found != sample.program(program).threads.end();
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
  const std::vector<std::string> programs = program_names(samples);
  json columns = json::array({"t_s"});
  for (const SampleColumn& column : kColumns) columns.push_back(column.name);
  for (const std::string& program : programs)
    for (const ProgramColumn& column : kProgramColumns)
      columns.push_back(program + "_" + column.name);
  json rows = json::array();
  for (const Snapshot& sample : samples) {
    json row = json::array({static_cast<double>(sample.time_ns - begin_ns) / 1e9});
    for (const SampleColumn& column : kColumns) row.push_back(column.value(sample));
    for (const std::string& program : programs)
      for (const ProgramColumn& column : kProgramColumns)
        row.push_back(column.value(sample.program(program)));
    rows.push_back(std::move(row));
  }
  json value{{"version", 1},
             {"begin_ns", begin_ns},
             {"columns", std::move(columns)},
             {"rows", std::move(rows)}};
  for (const std::string& program : programs)
    value[program + "_threads"] = threads_to_json(samples, program);
  return value;
}

}  // namespace gauntlet::orchestrator::run
