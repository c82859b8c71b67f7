#include "orchestrator/diff/calibration.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/input_file.h"
#include "base/json_text.h"
#include "base/units.h"

namespace gauntlet::orchestrator::diff {
namespace {

constexpr int kCalibrationVersion = 1;
constexpr std::uint64_t kMostBytes = kMiB;

double read_variance(const nlohmann::json& value, const std::string& operation,
                     const std::string& file) {
  const double number = value.is_number() ? value.get<double>() : -1;
  if (!std::isfinite(number) || number < 0)
    throw Error({file, 0, operation}, "tau2 is not a variance; it must be a number of 0 or more");
  return number;
}

}  // namespace

Calibration read_calibration(const std::filesystem::path& file) {
  const nlohmann::json json = nlohmann::json::parse(read_input(file, kMostBytes), nullptr, false);
  const Place place{file.string(), 0, ""};
  if (!json.is_object() || !json.contains("tau2") || !json["tau2"].is_object())
    throw Error(place, "is not a calibration; make one with orchestrator calibrate");
  if (json.value("version", nlohmann::json()) != kCalibrationVersion)
    throw Error(
        {file.string(), 0, "version"},
        fmt::format("is not {}, the only one that is known; make it again", kCalibrationVersion));
  Calibration calibration;
  for (const auto& [operation, value] : json["tau2"].items())
    calibration.tau2[operation] = read_variance(value, operation, file.string());
  return calibration;
}

void write_calibration(const Calibration& calibration, const std::filesystem::path& file) {
  const nlohmann::json json{{"version", kCalibrationVersion}, {"tau2", calibration.tau2}};
  std::ofstream out(file);
  out << json_text(json, 2) << '\n';
  if (!out.flush()) throw_errno(fmt::format("cannot write '{}'", file.string()));
}

}  // namespace gauntlet::orchestrator::diff
