#include "orchestrator/outputs/event_lines.h"

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/units.h"
#include "base/version.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/values_of.h"
#include "orchestrator/run/samples_json.h"
#include "orchestrator/table/row_json.h"

namespace gauntlet::orchestrator::outputs {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kEventsVersion = 1;

Json event(const char* name, const Moment& moment) {
  return {{"event", name}, {"monotonic_ns", moment.monotonic_ns}, {"time", moment.time}};
}

Json event_of_run(const char* name, const Moment& moment, const sweep::Run& run) {
  Json line = event(name, moment);
  line["scenario"] = run.scenario.id;
  line["planned"] = run.planned.id;
  line["pass"] = run.pass;
  line["side"] = run.side.empty() ? Json(nullptr) : Json(run.side);
  return line;
}

// CPU time, of what runs where the whole is not known.
Json cpu_s(const metrics::ProgramSample& program) {
  if (program.cpu_ns) return static_cast<double>(*program.cpu_ns) / 1e9;
  if (program.threads.empty()) return nullptr;
  std::uint64_t sum = 0;
  for (const auto& [id, times] : program.threads) sum += times.cpu_ns;
  return static_cast<double>(sum) / 1e9;
}

// Each figure by its name; the threads, of which there may be thousands, only the report has.
Json figures_of(const metrics::Snapshot& sample) {
  const nlohmann::json table = run::samples_to_json({sample});
  const nlohmann::json& names = table.at("columns");
  Json figures = Json::object();
  for (std::size_t i = 1; i < names.size(); ++i)  // the first is the time since the first sample
    figures[names.at(i).get<std::string>()] = table.at("rows").at(0).at(i);
  for (const auto& [name, program] : sample.programs) figures[name + "_cpu_s"] = cpu_s(program);
  return figures;
}

// The settings in which the scenarios differ, with their values in the order in which they come,
// and for each scenario the places of its values.
void add_axes(Json& line, const std::vector<matrix::Scenario>& scenarios) {
  Json& axes = line["axes"] = Json::array();
  Json& all_places = line["places"] = Json::array();
  for (std::size_t i = 0; i < scenarios.size(); ++i) all_places.push_back(Json::array());
  for (std::size_t setting = 0; setting < matrix::settings().size(); ++setting) {
    const matrix::ValuesOfSetting all = matrix::values_of(scenarios, setting);
    if (!all.vary()) continue;
    axes.push_back({{"name", matrix::settings()[setting].name}, {"values", all.values}});
    for (std::size_t i = 0; i < scenarios.size(); ++i) all_places[i].push_back(all.places[i]);
  }
}

}  // namespace

Moment moment_of(std::chrono::nanoseconds steady) {
  const auto ago = std::chrono::steady_clock::now().time_since_epoch() - steady;
  const auto wall = std::chrono::system_clock::now() -
                    std::chrono::duration_cast<std::chrono::system_clock::duration>(ago);
  return {.monotonic_ns = steady.count(), .time = timestamp_iso(wall)};
}

Moment moment_now() { return moment_of(std::chrono::steady_clock::now().time_since_epoch()); }

std::string begin_line(const Moment& moment, const sweep::Plan& plan,
                       const sweep::Invocation& invocation) {
  Json line = event("begin", moment);
  line["version"] = kEventsVersion;
  line["gauntlet"] = {{"version", kVersion}, {"revision", kRevision}};
  line["command_line"] = invocation.command_line;
  line["file"] = plan.file;
  line["name"] = plan.name;
  line["tables"] = invocation.tables;
  line["earlier_rows"] = invocation.earlier_rows;
  line["budget_s"] = plan.budget ? Json(to_seconds(*plan.budget)) : Json(nullptr);
  const std::vector<matrix::Scenario> scenarios = sweep::scenarios_of_shard(plan);
  Json& ids = line["scenarios"] = Json::array();
  for (const matrix::Scenario& scenario : scenarios) ids.push_back(scenario.id);
  add_axes(line, scenarios);
  return json_text(line);
}

std::string started_line(const Moment& moment, const sweep::Run& run) {
  Json line = event_of_run("started", moment, run);
  line["position"] = run.position;
  line["passes"] = run.passes == 0 ? Json(nullptr) : Json(run.passes);
  return json_text(line);
}

std::string ready_line(const Moment& moment, const sweep::Run& run,
                       const std::vector<HostPorts>& pools) {
  Json line = event_of_run("ready", moment, run);
  Json& places = line["pools"] = Json::array();
  for (const HostPorts& pool : pools)
    places.push_back({{"host", pool.host}, {"ports", pool.ports}});
  return json_text(line);
}

std::string live_line(const Moment& moment, const sweep::Run& run, const contract::LiveLine& live) {
  Json line = event_of_run("live", moment, run);
  line["clients"] = to_json(live);
  line["clients"].erase("event");
  return json_text(line);
}

std::string paused_line(const Moment& moment, bool begins) {
  return json_text(event(begins ? "paused" : "continued", moment));
}

std::string message_line(const Moment& moment, const std::string& sentence) {
  Json line = event("message", moment);
  line["text"] = sentence;
  return json_text(line);
}

std::string sample_line(const Moment& moment, const sweep::Run& run,
                        const metrics::Snapshot& sample) {
  Json line = event_of_run("sample", moment, run);
  line["sample"] = figures_of(sample);
  return json_text(line);
}

std::string row_line(const Moment& moment, const sweep::Run& run, const table::Row& row) {
  Json line = event_of_run("row", moment, run);
  line["row"] = table::to_json(row);
  return json_text(line);
}

std::string end_line(const Moment& moment, const sweep::Invocation& invocation, std::uint64_t rows,
                     std::uint64_t lost) {
  Json line = event("end", moment);
  line["outcome"] = invocation.outcome;
  line["rows"] = rows;
  line["lost"] = lost;
  return json_text(line);
}

}  // namespace gauntlet::orchestrator::outputs
