#include "orchestrator/sweep/sidecar.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/crc32c.h"
#include "base/error.h"
#include "base/version.h"
#include "metrics/host.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

[[noreturn]] void fail(const char* what, const fs::path& path, const std::string& why) {
  throw Error(fmt::format("cannot {} '{}': {}", what, path.string(), why), ExitCode::kUnable);
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail("make the folder", path, error.message());
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
  file << value.dump(indent, ' ', false, json::error_handler_t::replace) << '\n';
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

json to_json(const Scenario& scenario) {
  json values = json::object();
  for (std::size_t i = 0; i < settings().size(); ++i)
    values[std::string(settings()[i].name)] = scenario.values[i].text;
  return {{"id", scenario.id}, {"settings", std::move(values)}};
}

template <typename Line>
json line_or_null(const std::optional<Line>& line) {
  return line ? metrics::to_json(*line) : json(nullptr);
}

}  // namespace

Sidecar::Sidecar(const fs::path& results) {
  make_folder(results);
  const std::string stem =
      "orchestrator_results_" + timestamp_for_names(std::chrono::system_clock::now());
  folder_ = results / stem;
  for (int i = 2; !claim(folder_); ++i) folder_ = results / fmt::format("{}_{}", stem, i);
  make_folder(folder_ / "reports");
  make_folder(folder_ / "logs");
}

LogFiles Sidecar::logs(const Scenario& scenario) const {
  const std::string stem = (folder_ / "logs" / file_name(scenario.id)).string();
  return {stem + ".server.log", stem + ".client.log"};
}

void Sidecar::remove_logs(const Scenario& scenario) const {
  const LogFiles files = logs(scenario);
  std::error_code ignored;
  fs::remove(files.server, ignored);
  fs::remove(files.client, ignored);
}

void Sidecar::write_scenarios(const Matrix& matrix, const std::vector<Scenario>& scenarios) const {
  json list = json::array();
  for (const Scenario& scenario : scenarios) list.push_back(to_json(scenario));
  write_json(folder_ / "scenarios.json",
             {{"version", 1},
              {"file", matrix.file},
              {"name", matrix.name},
              {"content_hash", content_hash(scenarios)},
              {"scenarios", std::move(list)}},
             1);
}

void Sidecar::write_environment(const Course& course) const {
  write_json(folder_ / "environment.json",
             {{"version", 1},
              {"gauntlet", {{"version", kVersion}, {"revision", kRevision}}},
              {"host", metrics::to_json(metrics::read_host())},
              {"command_line", course.command_line},
              {"started", course.started},
              {"finished", course.finished},
              {"outcome", course.outcome}},
             1);
}

void Sidecar::write_report(const Scenario& scenario, const Observed& seen) const {
  json value = to_json(scenario);
  value["version"] = 1;
  value["timestamp"] = seen.timestamp;
  value["total_s"] = seen.total_s;
  value["server_command"] = seen.server_argv;
  value["client_command"] = seen.client_argv;
  value["ready"] = line_or_null(seen.ready);
  value["report"] = line_or_null(seen.report);
  value["stopped"] = line_or_null(seen.stopped);
  write_json(folder_ / "reports" / (file_name(scenario.id) + ".json"), value, -1);
}

}  // namespace gauntlet::orchestrator
