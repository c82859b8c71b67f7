// All figures from which it is judged what limited a scenario, and whether to believe it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contract/reports.h"
#include "orchestrator/limits/figures.h"

namespace gauntlet::orchestrator::limits {

// Parts are from 0 to 1. What is not known, or does not apply, is nothing.
struct Evidence {
  std::string server = "server_pool";  // its name
  bool remote = false;               // the server is not started by us: elsewhere, or already there
  std::optional<Figures> figures{};  // of the samples; without them nothing is judged
  // Of a link between the server and the clients: which part of its rate their bodies took in one
  // direction. 0: it has no rate. Nothing: there is none.
  std::optional<double> link{};
  bool should_have_figures = true;  // not where a server was killed on purpose
  double refused = 0;  // part of the requests that got no connection, or were turned away
  std::optional<contract::ScheduleReport> schedule{};  // of an open loop
  std::optional<double> late_p99_s{};                  // how late its requests were sent
  double slots_full = 0;            // part of its time in which a worker's slots were all taken and
                                    // somebody waited; of the worker with the most
  double in_store = 0;              // part of the time in which it served that a worker spent in
                                    // blocking calls of its store; of the worker with the most
  std::optional<double> sending{};  // part of their time in which the clients' connections had data
                                    // under way, and neither end's buffers held them back
  double retransmitted = 0;         // part of the clients' segments that were sent again
  bool cache_switched = false;      // a server's content cache was turned on or off meanwhile
  std::string cache_problem{};      // the cache of the file was not as asked for: one sentence
};

// What the reports say; figures and cache_problem are left to the caller. pools: of all
// server_pools; none of another server.
Evidence evidence_of(const contract::ClientReport& report,
                     const std::vector<contract::StoppedLine>& pools, bool remote);

}  // namespace gauntlet::orchestrator::limits
