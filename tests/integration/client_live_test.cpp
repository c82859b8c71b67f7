// What client_pool measures against what queueing theory says of a server whose service time is
// known. Needs a quiet machine: a run that was disturbed is repeated, and the third time the test
// is skipped with the reason.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "client_pool/schedule.h"
#include "metrics/proc_text.h"
#include "metrics/process_stats.h"
#include "tests/client_pool/lindley.h"
#include "tests/integration/client_harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using client_pool::Arrivals;
using client_pool::ClientOptions;
using client_pool::Schedule;
using metrics::Quantile;
using Arguments = std::vector<std::string>;

// A server that takes this long for each request, one after another; where timers come late,
// longer.
constexpr double kService_s = 0.005;
const Arguments kOneByOne{"--slots", "1", "--fault-service-time", "5ms"};

// The time that a sanitizer takes is neither the server's nor the wire's.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

// One run of client_pool against a server_pool of its own.
struct Run {
  contract::ClientReport report{};
  contract::StoppedLine stopped{};
  double foreign_cpu = 0;  // part of the host's CPUs that others had
};

// CPU seconds that any program used, those of the hypervisor's other guests included. Interrupts
// are not in it: here they are the network's, for us.
double host_cpu_s() {
  std::ifstream file("/proc/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto cpus = metrics::parse_host_cpus(text, static_cast<double>(::sysconf(_SC_CLK_TCK)));
  return cpus ? cpus->all.work_s + cpus->all.steal_s : 0;
}

double server_cpu_s(const contract::StoppedLine& stopped) {
  double sum = 0;
  for (const auto& worker : stopped.workers) sum += worker.cpu_s;
  return sum;
}

// The mean time that the server says a request took it.
double service_s(const Run& run) {
  const auto& worker = run.stopped.workers.at(0);
  return worker.slot_s / static_cast<double>(worker.slots_taken);
}

Run run_once(Arguments server_arguments, Arguments client_arguments) {
  TemporaryFolder root;
  root.write("file.bin", "content");
  server_arguments.insert(server_arguments.end(), {"--root", root.path(), "--pool", "1"});
  Server server(server_arguments);
  client_arguments.insert(client_arguments.end(),
                          {"--json", "--operation", "list", "--port", ports_of(server)});
  const auto begin = std::chrono::steady_clock::now();
  const double host_s = host_cpu_s();
  const double own_s = metrics::process_usage().cpu_s;
  Run run;
  run.report = report_of(run_client(client_arguments));
  run.stopped = server.stop();
  const double ours_s =
      run.report.cpu_s + server_cpu_s(run.stopped) + metrics::process_usage().cpu_s - own_s;
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  const double all_s = time.count() * std::max(1u, std::thread::hardware_concurrency());
  run.foreign_cpu = (host_cpu_s() - host_s - ours_s) / all_s;
  return run;
}

// What disturbed a run; empty: nothing did. Lateness counts only where the server is never to
// blame.
std::string disturbance(const Run& run, bool judge_lateness) {
  if (run.foreign_cpu > 0.05)
    return fmt::format("other programs had {:.1f}% of the CPUs", run.foreign_cpu * 100);
  const auto late_s = run.report.late.quantile_s(Quantile::kP99);
  if (judge_lateness && late_s && *late_s > 0.001)
    return fmt::format("p99 of send lateness was {:.2f} ms", *late_s * 1000);
  return {};
}

// Whether others use the CPUs just now: a long run is not worth beginning then.
std::string bustle() {
  return disturbance(run_once({}, {"--rate", "100", "--duration", "1s"}), false);
}

// Repeats a run until nothing disturbs it, three times at most; then says what did in reason.
std::optional<Run> undisturbed(const Arguments& server, const Arguments& client,
                               bool judge_lateness, std::string& reason) {
  for (int i = 0; i < 3; ++i) {
    reason = bustle();
    if (!reason.empty()) continue;
    Run run = run_once(server, client);
    reason = disturbance(run, judge_lateness);
    if (reason.empty()) return run;
  }
  return std::nullopt;
}

// Warm-up, and then what counts: a twentieth and the rest.
constexpr Duration kWarmup = std::chrono::milliseconds(750);
constexpr Duration kDuration = std::chrono::milliseconds(14'250);

// The mean response time of one server with this service time, over the requests that count.
double lindley_mean_s(const ClientOptions& options, double service_s) {
  Schedule schedule(options);
  Lindley queue(service_s);
  double sum_s = 0;
  int count = 0;
  for (Duration at = schedule.next(); at < kWarmup + kDuration; at = schedule.next()) {
    const double response_s = queue.response_s(to_seconds(at));
    if (at < kWarmup) continue;
    sum_s += response_s;
    ++count;
  }
  return sum_s / count;
}

class Queue : public ::testing::TestWithParam<double> {};

TEST_P(Queue, RespondsAsLindleysRecursionOverThePlannedTimesSays) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer's time would be measured, too";
  const double idle_s = service_s(run_once(kOneByOne, {"--client-pool", "1", "--duration", "1s"}));
  ClientOptions options;
  options.rate = GetParam() / idle_s;
  options.arrivals = Arrivals::kPoisson;
  std::string reason;
  const auto run =
      undisturbed(kOneByOne,
                  {"--client-pool", "64", "--rate", fmt::format("{}", options.rate), "--arrivals",
                   "poisson", "--seed", fmt::format("{}", options.seed), "--warmup",
                   exact_duration(kWarmup), "--duration", exact_duration(kDuration)},
                  true, reason);
  if (!run) GTEST_SKIP() << "the machine is not quiet: " << reason;
  const double served_s = service_s(*run);
  const double expected_s = lindley_mean_s(options, served_s);
  const double mean_s = *run->report.latency.mean_s();
  const auto& interval = run->report.mean_interval_s;
  const std::string figures = fmt::format(
      "mean {:.3f} ms (95%: {:.3f} to {:.3f} ms), Lindley {:.3f} ms at {:.3f} ms a service; "
      "foreign "
      "CPU {:.1f}%, p99 late {:.3f} ms",
      mean_s * 1e3, interval ? interval->low * 1e3 : 0, interval ? interval->high * 1e3 : 0,
      expected_s * 1e3, served_s * 1e3, run->foreign_cpu * 100,
      run->report.late.quantile_s(Quantile::kP99).value_or(0) * 1e3);
  RecordProperty("figures", figures);
  EXPECT_NEAR(mean_s, expected_s, 0.05 * expected_s) << figures;
}

INSTANTIATE_TEST_SUITE_P(Utilisations, Queue, ::testing::Values(0.5, 0.8, 0.9),
                         [](const auto& test) {
                           return fmt::format("Of{:.0f}Percent", test.param * 100);
                         });

// No warm-up, so that both sides count the same requests. Beyond the server's time there is only
// the wire.
TEST(ClosedLoop, OfOneClientMeasuresTheServiceTime) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer's time would be measured, too";
  std::string reason;
  const auto run =
      undisturbed(kOneByOne, {"--client-pool", "1", "--duration", "3s"}, false, reason);
  if (!run) GTEST_SKIP() << "the machine is not quiet: " << reason;
  const double served_s = service_s(*run);
  EXPECT_GE(served_s, kService_s);
  EXPECT_NEAR(*run->report.latency.mean_s(), served_s, 0.02 * served_s + 0.0002);
}

// Few clients, so that the requests that are in flight when a stall begins are less than 1%: a
// closed loop, or times from the sending, would hide the stalls.
TEST(Stalls, AreSeenFromTheIntendedSendTimeAndHiddenFromTheSending) {
  std::string reason;
  const auto run =
      undisturbed({"--fault-stall", "1s/5s"},
                  {"--client-pool", "4", "--rate", "200", "--duration", "20s"}, false, reason);
  if (!run) GTEST_SKIP() << "the machine is not quiet: " << reason;
  const auto& report = run->report;
  EXPECT_GE(*report.latency.quantile_s(Quantile::kP90), 0.44);
  EXPECT_LE(*report.latency.quantile_s(Quantile::kP90), 0.56);
  EXPECT_GE(*report.latency.quantile_s(Quantile::kP99), 0.88);
  EXPECT_LE(*report.latency.quantile_s(Quantile::kP99), 1.0);
  EXPECT_LT(*report.service.quantile_s(Quantile::kP99), 0.05);
  EXPECT_TRUE(report.schedule->missed);
}

}  // namespace
}  // namespace gauntlet::integration
