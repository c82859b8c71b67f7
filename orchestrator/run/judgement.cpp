#include "orchestrator/run/judgement.h"

#include "contract/link.h"
#include "orchestrator/limits/limit.h"
#include "orchestrator/limits/validity.h"

namespace gauntlet::orchestrator::run {
namespace {

void fill_figures(table::Row& row, const limits::Figures& figures) {
  row.client_demand = figures.client.demand;
  row.host_busy = figures.busy;
  row.iowait = figures.iowait;
  row.steal = figures.steal;
  row.foreign_cpu = figures.foreign;
  if (!figures.server.sampled) return;
  row.server_demand = figures.server.demand;
  row.disk_write_Bps = figures.server.written_Bps;
}

void fill_connections(table::Row& row, const contract::TcpReport& tcp) {
  if (tcp.connections == 0) return;
  row.retransmits = tcp.retransmits;
  row.rtt_mean_us = tcp.rtt_mean_us;
}

// In base64, four bytes carry three.
double bytes_sent_for_each(const contract::ClientReport& report) {
  return report.protocol == "line" ? 4.0 / 3 : 1;
}

// Which part of the link's rate the bodies took; 0 where it has no rate, or the clients have none.
double link_use(const contract::Link& link, const contract::ClientReport& report) {
  if (!link.rate) return 0;
  const double bytes_a_second = contract::rates_of(report).aggregate_Bps.value_or(0);
  return bytes_a_second * bytes_sent_for_each(report) * 8 / static_cast<double>(*link.rate);
}

}  // namespace

std::vector<std::string> judge(table::Row& row, const Observed& seen) {
  const contract::ClientReport& report = *seen.report;
  limits::Evidence evidence =
      limits::evidence_of(report, stopped_lines(seen), row.target != "loopback");
  // The samples of a server that was killed do not say what it used.
  evidence.should_have_figures = !was_killed(seen);
  if (evidence.should_have_figures)
    evidence.figures =
        limits::figures_of(seen.samples, {report.steady_begin_ns, report.steady_end_ns});
  evidence.cache_problem = seen.cache_problem;
  evidence.server = seen.server;
  if (const auto link = contract::parse_link(row.setting("link")))
    evidence.link = link_use(*link, report);
  const limits::Limit limit = limits::limit_of(evidence);
  const std::vector<limits::Doubt> doubts = limits::doubts_about(evidence, limit);

  if (evidence.figures) fill_figures(row, *evidence.figures);
  fill_connections(row, report.tcp);
  row.limited_by = limit.name;
  row.valid = doubts.empty() ? table::kValid : table::kInvalid;
  row.doubt = limits::joined_words(doubts);

  std::vector<std::string> sentences;
  if (!limit.name.empty()) sentences.push_back("limited by " + limit.name + ": " + limit.sentence);
  for (const limits::Doubt& doubt : doubts) sentences.push_back("not valid: " + doubt.sentence);
  return sentences;
}

}  // namespace gauntlet::orchestrator::run
