#include "orchestrator/sweep/sidecar.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/crc32c.h"
#include "base/error.h"
#include "base/input_file.h"
#include "base/json_text.h"
#include "base/own_folder.h"
#include "base/units.h"
#include "base/version.h"
#include "metrics/host.h"
#include "orchestrator/run/samples_json.h"
#include "orchestrator/sweep/plan_json.h"
#include "orchestrator/trace/show.h"

namespace gauntlet::orchestrator::sweep {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kPlanFile = "scenarios.json";
constexpr std::uint64_t kMostPlanBytes = 64 * kMiB;  // some 40,000 scenarios
constexpr const char* kEnvironment = "environment";
constexpr const char* kSetAside = "set_aside";
constexpr const char* kTcp = "tcp";
constexpr const char* kCaptures = "captures";

[[noreturn]] void fail(const char* what, const fs::path& path, const std::string& why) {
  throw Error(fmt::format("cannot {} '{}': {}", what, path.string(), why), ExitCode::kUnable);
}

// The name of the table without its ending.
fs::path folder_of(const fs::path& table) { return table.parent_path() / table.stem(); }

// The i-th file of a name, from 1: "environment.json", "environment_2.json".
fs::path numbered(const fs::path& folder, const std::string& stem, const std::string& ending,
                  int i) {
  return folder / (i == 1 ? stem + ending : fmt::format("{}_{}{}", stem, i, ending));
}

// The first that is not there.
fs::path free_name(const fs::path& folder, const std::string& stem, const std::string& ending) {
  int i = 1;
  while (fs::exists(numbered(folder, stem, ending, i))) ++i;
  return numbered(folder, stem, ending, i);
}

fs::path free_environment(const fs::path& folder) {
  return free_name(folder, kEnvironment, ".json");
}

// True when the folder is made, false when the name is taken.
bool claim(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path.string() + ".csv")) return false;
  const bool made = fs::create_directory(path, error);
  if (error) fail("make the folder", path, error.message());
  return made;
}

void write_json(const fs::path& path, const json& value, int indent) {
  std::ofstream file(path);
  file << json_text(value, indent) << '\n';
  file.flush();
  if (!file) fail("write", path, std::strerror(errno));
}

// The id, but for ids that are too long for a file name: their beginning and a hash.
std::string file_name(const std::string& id) {
  constexpr std::size_t kLongest = 200;
  if (id.size() <= kLongest) return id;
  Crc32c hash;
  hash.put(id);
  return fmt::format("{}-{:08x}", id.substr(0, kLongest), hash.value());
}

// What the files of a scenario in a pass are named after.
std::string file_stem(const std::string& scenario_id, std::uint64_t pass) {
  return fmt::format("{}.pass{}", file_name(scenario_id), pass);
}

fs::path report_in(const fs::path& folder, const std::string& scenario, std::uint64_t pass) {
  return folder / "reports" / (file_stem(scenario, pass) + ".json");
}

run::TcpFiles tcp_files_in(const fs::path& folder, const std::string& scenario,
                           std::uint64_t pass) {
  return {(folder / kTcp / file_stem(scenario, pass)).string()};
}

template <typename Line>
json line_or_null(const std::optional<Line>& line) {
  return line ? contract::to_json(*line) : json(nullptr);
}

json to_json(const run::PoolLines& pool) {
  return {{"ready", line_or_null(pool.ready)}, {"stopped", line_or_null(pool.stopped)}};
}

// What the server_pool that the clients know first said, and beside it what its mirrors said.
void add_pools(json& value, const std::vector<run::PoolLines>& pools) {
  value.update(to_json(pools.empty() ? run::PoolLines{} : pools.front()));
  for (std::size_t i = 1; i < pools.size(); ++i) value["mirrors"].push_back(to_json(pools[i]));
}

json events_to_json(const run::Observed& seen) {
  json events = json::array();
  for (const run::EventSeen& event : seen.events) {
    const auto at = time_of(event, seen);
    events.push_back({{"at_s", at ? json(to_seconds(*at)) : json(nullptr)},
                      {"event", event.what},
                      {"problem", event.problem}});
  }
  return events;
}

}  // namespace

Sidecar::Sidecar(fs::path folder)
    : folder_(std::move(folder)), environment_(free_environment(folder_)) {
  make_folder(folder_ / "reports");
  make_folder(folder_ / "logs");
}

Sidecar Sidecar::make_in(const fs::path& results, const std::string& kind,
                         const std::string& ending) {
  make_folder(results);
  const std::string stem = kind + "_" + timestamp_for_names(std::chrono::system_clock::now());
  fs::path folder = results / (stem + ending);
  for (int i = 2; !claim(folder); ++i) folder = results / fmt::format("{}_{}{}", stem, i, ending);
  return Sidecar(folder);
}

Sidecar Sidecar::make_for(const fs::path& table) {
  if (table.extension() != ".csv")
    throw Error(fmt::format("'{}' is no name for a table; let it end in .csv", table.string()));
  if (table.has_parent_path()) make_folder(table.parent_path());
  if (!claim(folder_of(table)))
    throw Error(
        fmt::format("'{}', or the folder of that name, is there already; choose another "
                    "name",
                    table.string()));
  return Sidecar(folder_of(table));
}

std::vector<fs::path> Sidecar::environment_files(const fs::path& table) {
  const fs::path folder = folder_of(table);
  std::vector<fs::path> files;
  std::error_code error;
  for (int i = 1;; ++i) {
    const fs::path file = numbered(folder, kEnvironment, ".json", i);
    if (!fs::exists(file, error)) return files;
    files.push_back(file);
  }
}

fs::path Sidecar::report_file(const fs::path& table, const std::string& scenario,
                              std::uint64_t pass) {
  return report_in(folder_of(table), scenario, pass);
}

fs::path Sidecar::tcp_file(const fs::path& table, const std::string& scenario, std::uint64_t pass,
                           const std::string& who) {
  return tcp_files_in(folder_of(table), scenario, pass).of(who);
}

Sidecar Sidecar::of(const fs::path& table) {
  if (table.extension() == ".csv" && fs::exists(folder_of(table) / kPlanFile))
    return Sidecar(folder_of(table));
  throw Error(fmt::format("'{}' is no table of a sweep: beside it there is no '{}'", table.string(),
                          (folder_of(table) / kPlanFile).string()));
}

run::LogFiles Sidecar::logs(const matrix::Scenario& scenario, std::uint64_t pass) const {
  const std::string stem = (folder_ / "logs" / file_stem(scenario.id, pass)).string();
  return {stem + ".server.log", stem + ".client.log"};
}

run::TcpFiles Sidecar::tcp_files(const matrix::Scenario& scenario, std::uint64_t pass) const {
  if (scenario.text("tcp") == "off") return {};
  make_folder(folder_ / kTcp);
  return tcp_files_in(folder_, scenario.id, pass);
}

std::string Sidecar::capture_file(const matrix::Scenario& scenario, std::uint64_t pass) const {
  if (scenario.text("capture") != "on") return {};
  make_folder(folder_ / kCaptures);
  return (folder_ / kCaptures / (file_stem(scenario.id, pass) + ".pcap")).string();
}

void Sidecar::remove_logs(const matrix::Scenario& scenario, std::uint64_t pass) const {
  const run::LogFiles files = logs(scenario, pass);
  std::error_code ignored;
  fs::remove(files.server, ignored);
  fs::remove(files.client, ignored);
}

void Sidecar::write_plan(const Plan& plan) const {
  write_json(folder_ / kPlanFile, to_json(plan), 1);
}

Plan Sidecar::read_plan() const {
  const fs::path path = folder_ / kPlanFile;
  return plan_from_json(json::parse(read_input(path, kMostPlanBytes), nullptr, false),
                        path.string());
}

void Sidecar::write_environment(const Invocation& invocation) const {
  json value{{"version", 1},
             {"gauntlet", {{"version", kVersion}, {"revision", kRevision}}},
             {"host", metrics::to_json(metrics::read_host())},
             {"command_line", invocation.command_line},
             {"started", invocation.started},
             {"finished", invocation.finished},
             {"outcome", invocation.outcome}};
  for (const trace::Path& path : invocation.paths.paths)
    value["paths"].push_back(json(trace::to_json(path)));
  if (!invocation.paths.notes.empty()) value["paths_not_found"] = invocation.paths.notes;
  write_json(environment_, value, 1);
}

void Sidecar::write_report(const matrix::Scenario& scenario, std::uint64_t pass,
                           const run::Observed& seen) const {
  json value = to_json(scenario);
  value["version"] = 1;
  value["pass"] = pass;
  value["timestamp"] = seen.timestamp;
  value["total_s"] = seen.total_s;
  value["server_command"] = seen.server_argv;
  value["client_command"] = seen.client_argv;
  value["report"] = line_or_null(seen.report);
  add_pools(value, seen.pools);
  if (!seen.events.empty()) value["events"] = events_to_json(seen);
  value["samples"] = run::samples_to_json(seen.samples);
  write_json(report_in(folder_, scenario.id, pass), value, -1);
}

fs::path Sidecar::rows_set_aside() const { return folder_ / kSetAside / "rows.csv"; }

void Sidecar::make_folder_set_aside() const { make_folder(folder_ / kSetAside); }

void Sidecar::set_files_aside(const std::string& scenario_id, std::uint64_t pass) const {
  const std::string stem = file_stem(scenario_id, pass);
  for (const char* folder : {"reports", "logs", kTcp, kCaptures}) {
    std::error_code error;
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / folder, error))
      if (entry.path().filename().string().starts_with(stem + ".")) files.push_back(entry.path());
    for (const fs::path& file : files) {
      const std::string ending = file.filename().string().substr(stem.size());
      fs::rename(file, free_name(folder_ / kSetAside, stem, ending), error);
      if (error) fail("set aside", file, error.message());
    }
  }
}

void Sidecar::copy_from(const Sidecar& other) const {
  try {
    for (const fs::directory_entry& entry : fs::directory_iterator(other.folder_)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(kEnvironment))
        fs::copy(entry.path(), free_environment(folder_));
      else if (name.starts_with(kSetAside))
        fs::copy(entry.path(), free_name(folder_, kSetAside, ""), fs::copy_options::recursive);
      else if (entry.is_directory() && entry.path() != other.plots())
        fs::copy(entry.path(), folder_ / name, fs::copy_options::recursive);
    }
  } catch (const fs::filesystem_error& error) {
    fail("copy", other.folder_, error.code().message());
  }
}

}  // namespace gauntlet::orchestrator::sweep
