#include "contract/totals.h"

#include <algorithm>
#include <cmath>

namespace gauntlet::contract {
namespace {

constexpr const char* kMixed = "mixed";
constexpr double kNanoPerOne = 1e9;

// Of what there may be nothing: the one that pick likes better.
template <typename T, typename Pick>
void merge_optional(std::optional<T>& mine, const std::optional<T>& other, Pick pick) {
  if (mine && other) mine = pick(*mine, *other);
  if (!mine) mine = other;
}

template <typename T>
T smaller(const T& a, const T& b) {
  return std::min(a, b);
}

template <typename T>
T larger(const T& a, const T& b) {
  return std::max(a, b);
}

std::string same_or_mixed(const std::string& a, const std::string& b) {
  return a == b ? a : kMixed;
}

Load both(const Load& a, const Load& b) {
  return {.mode = same_or_mixed(a.mode, b.mode),
          .operation = same_or_mixed(a.operation, b.operation),
          .protocol = same_or_mixed(a.protocol, b.protocol),
          .volume = std::max(a.volume, b.volume),
          .volume_is_told = a.volume_is_told && b.volume_is_told && a.volume == b.volume};
}

FirstError earlier(const FirstError& a, const FirstError& b) {
  if (a.at != b.at) return a.at < b.at ? a : b;
  return a.what < b.what ? a : b;
}

// An empty sentence says nothing.
std::string either(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return std::min(a, b);
}

UploadsReport sum(const UploadsReport& a, const UploadsReport& b) {
  return {.deleted = a.deleted + b.deleted, .left = a.left + b.left, .why = either(a.why, b.why)};
}

FilesReport sum_of_files(const FilesReport& a, const FilesReport& b) {
  return {.made = a.made + b.made, .ran_out = a.ran_out || b.ran_out};
}

CaptureReport sum_of_captures(const CaptureReport& a, const CaptureReport& b) {
  return {.interface = a.interface == b.interface ? a.interface : "mixed",
          .packets = a.packets + b.packets,
          .dropped = a.dropped + b.dropped,
          .problem = either(a.problem, b.problem)};
}

int one_pid(int a, int b) { return a == 0 || b == 0 ? a + b : std::min(a, b); }

}  // namespace

std::uint64_t to_nano_rate(double requests_per_s) {
  return static_cast<std::uint64_t>(std::llround(requests_per_s * kNanoPerOne));
}

double from_nano_rate(std::uint64_t nano_rate) {
  return static_cast<double>(nano_rate) / kNanoPerOne;
}

void Histograms::merge(const Histograms& other) {
  latency.merge(other.latency);
  service.merge(other.service);
  ttfb.merge(other.ttfb);
  connect.merge(other.connect);
  late.merge(other.late);
}

void ScheduleTotals::merge(const ScheduleTotals& other) {
  nano_rate += other.nano_rate;
  planned += other.planned;
  begun += other.begun;
  last_begun = std::max(last_begun, other.last_begun);
  end = std::max(end, other.end);
}

void ClientTotals::merge(const ClientTotals& other) {
  success += other.success;
  fail += other.fail;
  idle += other.idle;
  undone += other.undone;
  merge_optional(last_active, other.last_active, larger<Duration>);
  means.merge(other.means);
  done.merge(other.done);
}

void TargetTotals::merge(const TargetTotals& other) {
  requests += other.requests;
  failed_requests += other.failed_requests;
  bytes += other.bytes;
  latency += other.latency;
  slowest = std::max(slowest, other.slowest);
  connections += other.connections;
  refused += other.refused;
}

void Totals::merge(const Totals& other) {
  merge_optional(load, other.load, both);
  client_pool += other.client_pool;
  workers += other.workers;
  pid = one_pid(pid, other.pid);
  pids.insert(pids.end(), other.pids.begin(), other.pids.end());
  std::sort(pids.begin(), pids.end());
  connected = connected || other.connected;
  merge_optional(counting_ns, other.counting_ns, smaller<std::int64_t>);
  ran = std::max(ran, other.ran);
  verified = std::min(verified, other.verified);
  warmup_requests += other.warmup_requests;
  rejected += other.rejected;
  retries += other.retries;
  for (const auto& [name, target] : other.targets) targets[name].merge(target);
  for (const auto& [kind, count] : other.errors) errors[kind] += count;
  for (const auto& [status, count] : other.statuses) statuses[status] += count;
  merge_optional(first_error, other.first_error, earlier);
  times.merge(other.times);
  timeline.merge(other.timeline);
  clients.merge(other.clients);
  schedule.merge(other.schedule);
  tcp.merge(other.tcp);
  merge_optional(uploads, other.uploads, sum);
  merge_optional(files, other.files, sum_of_files);
  merge_optional(capture, other.capture, sum_of_captures);
  merge_optional(time_wait, other.time_wait, larger<std::uint64_t>);
  cpu_us += other.cpu_us;
  peak_rss_bytes = std::max(peak_rss_bytes, other.peak_rss_bytes);
}

}  // namespace gauntlet::contract
