#include "orchestrator/matrix/impossible.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "contract/choices.h"
#include "contract/initial.h"
#include "contract/weights.h"
#include "orchestrator/matrix/server.h"

namespace gauntlet::orchestrator::matrix {
namespace {

constexpr double kMostListedFiles = 10'000;

bool lists_half_a_file(const Scenario& scenario) {
  const double files = scenario.number("volume");
  return scenario.operation().files == contract::Files::kFolder &&
         scenario.text("tree") == "none" &&
         (files != std::floor(files) || files > kMostListedFiles);
}

bool uploads_too_much(const Scenario& scenario) {
  return contract::leaves_files(scenario.operation()) && scenario.text("server") == kServerPool &&
         scenario.number("volume") * static_cast<double>(kMiB) >
             static_cast<double>(scenario.size("max_upload"));
}

bool warmup_is_late(const Scenario& scenario) {
  return scenario.duration("warmup") >= scenario.duration("scenario_timeout");
}

bool min_duration_is_late(const Scenario& scenario) {
  return !warmup_is_late(scenario) && scenario.duration("duration") == Duration::zero() &&
         scenario.duration("warmup") + scenario.duration("min_duration") >=
             scenario.duration("scenario_timeout");
}

bool duration_is_late(const Scenario& scenario) {
  return !warmup_is_late(scenario) && scenario.duration("duration") > Duration::zero() &&
         scenario.duration("warmup") + scenario.duration("duration") >=
             scenario.duration("scenario_timeout");
}

bool rate_is_late(const Scenario& scenario) {
  const double rate = scenario.number("rate");
  if (rate == 0 || scenario.duration("duration") > Duration::zero()) return false;
  if (warmup_is_late(scenario)) return false;
  const double requests = static_cast<double>(scenario.integer("requests")) *
                          static_cast<double>(scenario.integer("client_pool"));
  return to_seconds(scenario.duration("warmup")) + requests / rate >=
         to_seconds(scenario.duration("scenario_timeout"));
}

bool duration_is_not_alone(const Scenario& scenario) {
  return scenario.duration("duration") > Duration::zero() &&
         (scenario.integer("requests") > 1 || scenario.duration("min_duration") > Duration::zero());
}

bool has_random_gaps_without_a_rate(const Scenario& scenario) {
  return scenario.text("arrivals") == "poisson" && scenario.number("rate") == 0;
}

bool thinks_at_a_rate(const Scenario& scenario) {
  return scenario.duration("think_time") > Duration::zero() && scenario.number("rate") > 0;
}

bool has_idle_workers(const Scenario& scenario) {
  return scenario.integer("client_workers") > scenario.integer("client_pool");
}

bool deletes_what_is_not_kept(const Scenario& scenario) {
  return scenario.operation().files == contract::Files::kMade &&
         scenario.text("store") == "discard";
}

bool holds_files_without_bound(const Scenario& scenario) {
  return scenario.text("buffering") == "whole" && scenario.size("memory_limit") == 0;
}

bool has_no_memory_for_a_request(const Scenario& scenario) {
  return scenario.size("memory_limit") > 0 &&
         scenario.size("memory_limit") < contract::kRequestBytes;
}

bool lingers_too_long(const Scenario& scenario) {
  return scenario.duration("linger") >= scenario.duration("scenario_timeout");
}

bool mirrors_another_server(const Scenario& scenario) {
  return scenario.integer("mirrors") > 0 && scenario.server != nullptr;
}

bool proxies_another_server(const Scenario& scenario) {
  return contract::is_haproxy(scenario.text("balance")) && scenario.server != nullptr;
}

bool asks_for_packets_by_line(const Scenario& scenario) {
  return scenario.integer("packet_size") > 0 && scenario.text("protocol") == "line";
}

bool has_packets_through_a_proxy(const Scenario& scenario) {
  return scenario.integer("packet_size") > 0 && contract::is_haproxy(scenario.text("balance"));
}

bool weighs_what_nobody_shares_out(const Scenario& scenario) {
  const std::string& balance = scenario.text("balance");
  return scenario.text("weights") != "none" && !contract::is_redirect(balance) &&
         !contract::is_haproxy(balance);
}

bool weighs_others_than_there_are(const Scenario& scenario) {
  const auto weights = contract::parse_weights(scenario.text("weights"));
  return weights && weights->size() != scenario.integer("mirrors") + 1;
}

bool deletes_what_a_mirror_has(const Scenario& scenario) {
  return scenario.integer("mirrors") > 0 && scenario.text("store") == "memory" &&
         scenario.operation().files == contract::Files::kMade;
}

template <typename Broken>
bool any_event(const Scenario& scenario, Broken broken) {
  const auto events = scenario.events();
  return std::any_of(events.begin(), events.end(), broken);
}

bool disturbs_another_server(const Scenario& scenario) {
  return scenario.server != nullptr && !scenario.events().empty();
}

bool disturbs_who_is_not_there(const Scenario& scenario) {
  return any_event(scenario, [&](const contract::Event& event) {
    return event.mirror > scenario.integer("mirrors") ||
           event.worker.value_or(0) >= scenario.integer("server_pool");
  });
}

bool disturbs_a_thread(const Scenario& scenario) {
  return scenario.text("mode") == "thread" &&
         any_event(scenario, [](const contract::Event& event) { return event.worker.has_value(); });
}

bool restarts_a_worker(const Scenario& scenario) {
  return any_event(scenario, [](const contract::Event& event) {
    return event.worker && event.action == contract::Action::kRestart;
  });
}

bool disturbs_too_late(const Scenario& scenario) {
  const Duration duration = scenario.duration("duration");
  return any_event(scenario, [&](const contract::Event& event) {
    return event.at + scenario.duration("warmup") >= scenario.duration("scenario_timeout") ||
           (duration > Duration::zero() && event.at >= duration);
  });
}

bool links_an_address(const Scenario& scenario) {
  return scenario.link() && scenario.server != nullptr && !scenario.server->is_started();
}

bool links_a_server_elsewhere(const Scenario& scenario) {
  return scenario.link() && scenario.server != nullptr && scenario.server->is_started() &&
         scenario.server->url.find("{host}") == std::string::npos;
}

bool names_a_host_beside_a_link(const Scenario& scenario) {
  return scenario.link() && scenario.text("host") != contract::initial::kHost;
}

struct Rule {
  bool (*broken)(const Scenario&);
  const char* key;  // the setting to blame
  const char* sentence;
};

constexpr std::array<Rule, 29> kImpossible{{
    {holds_files_without_bound, "buffering",
     "holds whole files in memory; bound that with memory_limit"},
    {has_no_memory_for_a_request, "memory_limit",
     "is less than the 256KiB that a request needs; raise it"},
    {lists_half_a_file, "volume",
     "is impossible with operation list, which lists whole files of 1 MiB, up to 10000; exclude "
     "that combination"},
    {uploads_too_much, "volume",
     "is impossible with operation upload or delete and a smaller max_upload; raise max_upload or "
     "exclude "
     "that combination"},
    {deletes_what_is_not_kept, "store",
     "is impossible with operation delete, whose files are uploaded first; exclude that "
     "combination"},
    {warmup_is_late, "warmup",
     "is not shorter than scenario_timeout, so every scenario would be late; shorten it or raise "
     "scenario_timeout"},
    {min_duration_is_late, "min_duration",
     "is not shorter than scenario_timeout, with warmup, so every scenario would be late; raise "
     "scenario_timeout"},
    {duration_is_late, "duration",
     "is not shorter than scenario_timeout, with warmup, so every scenario would be late; raise "
     "scenario_timeout"},
    {lingers_too_long, "linger",
     "is not shorter than scenario_timeout, so every scenario would be late; shorten it or raise "
     "scenario_timeout"},
    {rate_is_late, "rate",
     "is too low for so many requests within scenario_timeout; raise one of them, or give duration "
     "instead of requests"},
    {duration_is_not_alone, "duration",
     "replaces requests and min_duration: leave them out where duration is given"},
    {has_random_gaps_without_a_rate, "arrivals", "is impossible in a closed loop; give a rate"},
    {thinks_at_a_rate, "think_time", "is impossible in an open loop; leave out rate or think_time"},
    {has_idle_workers, "client_workers",
     "is impossible with a smaller client_pool; exclude that combination"},
    {mirrors_another_server, "mirrors",
     "is for server_pool only; exclude it for the other servers"},
    {proxies_another_server, "balance",
     "is for server_pool only; exclude it for the other servers"},
    {asks_for_packets_by_line, "packet_size",
     "is impossible with protocol line, which cannot ask the server for it; exclude that "
     "combination"},
    {has_packets_through_a_proxy, "packet_size",
     "is impossible with HAProxy, which sends its own packets to the clients; exclude that "
     "combination"},
    {weighs_what_nobody_shares_out, "weights",
     "needs balance redirect, haproxy or haproxy-leastconn; exclude it elsewhere"},
    {weighs_others_than_there_are, "weights",
     "must have one weight for the server_pool and one for each of its mirrors; give mirrors + 1"},
    {deletes_what_a_mirror_has, "mirrors",
     "is impossible with operation delete and store memory, since a file is then with one of them "
     "only; exclude that combination"},
    {disturbs_another_server, "events",
     "are for server_pool only; exclude them for the other servers"},
    {disturbs_who_is_not_there, "events",
     "name a mirror or a worker that the scenario does not have: mirrors count from 1 to mirrors, "
     "workers from 0 to server_pool - 1"},
    {disturbs_a_thread, "events",
     "name a worker, which is no process of its own with mode thread; exclude that combination"},
    {restarts_a_worker, "events",
     "restart a worker; write kill, after which its server_pool starts it again by itself"},
    {disturbs_too_late, "events",
     "are not within duration, or with warmup not within scenario_timeout; raise these"},
    {links_an_address, "link",
     "is for servers that are started here; exclude it for those that run already"},
    {links_a_server_elsewhere, "link",
     "has an address of its own for servers; write the placeholder {host} in the server's url, and "
     "where it is told what to listen on"},
    {names_a_host_beside_a_link, "host",
     "is impossible with link, whose server has an address of its own; leave it out"},
}};

// Whether the scenario breaks the rule, as far as that can be told.
bool breaks(const Scenario& scenario, const Rule& rule) {
  try {
    return rule.broken(scenario);
  } catch (const UnknownValue&) {
    return false;
  }
}

}  // namespace

void refuse_impossible(const std::vector<Scenario>& scenarios, Problems& problems) {
  std::set<std::pair<const Rule*, int>> told;
  for (const Scenario& scenario : scenarios) {
    for (const Rule& rule : kImpossible) {
      if (!breaks(scenario, rule)) continue;
      const Value& value = scenario.value(rule.key);
      if (!told.insert({&rule, value.line}).second) continue;
      const std::string where = scenario.id.empty() ? "" : " (as in " + scenario.id + ")";
      problems.add(value.line, rule.key, in_quotes(value.text) + " " + rule.sentence + where);
    }
  }
}

}  // namespace gauntlet::orchestrator::matrix
