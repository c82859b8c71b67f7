// What run, ab, capacity and calibrate have in common. Each is a schedule that asks its campaign
// for one run after the other.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/process/interrupt.h"
#include "orchestrator/process/pause.h"
#include "orchestrator/process/process.h"
#include "orchestrator/run/command_lines.h"
#include "orchestrator/run/files.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/sweep/ledger.h"
#include "orchestrator/sweep/output.h"
#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::sweep {

// A build of the programs, and the files that keep what came of its runs. A live comparison has two
// sides, everything else has one.
struct Side {
  std::string name{};  // "base" or "new"; empty where there is one side
  run::Programs programs{};
  std::string version{};        // of the programs, for the rows; empty: that of orchestrator
  std::string comparison_id{};  // for the rows; empty where there is one side
  Ledger ledger;
};

struct RunResult {
  table::Row row{};
  run::Observed seen{};  // what the row was made of
};

class Campaign {
 public:
  // Makes the test files of the plan's scenarios in a folder of their own below data, which is
  // removed with this object. The plan and the interrupt outlive it. Throws Error as TestFiles
  // does, and where HAProxy is needed and missing.
  Campaign(const Plan& plan, const std::filesystem::path& data, const process::Interrupt& interrupt,
           process::Launcher launch, std::vector<std::string> command_line);

  // Makes the test files of scenarios that the plan does not have, too.
  void prepare(const std::vector<matrix::Scenario>& scenarios);

  // From now on these outputs are told of the runs of these sides. Looks for the paths to servers
  // elsewhere before, which takes some seconds. Throws what the outputs throw.
  void begin(Outputs outputs, const std::vector<const Side*>& sides = {});

  // Runs the scenario by the programs of a side, after a pause where one is asked for, and tells
  // the outputs. The turn names the scenario of the plan that it stands for. Nothing when it was
  // interrupted: then there is no row. passes: how many are planned now; 0: nobody knows. Throws
  // Error (kUnable) when the result cannot be kept.
  std::optional<RunResult> run(const Side& side, const matrix::Scenario& scenario, const Turn& turn,
                               std::uint64_t passes);

  // A sentence for people.
  void say(const std::string& sentence) const;

  // outcome: one word. False when an output could not take all of it, which is said on stderr.
  bool end(const std::string& outcome);

 private:
  void hold();
  run::Observed observe(const Run& run, const Side& side) const;
  run::Followers followers(const Run& run) const;

  const Plan& plan_;
  const process::Interrupt& interrupt_;
  process::Pause pause_{};
  process::Launcher launch_;
  process::Launcher launch_others_;  // of programs that are not ours
  std::string haproxy_;              // empty where no scenario needs it
  Invocation invocation_;
  run::TestFiles files_;
  Outputs outputs_{};
};

}  // namespace gauntlet::orchestrator::sweep
