#include "orchestrator/dashboard/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/utf8.h"
#include "base/version.h"
#include "orchestrator/dashboard/command_response.h"
#include "orchestrator/dashboard/figures_text.h"
#include "orchestrator/dashboard/json_list.h"
#include "orchestrator/dashboard/page.h"
#include "orchestrator/dashboard/scenario_files.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using Json = nlohmann::ordered_json;
using wire::Method;

Response figures_json(const LiveState& state) {
  Json figures = state.figures();
  figures["recent_requests"] = state.recent();
  return json_response(figures);
}

Response prometheus(const Json& figures) {
  return {.type = "text/plain; version=0.0.4; charset=utf-8", .body = figures_text(figures)};
}

}  // namespace

Api::Api(asio::io_context& io, ApiOptions options, LiveState& state, ServerWatch& watch,
         RunControl control)
    : io_(io),
      options_(std::move(options)),
      state_(state),
      watch_(watch),
      control_(std::move(control)),
      look_back_(io, options_.results) {
  const auto at_hand = [this](Response (Api::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  const auto awaited = [this](net::Awaitable<Response> (Api::*handler)(const Call&)) {
    return [this, handler](const Call& call) { return (this->*handler)(call); };
  };
  routes_.add(Method::kGet, "/", at_hand(&Api::page));
  routes_.add(Method::kGet, "/web/*", at_hand(&Api::asset));
  routes_.add(Method::kGet, "/events", at_hand(&Api::events));
  routes_.add_awaited(Method::kGet, "/metrics", awaited(&Api::figures));
  routes_.add(Method::kPost, "/start_test", at_hand(&Api::start_test));
  routes_.add(Method::kGet, "/test_status", at_hand(&Api::test_status));
  routes_.add_awaited(Method::kPost, "/toggle_cache", awaited(&Api::toggle_cache));
  routes_.add(Method::kGet, "/api/about", at_hand(&Api::about));
  routes_.add(Method::kGet, "/api/scenarios", at_hand(&Api::scenarios));
  routes_.add(Method::kGet, "/api/settings", at_hand(&Api::settings));
  routes_.add_awaited(Method::kPost, "/api/expand", awaited(&Api::expand));
  routes_.add_awaited(Method::kPost, "/api/runs", awaited(&Api::start_run));
  routes_.add(Method::kPost, "/api/run/pause", at_hand(&Api::pause));
  routes_.add(Method::kPost, "/api/run/continue", at_hand(&Api::go_on));
  routes_.add(Method::kPost, "/api/run/stop", at_hand(&Api::stop));
  look_back_.add_to(routes_);
}

net::Awaitable<Response> Api::answer(const Request& request) {
  Response response;
  std::string problem;
  int status = 0;
  try {
    std::optional<Response> refused = refuse(request);
    if (refused) co_return *refused;
    response = co_await routes_.answer(request);
  } catch (const Error& error) {
    problem = error.what();
    status = error.code() == ExitCode::kBadInput ? 400 : 500;
  } catch (const std::exception& error) {
    problem = error.what();
    status = 500;
  }
  if (status != 0) response = refusal(status, problem);
  co_return response;
}

std::optional<Response> Api::refuse(const Request& request) const {
  const Origin origin{request.host, request.origin, request.authorization};
  const bool changes = request.method != Method::kGet && request.method != Method::kHead;
  const auto denial =
      changes ? check_changing(options_.access, origin) : check_reading(options_.access, origin);
  if (denial) return refusal(denial->status, denial->why);
  const bool is_json = request.body.empty() || request.content_type.starts_with("application/json");
  if (changes && !is_json) return refusal(415, "send a body as Content-Type: application/json");
  return std::nullopt;
}

Response Api::page(const Call&) { return front_page(); }

Response Api::asset(const Call& call) { return page_file(call.names[0]); }

Response Api::events(const Call&) { return {.type = "text/event-stream", .is_stream = true}; }

Response Api::about(const Call&) {
  return json_response({{"version", kVersion},
                        {"revision", kRevision},
                        {"needs_token", !options_.access.token.empty()},
                        {"can_start", static_cast<bool>(control_.start)},
                        {"results", options_.results.string()}});
}

net::Awaitable<Response> Api::figures(const Call& call) {
  co_await watch_.refresh();
  const bool as_text = call.request.accept.find("text/plain") != std::string::npos;
  co_return as_text ? prometheus(state_.figures()) : figures_json(state_);
}

// Starts a campaign, unless one is under way.
Response Api::begin(std::vector<std::string> arguments) {
  if (!control_.start)
    return refusal(409, "this page shows one run and starts none; 'orchestrator dashboard' does");
  if (state_.goes_on()) return refusal(409, "a run is under way; stop it, or wait for its end");
  state_.starting();
  control_.start(std::move(arguments));
  return json_response({{"status", "started"}}, 202);
}

Response Api::start_test(const Call& call) {
  constexpr std::uint64_t kUsual = 100;
  constexpr std::uint64_t kMost = 10'000;
  const Json body = body_of(call.request, {"clients"});
  const Json clients = body.contains("clients") ? body.at("clients") : Json(kUsual);
  const bool good = clients.is_number_unsigned() && clients.get<std::uint64_t>() >= 1 &&
                    clients.get<std::uint64_t>() <= kMost;
  if (!good) throw Error(fmt::format("'clients' must be a whole number from 1 to {}", kMost));
  const auto number = clients.get<std::uint64_t>();
  const Response begun = begin({"run", options_.one_click, "--results=" + options_.results.string(),
                                fmt::format("--set=client_pool={}", number)});
  if (begun.status != 202) return begun;
  return json_response({{"status", "started"}, {"clients", number}}, 202);
}

Response Api::test_status(const Call&) { return json_response(state_.test_status()); }

net::Awaitable<Response> Api::toggle_cache(const Call&) {
  co_await watch_.refresh();
  const Json before = state_.figures().at("cache_enabled");
  if (before.is_null()) co_return refusal(409, "no server with a cache runs now");
  const bool enable = !before.get<bool>();
  const bool taken = co_await watch_.switch_cache(enable);
  co_return taken ? json_response({{"cache_enabled", enable}})
                  : refusal(409, "the server did not take it; perhaps it has just ended");
}

Response Api::scenarios(const Call&) {
  std::vector<ScenarioFile> files;
  for (const std::string& file : scenario_files(options_.scenarios))
    files.push_back(describe(file));
  return json_response({{"files", json_list(files)}, {"folder", options_.scenarios.string()}});
}

Response Api::settings(const Call&) { return json_response(settings_json()); }

// The file and what is selected of it, as arguments. Only files of the folder are taken.
std::vector<std::string> Api::selection(const Request& request) const {
  const Json body = body_of(request, {"file", "set", "only"});
  const std::string file = text_in(body, "file");
  const std::vector<std::string> files = scenario_files(options_.scenarios);
  if (std::find(files.begin(), files.end(), file) == files.end())
    throw Error(fmt::format("'{}' is none of the files in '{}'", printable(file),
                            options_.scenarios.string()));
  std::vector<std::string> arguments{file};
  for (const std::string& set : texts_in(body, "set")) arguments.push_back("--set=" + set);
  for (const std::string& only : texts_in(body, "only")) arguments.push_back("--only=" + only);
  return arguments;
}

net::Awaitable<Response> Api::expand(const Call& call) {
  std::vector<std::string> arguments = selection(call.request);
  arguments.insert(arguments.begin(), "--format=json");
  arguments.insert(arguments.begin(), "list");
  Response response = co_await command_response(io_, arguments);
  co_return response;
}

net::Awaitable<Response> Api::start_run(const Call& call) {
  const Response checked = co_await expand(call);
  if (checked.status != 200) co_return checked;
  std::vector<std::string> arguments = selection(call.request);
  arguments.insert(arguments.begin(), "run");
  arguments.push_back("--results=" + options_.results.string());
  co_return begin(std::move(arguments));
}

Response Api::control(int signal, Phase phase) {
  control_.signal(signal);
  state_.set_phase(phase);
  return json_response({{"phase", to_string(phase)}}, 202);
}

Response Api::pause(const Call&) {
  const Phase phase = state_.phase();
  if (phase == Phase::kStarting)
    return refusal(409, "the run is about to begin; pause it when it has");
  if (phase != Phase::kRunning) return refusal(409, "no run is under way that could pause");
  return control(SIGUSR1, Phase::kPausing);
}

Response Api::go_on(const Call&) {
  const Phase phase = state_.phase();
  if (phase != Phase::kPausing && phase != Phase::kPaused) return refusal(409, "no run has paused");
  return control(SIGUSR2, Phase::kRunning);
}

Response Api::stop(const Call&) {
  if (!state_.goes_on()) return refusal(409, "no run is under way");
  return control(SIGINT, Phase::kStopping);
}

}  // namespace gauntlet::orchestrator::dashboard
