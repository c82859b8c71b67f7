// The settings of a matrix file whose values are not known for certain, since there are mistakes.
#pragma once

#include <cstddef>
#include <set>
#include <string_view>

namespace gauntlet::orchestrator::matrix {

class Misread {
 public:
  // The setting of that name, or those that a name which is none may stand for.
  void add(std::string_view key);

  // By their places in settings().
  const std::set<std::size_t>& settings() const { return settings_; }

 private:
  std::set<std::size_t> settings_{};
};

}  // namespace gauntlet::orchestrator::matrix
