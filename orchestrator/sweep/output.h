// Who is told while a campaign runs. Which outputs there are, orchestrator/outputs says.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "metrics/snapshot.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/sweep/plan.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::sweep {

// How a campaign was called, when it ran and how it ended.
struct Invocation {
  std::vector<std::string> command_line{};
  std::string started{};   // timestamps
  std::string finished{};  // empty: it still runs, or was killed
  std::string outcome{};   // one word
};

// One run of a scenario.
struct Run {
  const matrix::Scenario& scenario;
  std::uint64_t pass = 1;
  std::uint64_t passes = 1;    // as planned now; 0: nobody knows
  std::uint64_t position = 1;  // within the pass
  std::string side{};  // in a live comparison "base" or "new"; empty where there is one side
};

// A campaign tells its outputs begin, then started, samples and row of one run after the other, and
// end. A run that is interrupted has no row, and a campaign that cannot go on has no end.
//
// Samples come as they are taken, from a thread of their own; all other calls come from the thread
// that measures. So an output may do its work in them only where it cannot wait for anybody: the
// table and the sidecar, which are the result and may end the campaign by an Error (kUnable), and
// the progress on stderr, which never blocks. Every other one hands its work to a thread of its own
// by way of a bounded queue, throws from end alone, and says there what it had to drop.
class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() = default;

  virtual void begin(const Plan&, const Invocation&) {}
  virtual void started(const Run&) {}
  virtual void sample(const Run&, const metrics::Snapshot&) {}  // from the sampling thread
  virtual void row(const Run&, const table::Row&, const run::Observed&) {}
  virtual void message(const std::string&) {}  // a sentence of the schedule, for people
  virtual void end(const Invocation&) {}
};

// Told in this order; one that others depend on comes first.
using Outputs = std::vector<std::shared_ptr<Output>>;

}  // namespace gauntlet::orchestrator::sweep
