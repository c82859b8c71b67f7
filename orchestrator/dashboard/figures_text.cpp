#include "orchestrator/dashboard/figures_text.h"

#include <fmt/format.h>

namespace gauntlet::orchestrator::dashboard {
namespace {

struct Family {
  const char* key;
  const char* name;
  const char* type;
  const char* help;
};

constexpr Family kFamilies[] = {
    {"active_clients", "active_clients", "gauge", "Clients of the run in hand that are active."},
    {"total_requests", "requests_total", "counter", "Requests of the run that succeeded."},
    {"failed_requests", "failed_requests_total", "counter", "Requests of the run that failed."},
    {"average_response_time", "average_response_time_seconds", "gauge",
     "Mean response time of the run's requests."},
    {"cache_enabled", "cache_enabled", "gauge", "Whether the server's cache is on."},
    {"cache_hits", "cache_hits_total", "counter", "Hits of the server's cache."},
    {"cache_misses", "cache_misses_total", "counter", "Misses of the server's cache."},
    {"unique_sessions", "unique_sessions_total", "counter", "Visitors that the server has seen."},
    {"thread_pool_size", "workers", "gauge", "Workers of the server."},
    {"queue_size", "queue_size", "gauge", "Requests that wait for a slot of the server."}};

}  // namespace

std::string figures_text(const LiveState::Json& figures) {
  std::string text;
  for (const Family& family : kFamilies) {
    const LiveState::Json& value = figures.at(family.key);
    if (value.is_null()) continue;
    const double number = value.is_boolean() ? (value.get<bool>() ? 1 : 0) : value.get<double>();
    text += fmt::format(
        "# HELP gauntlet_run_{0} {2}\n# TYPE gauntlet_run_{0} {1}\n"
        "gauntlet_run_{0} {3}\n",
        family.name, family.type, family.help, number);
  }
  return text;
}

}  // namespace gauntlet::orchestrator::dashboard
