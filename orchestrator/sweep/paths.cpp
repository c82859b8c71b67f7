#include "orchestrator/sweep/paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/run/server_texts.h"
#include "orchestrator/trace/show.h"
#include "orchestrator/trace/trace.h"

namespace gauntlet::orchestrator::sweep {
namespace {

constexpr std::uint64_t kRounds = 3;
constexpr std::size_t kMostPaths = 8;  // a thread each

std::optional<trace::Target> target_of(const matrix::Scenario& scenario) {
  try {
    const run::ServerTexts texts(*scenario.server, {.scenario = scenario});
    const HostPorts place = texts.endpoint().targets.front();
    if (run::without_secrets(place.host, texts.secrets()) != place.host) return std::nullopt;
    return trace::parse_target(fmt::format("{}:{}", place.host, place.ports.front()));
  } catch (const Error&) {  // its run will say so
    return std::nullopt;
  }
}

}  // namespace

std::vector<trace::Target> addresses_of(const std::vector<matrix::Scenario>& scenarios) {
  std::set<trace::Target> targets;
  for (const matrix::Scenario& scenario : scenarios) {
    if (scenario.server == nullptr || scenario.server->is_started()) continue;
    if (auto target = target_of(scenario)) targets.insert(*std::move(target));
  }
  return {targets.begin(), targets.end()};
}

PathsFound find_paths(const std::vector<trace::Target>& targets,
                      const process::Interrupt& interrupt) {
  std::vector<trace::Target> elsewhere;
  std::copy_if(targets.begin(), targets.end(), std::back_inserter(elsewhere),
               [](const trace::Target& target) { return trace::is_elsewhere(target); });
  PathsFound found;
  if (elsewhere.size() > kMostPaths) {
    found.notes.push_back(fmt::format("only the paths to the first {} of {} servers are looked for",
                                      kMostPaths, elsewhere.size()));
    elsewhere.resize(kMostPaths);
  }
  const trace::Effort effort{.rounds = kRounds, .interrupt_fd = interrupt.fd()};
  std::vector<std::future<trace::Path>> looked_for;
  looked_for.reserve(elsewhere.size());
  for (const trace::Target& target : elsewhere)
    looked_for.push_back(std::async(std::launch::async, trace::trace, target, effort));
  for (std::size_t i = 0; i < elsewhere.size(); ++i) {
    try {
      found.paths.push_back(looked_for[i].get());
    } catch (const std::exception& error) {
      found.notes.push_back(
          fmt::format("no path to {}: {}", to_string(elsewhere[i]), error.what()));
    }
  }
  return found;
}

std::vector<std::string> sentences_of(const PathsFound& found) {
  std::vector<std::string> sentences;
  for (const trace::Path& path : found.paths) {
    sentences.push_back(headline(path));
    sentences.insert(sentences.end(), path.notes.begin(), path.notes.end());
  }
  sentences.insert(sentences.end(), found.notes.begin(), found.notes.end());
  return sentences;
}

}  // namespace gauntlet::orchestrator::sweep
