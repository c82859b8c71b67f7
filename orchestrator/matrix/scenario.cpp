#include "orchestrator/matrix/scenario.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <numeric>

#include "base/crc32c.h"
#include "base/units.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::matrix {
namespace {

void put(Crc32c& hash, const Tree& tree) {
  hash.put(tree.key + "\n" + tree.text + "\n");
  for (const Tree& item : tree.items) put(hash, item);
}

}  // namespace

const Value& Scenario::value(std::string_view name) const {
  const Value& value = values.at(find_setting(name).value());
  if (value.text.empty()) throw UnknownValue();
  return value;
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

std::vector<contract::Event> Scenario::events() const {
  return contract::parse_events(text("events")).value_or(std::vector<contract::Event>());
}

std::optional<contract::Link> Scenario::link() const { return contract::parse_link(text("link")); }

const contract::Operation& Scenario::operation() const {
  return *contract::find_operation(text("operation"));
}

Servers servers_of(const std::vector<Scenario>& scenarios) {
  Servers servers;
  for (const Scenario& scenario : scenarios)
    if (scenario.server) servers.emplace(scenario.server->name, scenario.server);
  return servers;
}

std::string volume_name(std::string_view text) {
  constexpr std::size_t kFewLetters = 6;
  const std::string plain = std::string(text) + "MB";
  const auto mib = parse_volume(text);
  if (text.size() <= kFewLetters || !mib) return plain;
  const double bytes = std::round(*mib * static_cast<double>(kMiB));
  const bool is_whole = bytes > 0 && bytes / static_cast<double>(kMiB) == *mib;
  return is_whole ? exact_size(static_cast<std::uint64_t>(bytes)) : plain;
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
  for (const auto& [name, server] : servers_of(scenarios)) put(hash, to_tree(*server));
  return fmt::format("{:08x}", hash.value());
}

}  // namespace gauntlet::orchestrator::matrix
