#include "orchestrator/run/origin.h"

#include <fmt/format.h>

#include "base/crc32c.h"
#include "base/units.h"
#include "base/version.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::run {
namespace {

void add_part(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += ", ";
  text += part;
}

}  // namespace

std::string describe_machine(const metrics::Host& host) {
  std::string text;
  add_part(text, host.cpu);
  add_part(text, counted(host.cores, "core"));
  add_part(text, host.kernel);
  add_part(text, host.governor);
  return text;
}

std::string value_hash(const matrix::Scenario& scenario) {
  Crc32c hash;
  for (std::size_t i = 0; i < matrix::settings().size(); ++i)
    if (scenario.values[i].text != matrix::settings()[i].initial)
      hash.put(fmt::format("{}={}\n", matrix::settings()[i].name, scenario.values[i].text));
  return fmt::format("{:08x}", hash.value());
}

std::string target_of(const matrix::Scenario& scenario) {
  const bool is_here = scenario.server == nullptr || scenario.server->is_started();
  return is_here ? "loopback" : "remote";
}

void fill_origin(table::Row& row, const matrix::Scenario& scenario) {
  static const std::string machine = describe_machine(metrics::read_host());
  row.version = fmt::format("{}+{}", kVersion, kRevision);
  row.machine = machine;
  row.target = target_of(scenario);
  row.scenario_hash = value_hash(scenario);
  row.schema_version = table::kSchemaVersion;
}

}  // namespace gauntlet::orchestrator::run
