// How much a row's level differs between runs of the same programs on the same machine: what
// `orchestrator calibrate` measures and `orchestrator diff` takes into account.
//
// The file: {"version": 1, "tau2": {"get": 0.0004, "list": 0.0001}}, tau2 being the variance
// between runs of the logarithm of the gated metric, by operation.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace gauntlet::orchestrator::diff {

struct Calibration {
  std::map<std::string, double> tau2{};  // by operation
};

// Throws Error (kBadInput) that names the file and what is wrong with it.
Calibration read_calibration(const std::filesystem::path& file);

// Throws Error (kUnable) when the file cannot be written.
void write_calibration(const Calibration& calibration, const std::filesystem::path& file);

}  // namespace gauntlet::orchestrator::diff
