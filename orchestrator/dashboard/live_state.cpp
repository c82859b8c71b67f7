#include "orchestrator/dashboard/live_state.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/error.h"
#include "contract/json_fields.h"
#include "orchestrator/sweep/forecast.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using Json = LiveState::Json;
using contract::or_null;
using nlohmann::json;

constexpr double kNanoseconds = 1e9;

// Empty is what is not known.
Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::int64_t time_of(const json& event) { return event.at("monotonic_ns").get<std::int64_t>(); }

// What a cell of the heatmap needs of a row.
Json short_row(const json& event) {
  const json& row = event.at("row");
  Json made{{"scenario", event.at("scenario").get<std::string>()},
            {"planned", event.at("planned").get<std::string>()},
            {"pass", event.at("pass").get<std::uint64_t>()},
            {"side", event.at("side").is_null() ? Json(nullptr)
                                                : Json(event.at("side").get<std::string>())}};
  for (const char* column : {"status", "valid", "doubt", "note", "limited_by", "aggregate_Bps",
                             "requests_per_s", "p50_s", "p99_s", "avg_time_s", "fail"})
    made[column] = Json(row.at(column));
  return made;
}

double sum_of(const metrics::Histogram& latency) {
  return latency.mean_s().value_or(0) * static_cast<double>(latency.count());
}

std::optional<double> difference(const json& later, const json& earlier, const char* name) {
  const auto one = later.find(name);
  const auto other = earlier.find(name);
  if (one == later.end() || other == earlier.end() || !one->is_number() || !other->is_number())
    return std::nullopt;
  return std::max(0.0, one->get<double>() - other->get<double>());
}

std::uint64_t count_of(const json& object, const char* key) {
  return object.at(key).get<std::uint64_t>();
}

}  // namespace

const char* to_string(Phase phase) {
  constexpr const char* kNames[] = {"idle",   "starting", "running", "pausing",
                                    "paused", "stopping", "ended"};
  return kNames[static_cast<std::size_t>(phase)];
}

double LiveState::Run::elapsed_s() const {
  const std::int64_t paused = paused_ns + (pause_began_ns ? now_ns - *pause_began_ns : 0);
  return static_cast<double>(now_ns - began_ns - paused) / kNanoseconds;
}

std::optional<double> LiveState::Run::left_s() const {
  if (passes == 0 && budget_s) return std::max(0.0, *budget_s - elapsed_s());
  if (total() < done) return std::nullopt;
  return sweep::time_left_s(elapsed_s(), done - earlier, total() - done);
}

LiveState::Json LiveState::Run::progress() const {
  return {{"done", done},
          {"failed", failed},
          {"passes", passes},
          {"total", total()},
          {"seconds_left", or_null(left_s())}};
}

LiveState::LiveState(Publish publish, ClockOffset offset)
    : publish_(std::move(publish)), offset_(offset) {}

double LiveState::wall_s(std::int64_t steady_ns) const {
  return static_cast<double>(steady_ns + offset_) / kNanoseconds;
}

void LiveState::starting() {
  run_.reset();
  forget_run();
  messages_.clear();
  phase_ = Phase::kStarting;
  publish_("state", state());
}

void LiveState::set_phase(Phase phase) {
  phase_ = phase;
  publish_("phase", {{"phase", to_string(phase)}});
}

void LiveState::take(std::string_view line) {
  using Handler = void (LiveState::*)(const json&);
  static const std::map<std::string, Handler, std::less<>> kHandlers{
      {"begin", &LiveState::begin}, {"started", &LiveState::started},
      {"ready", &LiveState::ready}, {"sample", &LiveState::sample},
      {"live", &LiveState::live},   {"row", &LiveState::row},
      {"end", &LiveState::end}};
  try {
    const json event = json::parse(line);
    const std::string name = event.at("event");
    if (run_) run_->now_ns = std::max(run_->now_ns, time_of(event));
    if (name == "paused" || name == "continued") pause(name == "paused", time_of(event));
    if (name == "message") message(event.at("text").get<std::string>());
    const auto found = kHandlers.find(name);
    if (found != kHandlers.end() && (run_ || name == "begin")) (this->*found->second)(event);
  } catch (const nlohmann::json::exception&) {  // of another version
  } catch (const Error&) {
  }
}

void LiveState::begin(const json& event) {
  Run run{.began_ns = time_of(event), .now_ns = time_of(event)};
  const json& command = event.at("command_line");
  run.about = {{"name", event.at("name").get<std::string>()},
               {"file", event.at("file").get<std::string>()},
               {"command", command.size() > 1 ? command.at(1).get<std::string>() : ""},
               {"command_line", Json(command)},
               {"scenarios", Json(event.at("scenarios"))},
               {"axes", Json(event.at("axes"))},
               {"places", Json(event.at("places"))},
               {"budget_s", Json(event.at("budget_s"))}};
  if (event.at("budget_s").is_number()) run.budget_s = event.at("budget_s").get<double>();
  run.started = event.at("time");
  const json& tables = event.at("tables");
  run.sides = std::max<std::uint64_t>(1, tables.size());
  if (!tables.empty())
    run.table = std::filesystem::path(tables.back().get<std::string>()).filename().string();
  run.scenarios = event.at("scenarios").size();
  run.earlier = run.done = count_of(event, "earlier_rows");
  forget_run();
  run_ = std::move(run);
  publish_("begin", run_json());
  set_phase(Phase::kRunning);
}

// What was measured and how it ended; its messages may be of the start of the next one.
void LiveState::forget_run() {
  leave_scenario();
  outcome_.clear();
  seconds_.take_all();
  graph_.clear();
  recent_.clear();
  requests_ = failed_requests_ = timed_ = 0;
  response_s_ = 0;
}

void LiveState::started(const json& event) {
  leave_scenario();
  const json& passes = event.at("passes");
  run_->passes = passes.is_null() ? 0 : passes.get<std::uint64_t>();
  run_->current = {{"scenario", event.at("scenario").get<std::string>()},
                   {"planned", event.at("planned").get<std::string>()},
                   {"pass", count_of(event, "pass")},
                   {"position", count_of(event, "position")},
                   {"side", Json(event.at("side"))}};
  Json told = run_->progress();
  told["current"] = run_->current;
  publish_("started", told);
}

void LiveState::leave_scenario() {
  pools_.clear();
  server_.reset();
  last_sample_.reset();
  told_until_ns_ = 0;
  told_requests_ = told_failed_ = told_bytes_ = active_ = 0;
  if (run_) run_->current = nullptr;
}

void LiveState::ready(const json& event) {
  for (const json& pool : event.at("pools"))
    pools_.push_back({.host = pool.at("host"), .ports = pool.at("ports")});
  told_until_ns_ = time_of(event);
}

void LiveState::sample(const json& event) {
  const json& figures = event.at("sample");
  const std::int64_t now = time_of(event);
  if (last_sample_) {
    const json& before = last_sample_->at("sample");
    const Span span{time_of(*last_sample_), now};
    if (const auto cpu = difference(figures, before, "server_cpu_s"))
      seconds_.add_server_cpu(span, *cpu);
    if (const auto cpu = difference(figures, before, "client_cpu_s"))
      seconds_.add_client_cpu(span, *cpu);
  }
  last_sample_ = event;
}

void LiveState::live(const json& event) {
  const json& clients = event.at("clients");
  const std::int64_t now = time_of(event);
  const auto began = now - static_cast<std::int64_t>(clients.at("time_s").get<double>() * 1e9);
  const std::uint64_t requests = count_of(clients, "requests");
  const std::uint64_t failed = count_of(clients, "failed_requests");
  const std::uint64_t bytes = count_of(clients, "bytes");
  active_ = count_of(clients, "active");
  const ClientWork work{.active = std::max(active_, count_of(clients, "most_active")),
                        .requests = requests - std::min(requests, told_requests_),
                        .bytes = bytes - std::min(bytes, told_bytes_),
                        .latency = metrics::Histogram::from_json(clients.at("latency"))};
  seconds_.add_clients({std::max(told_until_ns_, began), now}, work);
  requests_ += work.requests;
  failed_requests_ += failed - std::min(failed, told_failed_);
  response_s_ += sum_of(work.latency);
  timed_ += work.latency.count();
  told_until_ns_ = now;
  told_requests_ = requests;
  told_failed_ = failed;
  told_bytes_ = bytes;
  add_recent(clients, now);
}

void LiveState::add_recent(const json& clients, std::int64_t now_ns) {
  const double now_s = clients.at("time_s");
  for (const json& request : clients.at("recent")) {
    const std::string text = request.at("request");
    const double ago_s = now_s - request.at("ended_s").get<double>();
    recent_.push_front({{"client", count_of(request, "client")},
                        {"path", text},
                        {"time_s", request.at("time_s").get<double>()},
                        {"status", request.at("status").get<std::string>()},
                        {"ok", request.at("ok").get<bool>()},
                        {"at", wall_s(now_ns) - ago_s}});
  }
  if (recent_.size() > kMostRecent) recent_.resize(kMostRecent);
}

void LiveState::row(const json& event) {
  const Json made = short_row(event);
  ++run_->done;
  if (made.at("status") != "ok") ++run_->failed;
  run_->rows.push_back(made);
  leave_scenario();
  Json told = run_->progress();
  told["row"] = made;
  publish_("row", told);
}

void LiveState::pause(bool begins, std::int64_t now_ns) {
  if (!run_) return;
  if (begins) run_->pause_began_ns = now_ns;
  if (!begins && run_->pause_began_ns)
    run_->paused_ns += now_ns - *std::exchange(run_->pause_began_ns, std::nullopt);
  if (phase_ != Phase::kStopping) set_phase(begins ? Phase::kPaused : Phase::kRunning);
}

void LiveState::end(const json& event) { outcome_ = event.at("outcome"); }

void LiveState::message(const std::string& text) {
  messages_.push_back(text);
  if (messages_.size() > kMostMessages) messages_.pop_front();
  publish_("message", {{"text", text}});
}

void LiveState::ended(const std::string& outcome, const std::string& why) {
  if (!why.empty()) message(why);
  leave_scenario();
  for (const Second& second : seconds_.take_all()) add_second(second);
  if (outcome_.empty()) outcome_ = outcome;
  set_phase(Phase::kEnded);
  publish_("end", {{"outcome", outcome_}, {"table", run_ ? Json(run_->table) : Json("")}});
}

void LiveState::cache_switched(bool enabled) {
  if (server_) server_->cache_enabled = enabled;
  publish_("metrics", figures());
}

void LiveState::tick(std::int64_t now_ns) {
  if (run_ && goes_on()) run_->now_ns = std::max(run_->now_ns, now_ns);
  if (!goes_on()) return;
  for (const Second& second : seconds_.take(now_ns)) add_second(second);
}

void LiveState::add_second(const Second& second) {
  graph_.push_back(second);
  if (graph_.size() > kMostSeconds) graph_.pop_front();
  publish_("second", second_json(second));
}

Json LiveState::second_json(const Second& second) const {
  return {{"t", wall_s(second.number * 1'000'000'000)},
          {"active_clients", second.active_clients},
          {"requests_per_s", second.requests_per_s},
          {"bytes_per_s", second.bytes_per_s},
          {"p50_s", or_null(second.p50_s)},
          {"p99_s", or_null(second.p99_s)},
          {"server_cpu", or_null(second.server_cpu)},
          {"client_cpu", or_null(second.client_cpu)},
          {"metrics", figures()},
          {"recent", recent_},
          {"elapsed_s", run_ ? Json(run_->elapsed_s()) : Json(nullptr)},
          {"seconds_left", or_null(run_ ? run_->left_s() : std::nullopt)}};
}

Json LiveState::figures() const {
  const ServerFigures server = server_.value_or(ServerFigures{});
  return {{"active_clients", active_},
          {"total_requests", requests_},
          {"failed_requests", failed_requests_},
          {"average_response_time",
           timed_ > 0 ? Json(response_s_ / static_cast<double>(timed_)) : Json(nullptr)},
          {"cache_enabled", or_null(server.cache_enabled)},
          {"cache_hits", or_null(server.cache_hits)},
          {"cache_misses", or_null(server.cache_misses)},
          {"unique_sessions", or_null(server.unique_sessions)},
          {"thread_pool_size", or_null(server.workers)},
          {"queue_size", or_null(server.queue)}};
}

Json LiveState::run_json() const {
  Json made = run_->about;
  made.update(run_->progress());
  made["started"] = run_->started;
  made["table"] = run_->table;
  made["elapsed_s"] = run_->elapsed_s();
  made["current"] = run_->current;
  made["rows"] = run_->rows;
  return made;
}

Json LiveState::state() const {
  Json series;
  for (const char* name : {"t", "active_clients", "requests_per_s", "bytes_per_s", "p50_s", "p99_s",
                           "server_cpu", "client_cpu"}) {
    series[name] = Json::array();
  }
  for (const Second& second : graph_) {
    const Json point = second_json(second);
    for (auto& [name, values] : series.items()) values.push_back(point.at(name));
  }
  return {{"phase", to_string(phase_)},
          {"outcome", text_or_null(outcome_)},
          {"run", run_ ? run_json() : Json(nullptr)},
          {"messages", messages_},
          {"series", std::move(series)},
          {"metrics", figures()},
          {"recent", recent_}};
}

Json LiveState::test_status() const {
  return {{"status", to_string(phase_)},
          {"scenario",
           run_ && run_->current.is_object() ? run_->current.at("scenario") : Json(nullptr)},
          {"done", run_ ? run_->done : 0},
          {"total", run_ ? run_->total() : 0},
          {"outcome", text_or_null(outcome_)}};
}

}  // namespace gauntlet::orchestrator::dashboard
