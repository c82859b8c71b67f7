#include "orchestrator/matrix/scenario.h"

#include <fmt/format.h>

#include <charconv>
#include <numeric>

#include "base/crc32c.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::matrix {

const Value& Scenario::value(std::string_view name) const {
  return values.at(find_setting(name).value());
}

double Scenario::number(std::string_view name) const {
  const std::string& digits = text(name);
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::uint64_t Scenario::integer(std::string_view name) const {
  return static_cast<std::uint64_t>(number(name));
}

std::uint64_t Scenario::size(std::string_view name) const { return parse_size(text(name)).value(); }

Duration Scenario::duration(std::string_view name) const {
  return parse_duration(text(name)).value();
}

std::string content_hash(const std::vector<Scenario>& scenarios) {
  std::vector<std::size_t> all(settings().size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return content_hash(scenarios, all);
}

std::string content_hash(const std::vector<Scenario>& scenarios,
                         const std::vector<std::size_t>& places) {
  Crc32c hash;
  for (const Scenario& scenario : scenarios) {
    hash.put(scenario.id + "\n");
    for (const std::size_t place : places) hash.put(scenario.values[place].text + "\n");
  }
  return fmt::format("{:08x}", hash.value());
}

}  // namespace gauntlet::orchestrator::matrix
