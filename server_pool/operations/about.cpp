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
<li><a href="/-/cache">/-/cache</a>: whether contents of files are cached, and what came of it</li>
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

void add_seconds(std::string& out, const Counters& counters, std::string_view name,
                 std::string_view help, Counter WorkerCounters::*counter) {
  add_single(out, name, "counter", help, static_cast<double>(counters.sum(counter)) / 1e9);
}

// What slots and store took of the workers.
void add_occupation(std::string& out, const Counters& counters) {
  using W = WorkerCounters;
  add_single(out, "slots_taken_total", "counter", "Slots taken by requests for files.",
             counters.sum(&W::slots_taken));
  add_seconds(out, counters, "slot_seconds_total", "Time for which slots were held.", &W::slot_ns);
  add_single(out, "queued_total", "counter", "Requests that had to wait for a slot.",
             counters.sum(&W::queued));
  add_single(out, "waiting_requests", "gauge", "Requests that wait for a slot now.",
             counters.sum(&W::waiting));
  add_seconds(out, counters, "queue_seconds_total", "Time for which requests waited for a slot.",
              &W::queue_ns);
  add_seconds(out, counters, "full_seconds_total",
              "Time in which every slot of a worker was taken and somebody waited.", &W::full_ns);
  add_seconds(out, counters, "store_seconds_total",
              "Time for which calls of the store blocked workers; sending files is not in it.",
              &W::store_ns);
}

void add_admission(std::string& out, const Counters& counters) {
  using W = WorkerCounters;
  add_single(out, "admitted_requests_total", "counter", "Requests for files that were let in.",
             counters.sum(&W::admitted));
  add_single(out, "rejected_requests_total", "counter",
             "Requests for files that were turned away, since memory or clients are limited.",
             counters.sum(&W::rejected));
  if (counters.memory().is_limited()) {
    add_single(out, "reserved_bytes", "gauge", "Memory that requests have now.",
               counters.memory().taken());
    add_single(out, "peak_reserved_bytes", "gauge", "Most memory that they had at once.",
               counters.memory().peak());
    add_single(out, "memory_limit_bytes", "gauge", "Memory that they may have.",
               counters.memory().limit());
  }
  if (counters.clients().is_limited()) {
    add_single(out, "clients", "gauge", "Clients that are served now.", counters.clients().taken());
    add_single(out, "max_clients", "gauge", "Clients that may be served at once.",
               counters.clients().limit());
  }
}

void add_cache(std::string& out, const Counters& counters) {
  using W = WorkerCounters;
  add_single(out, "cache_enabled", "gauge", "Whether contents of small files are kept: 1 or 0.",
             counters.cache_on().get());
  add_single(out, "cache_hits_total", "counter", "Files answered from the content cache.",
             counters.sum(&W::cache_hits));
  add_single(out, "cache_misses_total", "counter",
             "Files answered otherwise while the content cache was on.",
             counters.sum(&W::cache_misses));
  add_single(out, "cache_bytes", "gauge", "Bytes that the content cache holds.",
             counters.sum(&W::cache_bytes));
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
             counters.sum(&W::failed_requests));
  add_single(out, "bytes_in_total", "counter", "Bytes read from clients.",
             counters.sum(&W::bytes_in));
  add_single(out, "bytes_out_total", "counter", "Bytes sent to clients.",
             counters.sum(&W::bytes_out));
  add_single(out, "connections_total", "counter", "Connections accepted.",
             counters.sum(&W::connections));
  add_single(out, "open_connections", "gauge", "Connections open now.",
             counters.sum(&W::open_connections));
  add_occupation(out, counters);
  add_admission(out, counters);
  add_cache(out, counters);
  add_single(out, "top_reports_total", "counter",
             "Reports that clients made of their machines' top processes.",
             counters.sum(&W::top_reports));
  add_single(out, "unique_sessions_total", "counter", "Sessions that were given or seen first.",
             counters.sum(&W::unique_sessions));
  add_single(out, "lost_access_lines_total", "counter", "Lines that the access log did not take.",
             counters.sum(&W::lost_access_lines));
  add_single(out, "redirects_total", "counter", "First requests that were sent elsewhere.",
             counters.sum(&W::redirects));
  if (!mirrors.empty()) add_mirrors(out, counters, mirrors);
  add_single(out, "workers", "gauge", "Workers of the pool.", counters.size());
  add_single(out, "restarts_total", "counter", "Workers that died and were started again.",
             counters.sum(&W::restarts));
  add_single(out, "uptime_seconds", "gauge", "Since the pool was started.",
             to_seconds(std::chrono::steady_clock::now() - counters.started()));
  return answer;
}

}  // namespace gauntlet::server_pool::operations
