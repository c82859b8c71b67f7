#include "server_pool/operations/about.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "base/units.h"
#include "base/version.h"
#include "server_pool/redirects/mirrors.h"

namespace gauntlet::server_pool::operations {
namespace {

constexpr const char* kHomePage = R"(<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Gauntlet</title></head>
<body>
<h1>Gauntlet file server</h1>
<p>Version {}.</p>
<ul>
<li><a href="/files/">/files/</a>: the files; GET, PUT and DELETE /files/NAME</li>
<li><a href="/-/metrics">/-/metrics</a>: what all workers have done so far</li>
<li><a href="/-/top">/-/top</a>: the processes that use most CPU time;
<a href="/-/top/clients">/-/top/clients</a>: those of clients that report theirs</li>
<li><a href="/-/healthy">/-/healthy</a>: whether this worker answers</li>
</ul>
</body>
</html>
)";

// Appends one family: its help and type, then whatever samples the caller adds.
void add_family(std::string& out, std::string_view name, std::string_view type,
                std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP gauntlet_{0} {2}\n# TYPE gauntlet_{0} {1}\n",
                 name, type, help);
}

template <typename Value>
void add_single(std::string& out, std::string_view name, std::string_view type,
                std::string_view help, Value value) {
  add_family(out, name, type, help);
  fmt::format_to(std::back_inserter(out), "gauntlet_{} {}\n", name, value);
}

std::uint64_t sum(const Counters& counters, Counter WorkerCounters::*counter) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counters.size(); ++i) total += (counters[i].*counter).get();
  return total;
}

void add_seconds(std::string& out, const Counters& counters, std::string_view name,
                 std::string_view help, Counter WorkerCounters::*counter) {
  add_single(out, name, "counter", help, static_cast<double>(sum(counters, counter)) / 1e9);
}

// What slots and store took of the workers.
void add_occupation(std::string& out, const Counters& counters) {
  using W = WorkerCounters;
  add_single(out, "slots_taken_total", "counter", "Slots taken by requests for files.",
             sum(counters, &W::slots_taken));
  add_seconds(out, counters, "slot_seconds_total", "Time for which slots were held.", &W::slot_ns);
  add_single(out, "queued_total", "counter", "Requests that had to wait for a slot.",
             sum(counters, &W::queued));
  add_seconds(out, counters, "queue_seconds_total", "Time for which requests waited for a slot.",
              &W::queue_ns);
  add_seconds(out, counters, "full_seconds_total",
              "Time in which every slot of a worker was taken and somebody waited.", &W::full_ns);
  add_seconds(out, counters, "store_seconds_total",
              "Time for which calls of the store blocked workers; sending files is not in it.",
              &W::store_ns);
}

void add_requests(std::string& out, const Counters& counters) {
  add_family(out, "requests_total", "counter", "Requests whose head was read, by operation.");
  std::map<std::string, std::uint64_t> totals;
  for (std::size_t i = 0; i < counters.size(); ++i)
    for (const auto& [operation, requests] : requests_by_name(counters[i]))
      totals[operation] += requests;
  for (const auto& [operation, total] : totals)
    fmt::format_to(std::back_inserter(out), "gauntlet_requests_total{{operation=\"{}\"}} {}\n",
                   operation, total);
}

void add_mirrors(std::string& out, const Counters& counters,
                 const std::vector<HostPorts>& mirrors) {
  add_family(out, "mirror_healthy", "gauge", "Whether the mirror has turns: 1 or 0.");
  for (std::size_t i = 0; i < mirrors.size(); ++i)
    fmt::format_to(std::back_inserter(out), "gauntlet_mirror_healthy{{mirror=\"{}\"}} {}\n",
                   redirects::name_of(mirrors[i]), counters.mirror_healthy(i).get());
}

}  // namespace

Answer home_page() {
  Answer answer;
  answer.content_type = "text/html; charset=utf-8";
  answer.text = fmt::format(kHomePage, kVersion);
  return answer;
}

Answer healthy() { return plain_answer(200, "healthy"); }

Answer metrics(const Counters& counters, const std::vector<HostPorts>& mirrors) {
  using W = WorkerCounters;
  Answer answer;
  answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
  std::string& out = answer.text;
  add_requests(out, counters);
  add_single(out, "failed_requests_total", "counter",
             "Requests answered with 4xx or 5xx, or broken off.",
             sum(counters, &W::failed_requests));
  add_single(out, "bytes_in_total", "counter", "Bytes read from clients.",
             sum(counters, &W::bytes_in));
  add_single(out, "bytes_out_total", "counter", "Bytes sent to clients.",
             sum(counters, &W::bytes_out));
  add_single(out, "connections_total", "counter", "Connections accepted.",
             sum(counters, &W::connections));
  add_single(out, "open_connections", "gauge", "Connections open now.",
             sum(counters, &W::open_connections));
  add_occupation(out, counters);
  add_single(out, "top_reports_total", "counter",
             "Reports that clients made of their machines' top processes.",
             sum(counters, &W::top_reports));
  add_single(out, "redirects_total", "counter", "First requests that were sent elsewhere.",
             sum(counters, &W::redirects));
  if (!mirrors.empty()) add_mirrors(out, counters, mirrors);
  add_single(out, "workers", "gauge", "Workers of the pool.", counters.size());
  add_single(out, "restarts_total", "counter", "Workers that died and were started again.",
             sum(counters, &W::restarts));
  add_single(out, "uptime_seconds", "gauge", "Since the pool was started.",
             to_seconds(std::chrono::steady_clock::now() - counters.started()));
  return answer;
}

}  // namespace gauntlet::server_pool::operations
