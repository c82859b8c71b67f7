#include "orchestrator/run/endpoint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "contract/choices.h"
#include "orchestrator/link/network.h"

namespace gauntlet::orchestrator::run {
namespace {

// Only its first port redirects; its other workers are among those to whom it does.
Endpoint endpoint_of_redirects(std::vector<HostPorts> places) {
  HostPorts& first = places.front();
  Endpoint endpoint{.targets = {{.host = first.host, .ports = {first.ports.front()}}}};
  first.ports.erase(first.ports.begin());
  for (HostPorts& place : places)
    if (!place.ports.empty()) endpoint.redirect_to.push_back(std::move(place));
  return endpoint;
}

}  // namespace

std::string host_of_servers(const matrix::Scenario& scenario) {
  return scenario.link() ? link::kServerAddress : scenario.text("host");
}

std::string to_text(const HostPorts& place) {
  return fmt::format("{}:{}", in_brackets(place.host), fmt::join(place.ports, ","));
}

HostPorts place_of(const contract::ReadyLine& ready) {
  return {.host = ready.host, .ports = ready.ports};
}

Endpoint endpoint_of(std::string_view balance, const std::vector<contract::ReadyLine>& pools) {
  std::vector<HostPorts> places;
  for (const contract::ReadyLine& ready : pools) places.push_back(place_of(ready));
  if (contract::is_redirect(balance)) return endpoint_of_redirects(std::move(places));
  return {.targets = std::move(places)};
}

}  // namespace gauntlet::orchestrator::run
