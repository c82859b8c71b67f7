#include "orchestrator/run/parts/run_state.h"

#include <fmt/format.h>

#include "base/units.h"

namespace gauntlet::orchestrator::run::parts {

std::unique_ptr<process::Process> start(RunState& run, const process::Launcher& launch,
                                        const std::vector<std::string>& argv,
                                        const std::string& log, const char* status,
                                        const process::Place& place) {
  try {
    return launch(argv, log, place);
  } catch (const Error& error) {
    note_trouble(run.seen, status, error.what());
    return nullptr;
  }
}

void note_end(RunState& run, const std::string& who, const char* status, process::Process& process,
              const char* when) {
  const auto ended = process.wait(std::chrono::steady_clock::now() + kMargin);
  note_trouble(run.seen, status,
               ended ? fmt::format("{} {} {}", who, to_string(*ended), when)
                     : fmt::format("{} closed its stdout {}", who, when));
}

void note_too_long(RunState& run, const std::string& who, const char* status) {
  note_trouble(run.seen, status,
               fmt::format("{} printed a line of more than {} on stdout", who,
                           format_bytes(static_cast<double>(process::kLongestLine))));
}

void note_late(RunState& run, const std::string& what) {
  note_trouble(run.seen, kStatusLate,
               fmt::format("{} within {} (scenario_timeout)", what,
                           format_duration(run.scenario.duration("scenario_timeout"))));
}

}  // namespace gauntlet::orchestrator::run::parts
