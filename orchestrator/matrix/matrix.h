// A matrix of scenarios as its file declares it, checked.
//
//   name: my sweep              # optional
//   matrix:                     # axes: every combination of their values is a scenario
//     mode: [thread, process]
//     volume: [10, 50]
//   settings:                   # one value for the whole sweep
//     requests: 3
//     passes: 2                 # of the sweep itself: see repeats.h
//   servers:                    # what the setting server may name: see server.h
//     nginx: {url: "http://files.example/"}
//   exclude:                    # combinations to leave out; a part of the axes is enough
//     - {mode: process, volume: 50}
//   include:                    # more values for combinations, or combinations of their own
//     - {volume: 50, requests: 1}
//
// include and exclude mean what they mean in the matrix of a GitHub Actions workflow.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/matrix/repeats.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/matrix/tree.h"

namespace gauntlet::orchestrator::matrix {

inline constexpr std::size_t kMostScenarios = 100'000;
inline constexpr std::size_t kMostEntries = 1000;  // of include, and of exclude
inline constexpr const char* kMissing =
    "is missing; give it under matrix or under settings, or by --set";

struct Axis {
  std::size_t setting = 0;  // place in settings()
  std::vector<Value> values{};
};

struct Assignment {
  std::size_t setting = 0;
  Value value{};
};

// One entry of include or exclude.
struct Entry {
  int line = 0;
  std::vector<Assignment> values{};
};

struct Matrix {
  std::string file{};  // for the sentences of errors
  std::string name{};
  std::vector<Axis> axes{};
  std::vector<Assignment> settings{};
  Repeats repeats{};
  std::vector<Entry> include{};
  std::vector<Entry> exclude{};
  Servers servers{};  // besides server_pool

  const Axis* find_axis(std::size_t setting) const;
};

// Throws one Error (kBadInput) that lists every mistake with file, line and key.
Matrix check_matrix(const Tree& tree, const std::string& file);

// From YAML text, and from a file of it.
Matrix load_matrix(std::string_view text, const std::string& file);
Matrix load_matrix_file(const std::string& file);

}  // namespace gauntlet::orchestrator::matrix
