#include "orchestrator/dashboard/scenario_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
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

constexpr std::uint64_t kMostOfMatrix = std::uint64_t{1024} * 1024;

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

std::vector<std::string> scenario_files(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

ScenarioFile describe(const std::string& path) {
  ScenarioFile file{.file = path, .name = fs::path(path).stem().string()};
  try {
    file.text = first_comment(read_input(path, kMostOfMatrix));
    const matrix::Matrix matrix = matrix::load_matrix_file(path);
    if (!matrix.name.empty()) file.name = matrix.name;
  } catch (const Error& error) {
    file.problem = error.what();
  }
  return file;
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

}  // namespace gauntlet::orchestrator::dashboard
