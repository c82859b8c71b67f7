// What the parts of a run know in common, and how they note what went wrong.
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "metrics/sampler.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/process/process.h"
#include "orchestrator/run/context.h"
#include "orchestrator/run/observed.h"

namespace gauntlet::orchestrator::run::parts {

// What a program may take beyond what a scenario allows: to be loaded, to say its last line.
inline constexpr std::chrono::seconds kMargin{10};

struct RunState {
  const matrix::Scenario& scenario;
  const RunContext& context;
  process::SteadyTime deadline{};  // of all until the report
  Observed seen{};
  std::optional<Endpoint> endpoint{};        // to which the clients connect; once it is known
  std::vector<metrics::Program> programs{};  // that run, to be sampled
  process::Place place_of_servers{};         // of the link, where there is one
  process::Place place_of_clients{};

  bool going_on() const { return !seen.trouble && !seen.interrupted; }
};

// Nothing, and a trouble of that status, when it cannot be started.
std::unique_ptr<process::Process> start(RunState& run, const process::Launcher& launch,
                                        const std::vector<std::string>& argv,
                                        const std::string& log, const char* status,
                                        const process::Place& place);

// Waits for the end of a program that says nothing more, and notes how it ended.
void note_end(RunState& run, const std::string& who, const char* status, process::Process& process,
              const char* when);
void note_too_long(RunState& run, const std::string& who, const char* status);
void note_late(RunState& run, const std::string& what);  // within scenario_timeout

// Reads the line into its place; notes what is wrong with it.
template <typename Line>
void parse(RunState& run, const std::string& text, std::optional<Line>& line,
           Line (*from_json)(const nlohmann::json&), const std::string& who, const char* status) {
  try {
    line = from_json(nlohmann::json::parse(text, nullptr, false));
  } catch (const Error& error) {
    note_trouble(run.seen, status, who + ": " + error.what());
  }
}

}  // namespace gauntlet::orchestrator::run::parts
