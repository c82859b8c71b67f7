#include "orchestrator/matrix/scenario.h"

#include <fmt/format.h>

#include <charconv>

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

const contract::Operation& Scenario::operation() const {
  return *contract::find_operation(text("operation"));
}

std::string content_hash(const std::vector<Scenario>& scenarios) {
  Crc32c hash;
  for (const Scenario& scenario : scenarios) {
    hash.put(scenario.id + "\n");
    for (const Value& value : scenario.values) hash.put(value.text + "\n");
  }
  return fmt::format("{:08x}", hash.value());
}

}  // namespace gauntlet::orchestrator::matrix
