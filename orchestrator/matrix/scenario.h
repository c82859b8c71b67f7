// One point of the matrix: a value for every setting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "contract/operation.h"

namespace gauntlet::orchestrator::matrix {

// A checked value, in its canonical text, and the line of the file that gives it (0: a default, or
// the command line).
struct Value {
  std::string text{};
  int line = 0;
};

struct Scenario {
  std::string id{};             // "thread-s5-get-10MB-c50"; unique in a sweep, fit for a file name
  std::vector<Value> values{};  // one for each of settings(), in that order

  // By the setting's name, which must be one.
  const Value& value(std::string_view name) const;
  const std::string& text(std::string_view name) const { return value(name).text; }
  double number(std::string_view name) const;
  std::uint64_t integer(std::string_view name) const;
  std::uint64_t size(std::string_view name) const;  // bytes
  Duration duration(std::string_view name) const;
  // What its clients ask for.
  const contract::Operation& operation() const;
};

// The hash of a list of scenarios, to tell whether two sweeps are of the same ones: the CRC32C of
// their ids and values, as eight hex digits.
std::string content_hash(const std::vector<Scenario>& scenarios);

}  // namespace gauntlet::orchestrator::matrix
