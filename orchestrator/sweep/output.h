// Who is told while a campaign runs. Which outputs there are, orchestrator/outputs says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/host_ports.h"
#include "contract/live_line.h"
#include "metrics/snapshot.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/sweep/paths.h"
#include "orchestrator/sweep/plan.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::sweep {

// How a campaign was called, when it ran and how it ended.
struct Invocation {
  std::vector<std::string> command_line{};
  std::vector<std::string> tables{};  // in which the rows come to stand, one for each side
  std::size_t earlier_rows = 0;       // that stand there when a sweep is resumed
  PathsFound paths{};                 // to the servers that are not on this machine
  std::string started{};              // timestamps
  std::string finished{};             // empty: it still runs, or was killed
  std::string outcome{};              // one word
};

// One run of a scenario.
struct Run {
  const matrix::Scenario& scenario;
  // Of the plan, which it stands for: another one where the schedule changes settings, such as the
  // load of a search.
  const matrix::Scenario& planned;
  std::uint64_t pass = 1;
  std::uint64_t passes = 1;    // as planned now; 0: nobody knows
  std::uint64_t position = 1;  // within the pass
  std::string side{};  // in a live comparison "base" or "new"; empty where there is one side
};

// A campaign tells its outputs begin, then started, ready, samples, how its clients get on, and row
// of one run after the other, and end. A run that is interrupted has no row, and a campaign that
// cannot go on has no end.
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

  // Whether it is told live, for which the clients do a little more.
  virtual bool follows_clients() const { return false; }

  virtual void begin(const Plan&, const Invocation&) {}
  virtual void started(const Run&) {}
  // Its clients are about to start. pools: where server_pools of ours listen; none where the server
  // is not ours.
  virtual void ready(const Run&, const std::vector<HostPorts>& /*pools*/) {}
  virtual void sample(const Run&, const metrics::Snapshot&) {}  // from the sampling thread
  virtual void live(const Run&, const contract::LiveLine&) {}   // where it follows the clients
  virtual void row(const Run&, const table::Row&, const run::Observed&) {}
  virtual void paused(bool) {}                 // between two runs: a pause has begun, or is over
  virtual void message(const std::string&) {}  // a sentence of the schedule, for people
  virtual void end(const Invocation&) {}
};

// Told in this order; one that others depend on comes first.
using Outputs = std::vector<std::shared_ptr<Output>>;

}  // namespace gauntlet::orchestrator::sweep
