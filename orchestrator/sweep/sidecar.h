// What a sweep leaves in the folder of results: orchestrator_results_<YYYYmmdd_HHMMSS>.csv, and
// beside it a folder of the same stem:
//   scenarios.json      the plan: the scenarios in full, with their content hash, passes and order
//   environment.json    host, versions, command line, start and end, the paths to servers
//   elsewhere;
//                       environment_2.json, ... of every time that the sweep was resumed
//   reports/<id>.pass<n>.json   what the programs of a scenario said, and the samples
//   logs/<id>.pass<n>.*.log     stderr of the programs of scenarios that failed or lost a worker
//   tcp/<id>.pass<n>.<who>.csv  what the client, the server and mirrors saw of their connections
//   captures/<id>.pass<n>.pcap  the packets of scenarios that are captured, their headers
//   set_aside/          what was run again: rows.csv, and the files of those rows
//   plots/              the pictures
//   report.html         a report to look at, and the same for programs: report.json
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/context.h"
#include "orchestrator/run/observed.h"
#include "orchestrator/sweep/output.h"
#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::sweep {

class Sidecar {
 public:
  // Makes the folders for a new table KIND_<YYYYmmdd_HHMMSS>ENDING.csv. Where that name is taken it
  // gets a number before its ending: nothing is ever overwritten. Throws Error (kUnable) when it
  // cannot, as does every other function here.
  static Sidecar make_in(const std::filesystem::path& results,
                         const std::string& kind = "orchestrator_results",
                         const std::string& ending = "");

  // Makes the folders for a table of this name, which must end in .csv. Throws Error (kBadInput)
  // for another name, or when the table or its folder is there.
  static Sidecar make_for(const std::filesystem::path& table);

  // Where the report of a row stands, by the scenario's id, whether it is there or not.
  static std::filesystem::path report_file(const std::filesystem::path& table,
                                           const std::string& scenario, std::uint64_t pass);

  // Where the samples of its connections stand, which "client" or "server" took.
  // Those beside a table: one for each time that its sweep was begun or resumed, in that order.
  static std::vector<std::filesystem::path> environment_files(const std::filesystem::path& table);
  static std::filesystem::path tcp_file(const std::filesystem::path& table,
                                        const std::string& scenario, std::uint64_t pass,
                                        const std::string& who);

  // That of a table that is there. Throws Error (kBadInput) when it has none.
  static Sidecar of(const std::filesystem::path& table);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path table() const { return folder_.string() + ".csv"; }
  std::filesystem::path plots() const { return folder_ / "plots"; }
  run::LogFiles logs(const matrix::Scenario& scenario, std::uint64_t pass) const;
  // Of a scenario whose connections are sampled, whose folder is made; else nowhere.
  run::TcpFiles tcp_files(const matrix::Scenario& scenario, std::uint64_t pass) const;

  void write_plan(const Plan& plan) const;
  Plan read_plan() const;  // throws Error (kBadInput) as plan_from_json does
  void write_environment(const Invocation& invocation) const;
  void write_report(const matrix::Scenario& scenario, std::uint64_t pass,
                    const run::Observed& seen) const;
  // The same for the capture of one that is captured; else empty.
  std::string capture_file(const matrix::Scenario& scenario, std::uint64_t pass) const;
  void remove_logs(const matrix::Scenario& scenario, std::uint64_t pass) const;

  // The rows that were run again, with all files of theirs. A file keeps its name, with a number
  // before its ending. There is no file of rows where none was.
  std::filesystem::path rows_set_aside() const;
  void make_folder_set_aside() const;
  void set_files_aside(const std::string& scenario_id, std::uint64_t pass) const;

  // Takes over the environments, reports and logs of another, and what it set aside.
  void copy_from(const Sidecar& other) const;

 private:
  explicit Sidecar(std::filesystem::path folder);  // which is there

  std::filesystem::path folder_;
  std::filesystem::path environment_;  // the file for what write_environment is given
};

}  // namespace gauntlet::orchestrator::sweep
