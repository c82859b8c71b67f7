#include "client_pool/report.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "metrics/process_stats.h"

namespace gauntlet::client_pool {
namespace {

contract::Load load_of(const ClientOptions& options) {
  // --volume says nothing about a file that the user named; what came does.
  return {.mode = name_of(options.mode),
          .operation = name_of(options.operation),
          .protocol = name_of(options.protocol),
          .volume = options.volume,
          .volume_is_told = !names_file(options)};
}

void add_usage(contract::Totals& totals) {
  constexpr double kMicroPerOne = 1e6;
  rusage children{};
  ::getrusage(RUSAGE_CHILDREN, &children);
  const metrics::Usage workers = metrics::to_usage(children);
  const metrics::Usage own = metrics::process_usage();
  totals.cpu_us =
      static_cast<std::uint64_t>(std::llround((own.cpu_s + workers.cpu_s) * kMicroPerOne));
  totals.peak_rss_bytes = std::max(own.peak_rss_bytes, workers.peak_rss_bytes);
}

}  // namespace

void complete(contract::Totals& totals, const Plan& plan, const Run& run) {
  const net::SteadyTime counting = run.start + plan.options.warmup;
  totals.load = load_of(plan.options);
  totals.client_pool = plan.options.client_pool;
  totals.workers = plan.workers;
  totals.pid = ::getpid();
  totals.pids = run.pids;
  std::sort(totals.pids.begin(), totals.pids.end());
  totals.counting_ns = Duration(counting.time_since_epoch()).count();
  totals.ran = std::max(Duration::zero(), run.time - plan.options.warmup);
  totals.schedule.nano_rate = contract::to_nano_rate(plan.options.rate);
  totals.time_wait = run.time_wait;
  add_usage(totals);
}

std::string json_line(const contract::ClientReport& report) {
  return json_text(contract::to_json(report)) + "\n";
}

}  // namespace gauntlet::client_pool
