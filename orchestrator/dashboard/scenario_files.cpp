#include "orchestrator/dashboard/scenario_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <system_error>

#include "base/error.h"
#include "base/input_file.h"
#include "base/utf8.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/repeats.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// The lines of a comment that a text begins with, as one.
std::string first_comment(const std::string& text) {
  std::istringstream lines(text);
  std::string comment;
  for (std::string line; std::getline(lines, line) && line.starts_with('#');) {
    line.erase(0, std::min(line.size(), line.find_first_not_of("# ")));
    comment += (comment.empty() ? "" : " ") + line;
  }
  return printable(comment);
}

ScenarioFile describe(const fs::path& path) {
  ScenarioFile file{.file = path.string(), .name = path.stem().string()};
  try {
    file.text = first_comment(read_input(path, std::uint64_t{1024} * 1024));
    const matrix::Matrix matrix = matrix::load_matrix_file(file.file);
    if (!matrix.name.empty()) file.name = matrix.name;
  } catch (const Error& error) {
    file.problem = error.what();
  }
  return file;
}

const char* name_of(matrix::Kind kind) {
  using enum matrix::Kind;
  switch (kind) {
    case kChoice:
      return "choice";
    case kInteger:
      return "count";
    case kNumber:
      return "number";
    case kVolume:
      return "volume";
    case kDuration:
      return "duration";
    case kSize:
      return "size";
    default:
      return "text";
  }
}

Json setting_json(const matrix::Setting& setting) {
  return {{"name", setting.name},       {"kind", name_of(setting.kind)},
          {"choices", setting.choices}, {"default", setting.initial},
          {"unit", setting.unit},       {"values", matrix::describe_values(setting)},
          {"meaning", setting.meaning}};
}

Json null_or(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

std::vector<ScenarioFile> scenario_files(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<ScenarioFile> files;
  for (const fs::path& path : paths) files.push_back(describe(path));
  return files;
}

Json to_json(const ScenarioFile& file) {
  return {{"file", file.file},
          {"name", file.name},
          {"text", file.text},
          {"problem", null_or(file.problem)}};
}

Json settings_json() {
  Json settings = Json::array();
  Json sweep = Json::array();
  for (const matrix::Setting& setting : matrix::settings())
    settings.push_back(setting_json(setting));
  for (const matrix::Setting& key : matrix::sweep_keys()) sweep.push_back(setting_json(key));
  return {{"settings", std::move(settings)}, {"sweep", std::move(sweep)}};
}

std::vector<Problem> problems_in(std::string_view said) {
  static const std::regex kPlaced(
      R"(^\s*(?:orchestrator: )?(.*?)(?::(\d+))?: key '([^']*)': (.*)$)");
  static const std::regex kHeading(R"(^orchestrator: \d+ mistakes in .*:$)");
  std::vector<Problem> problems;
  std::istringstream lines{std::string(said)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (line.empty() || std::regex_match(line, kHeading)) continue;
    if (std::regex_match(line, found, kPlaced)) {
      Problem problem{.setting = found[3], .message = found[4]};
      if (found[2].matched) problem.line = std::stoi(found[2]);
      problems.push_back(std::move(problem));
      continue;
    }
    constexpr std::string_view kSpeaker = "orchestrator: ";
    problems.push_back(
        {.message = line.starts_with(kSpeaker) ? line.substr(kSpeaker.size()) : line});
  }
  return problems;
}

Json to_json(const Problem& problem) {
  return {{"setting", null_or(problem.setting)},
          {"line", problem.line ? Json(*problem.line) : Json(nullptr)},
          {"message", problem.message}};
}

}  // namespace gauntlet::orchestrator::dashboard
