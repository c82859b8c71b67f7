#include "orchestrator/dashboard/past_runs.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/input_file.h"
#include "base/units.h"
#include "base/utf8.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMostOfFile = 64 * kMiB;

// Of files that sweeps write beside their tables; null where it cannot be read.
json read_json(const fs::path& file) {
  try {
    return json::parse(read_input(file, kMostOfFile));
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::string text_in(const json& object, const char* key) {
  const bool is_there = object.is_object() && object.contains(key) && object.at(key).is_string();
  return is_there ? object.at(key).get<std::string>() : "";
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

// Whether a path, its links followed, is a file within the folder.
bool is_file_within(const fs::path& folder, const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error || !fs::is_regular_file(real, error)) return false;
  const fs::path root = fs::canonical(folder, error);
  return !error &&
         std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
}

// A sweep that was resumed began with its first environment, and ended as its last one says.
void add_environment(PastRun& run, const fs::path& table) {
  const std::vector<fs::path> files = sweep::Sidecar::environment_files(table);
  const json environment = files.empty() ? json() : read_json(files.front());
  const json last = files.size() > 1 ? read_json(files.back()) : environment;
  run.started = text_in(environment, "started");
  run.outcome = text_in(last, "outcome");
  const bool has_words = environment.is_object() && environment.contains("command_line") &&
                         environment.at("command_line").is_array();
  if (has_words && environment.at("command_line").size() > 1 &&
      environment.at("command_line").at(1).is_string())
    run.kind = environment.at("command_line").at(1);
  const fs::path folder = table.parent_path() / table.stem();
  run.matrix = text_in(read_json(folder / "scenarios.json"), "name");
}

void add_rows(PastRun& run, const fs::path& file) {
  try {
    const table::Table table = table::read_table(file);
    run.rows = table.rows.size();
    double seconds = 0;
    for (const table::Row& row : table.rows) {
      if (table::failed(row)) ++run.failed;
      if (row.valid == table::kInvalid) ++run.invalid;
      seconds += row.total_s.value_or(0);
    }
    if (seconds > 0) run.duration_s = seconds;
    if (run.started.empty() && !table.rows.empty()) run.started = table.rows.front().timestamp;
  } catch (const std::exception&) {
    run.outcome = "cannot be read";
  }
}

}  // namespace

nlohmann::ordered_json to_json(const PastRun& run) {
  return {{"name", run.name},
          {"table", run.name + ".csv"},
          {"kind", run.kind},
          {"scenarios", run.matrix},
          {"started", run.started},
          {"outcome", run.outcome},
          {"duration_s", run.duration_s ? nlohmann::ordered_json(*run.duration_s) : nullptr},
          {"rows", run.rows},
          {"failed", run.failed},
          {"invalid", run.invalid},
          {"bytes", run.bytes}};
}

std::vector<PastRun> PastRuns::list() {
  std::vector<PastRun> runs;
  std::map<std::string, Known> known;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, error)) {
    std::error_code gone;
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".csv" || !table(name)) continue;
    Known now{.changed = entry.last_write_time(gone), .bytes = entry.file_size(gone)};
    const auto before = known_.find(name);
    const bool same = before != known_.end() && before->second.is_over &&
                      before->second.changed == now.changed && before->second.bytes == now.bytes;
    if (same) {
      now = before->second;
    } else {
      now.run = {.name = name, .bytes = now.bytes};
      add_environment(now.run, entry.path());
      add_rows(now.run, entry.path());
      now.is_over = !now.run.outcome.empty();
    }
    runs.push_back(now.run);
    known.emplace(name, std::move(now));
  }
  known_ = std::move(known);
  std::sort(runs.begin(), runs.end(), [](const PastRun& one, const PastRun& other) {
    return std::pair(other.started, other.name) < std::pair(one.started, one.name);
  });
  return runs;
}

// capacity writes summaries beside its tables, as csv, too.
std::optional<fs::path> PastRuns::table(std::string_view name) const {
  const fs::path file = folder_ / (std::string(name) + ".csv");
  const bool is_table = is_plain_name(name) && !name.ends_with(".summary");
  std::error_code error;
  const bool stays = is_table && !fs::is_symlink(folder_ / std::string(name), error);
  return stays && is_file_within(folder_, file) ? std::optional(file) : std::nullopt;
}

std::optional<fs::path> PastRuns::file(std::string_view name, std::string_view folder,
                                       std::string_view file) const {
  const fs::path path = folder_ / std::string(name) / std::string(folder) / std::string(file);
  const bool there = is_plain_name(file) && table(name) && is_file_within(folder_, path);
  return there ? std::optional(path) : std::nullopt;
}

std::vector<std::string> PastRuns::files(std::string_view name, std::string_view folder,
                                         std::string_view ending) const {
  std::vector<std::string> names;
  if (!table(name)) return names;
  std::error_code error;
  const fs::path path = folder_ / std::string(name) / std::string(folder);
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error))
    if (entry.path().extension() == ending && is_file_within(folder_, entry.path()))
      names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace gauntlet::orchestrator::dashboard
