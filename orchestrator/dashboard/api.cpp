#include "orchestrator/dashboard/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/input_file.h"
#include "base/json_text.h"
#include "base/units.h"
#include "base/utf8.h"
#include "base/version.h"
#include "orchestrator/dashboard/figures_text.h"
#include "orchestrator/dashboard/page.h"
#include "orchestrator/dashboard/program.h"
#include "orchestrator/dashboard/scenario_files.h"
#include "orchestrator/report/document/row_document.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"
#include "wire/mime.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using wire::Method;

constexpr std::uint64_t kMostFile = 64 * kMiB;

Response answer_json(const Json& value, int status = 200) {
  return {.status = status, .body = json_text(value)};
}

// The object in a request's body; an empty one where there is no body.
Json body_of(const Request& request) {
  if (request.body.empty()) return Json::object();
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) throw Error("the body must be an object of JSON");
  return body;
}

std::string text_in(const Json& body, const char* key) {
  if (!body.contains(key)) throw Error(fmt::format("'{}' is missing", key));
  if (!body.at(key).is_string()) throw Error(fmt::format("'{}' must be a text", key));
  return body.at(key);
}

std::vector<std::string> texts_in(const Json& body, const char* key) {
  if (!body.contains(key)) return {};
  const Json& list = body.at(key);
  const bool good = list.is_array() && std::all_of(list.begin(), list.end(),
                                                   [](const Json& one) { return one.is_string(); });
  if (!good) throw Error(fmt::format("'{}' must be a list of texts", key));
  return list;
}

std::string query_of(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) throw Error(fmt::format("?{}= is missing", name));
  return found->second;
}

// What stands for the stars of a pattern, each a part of the path without a slash; nothing where
// the path does not fit.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> names;
  for (;;) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) break;
    if (!path.starts_with(pattern.substr(0, star))) return std::nullopt;
    path.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    const std::string_view name = path.substr(0, path.find('/'));
    if (name.empty()) return std::nullopt;
    names.emplace_back(name);
    path.remove_prefix(name.size());
  }
  return path == pattern ? std::optional(names) : std::nullopt;
}

Response figures_json(const LiveState& state) {
  Json figures = state.figures();
  figures["recent_requests"] = state.recent();
  return answer_json(figures);
}

Response prometheus(const Json& figures) {
  return {.type = "text/plain; version=0.0.4; charset=utf-8", .body = figures_text(figures)};
}

// What a command of ours has said that could not do its work.
Response mistakes(std::string_view said) {
  const std::vector<Problem> problems = problems_in(said);
  Json list = Json::array();
  for (const Problem& problem : problems) list.push_back(to_json(problem));
  const std::string first = problems.empty() ? "it has ended without a word" : problems[0].message;
  return answer_json({{"error", first}, {"problems", std::move(list)}}, 422);
}

template <typename Value>
Json json_of(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values) list.push_back(to_json(value));
  return list;
}

}  // namespace

// One of the two handlers is there: that of an answer that is at hand, or that has to be waited
// for.
struct Api::Route {
  Method method;
  std::string_view pattern;
  Response (Api::*at_hand)(const Call&) = nullptr;
  net::Awaitable<Response> (Api::*awaited)(const Call&) = nullptr;
};

const std::vector<Api::Route>& Api::routes() {
  static const std::vector<Route> kRoutes{
      {Method::kGet, "/", &Api::page},
      {Method::kGet, "/web/*", &Api::asset},
      {Method::kGet, "/events", &Api::events},
      {Method::kGet, "/metrics", nullptr, &Api::figures},
      {Method::kPost, "/start_test", &Api::start_test},
      {Method::kGet, "/test_status", &Api::test_status},
      {Method::kPost, "/toggle_cache", nullptr, &Api::toggle_cache},
      {Method::kGet, "/api/about", &Api::about},
      {Method::kGet, "/api/scenarios", &Api::scenarios},
      {Method::kGet, "/api/settings", &Api::settings},
      {Method::kPost, "/api/expand", nullptr, &Api::expand},
      {Method::kPost, "/api/runs", nullptr, &Api::start_run},
      {Method::kPost, "/api/run/pause", &Api::pause},
      {Method::kPost, "/api/run/continue", &Api::go_on},
      {Method::kPost, "/api/run/stop", &Api::stop},
      {Method::kGet, "/api/runs", &Api::runs},
      {Method::kGet, "/api/runs/*/report", nullptr, &Api::report_of_run},
      {Method::kGet, "/api/runs/*/table.csv", &Api::table_of_run},
      {Method::kGet, "/api/runs/*/pictures", &Api::pictures_of_run},
      {Method::kGet, "/api/runs/*/pictures/*", &Api::picture_of_run},
      {Method::kGet, "/api/runs/*/scenario", &Api::row_of_run},
      {Method::kGet, "/api/compare", nullptr, &Api::compare}};
  return kRoutes;
}

Api::Api(asio::io_context& io, ApiOptions options, LiveState& state, ServerWatch& watch,
         RunControl control)
    : io_(io),
      options_(std::move(options)),
      state_(state),
      watch_(watch),
      control_(std::move(control)),
      past_(options_.results) {}

net::Awaitable<Response> Api::answer(const Request& request) {
  Response response;
  std::string problem;
  int status = 0;
  try {
    response = co_await route(request);
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

net::Awaitable<Response> Api::route(const Request& request) {
  std::optional<Response> response = refuse(request);
  if (response) co_return *response;
  const Method method = request.method == Method::kHead ? Method::kGet : request.method;
  bool path_is_known = false;
  for (const Route& one : routes()) {
    const auto names = match(one.pattern, request.path);
    path_is_known = path_is_known || names;
    if (!names || one.method != method) continue;
    const Call call{request, *names};
    if (one.at_hand != nullptr) co_return (this->*one.at_hand)(call);
    const auto awaited = one.awaited;
    response = co_await (this->*awaited)(call);
    co_return *response;
  }
  co_return path_is_known ? refusal(405, "this address does not take that method")
                          : refusal(404, "there is nothing at this address");
}

Response Api::page(const Call&) { return front_page(); }

Response Api::asset(const Call& call) { return page_file(call.names[0]); }

Response Api::events(const Call&) { return {.type = "text/event-stream", .is_stream = true}; }

Response Api::about(const Call&) {
  return answer_json({{"version", kVersion},
                      {"revision", kRevision},
                      {"needs_token", !options_.access.token.empty()},
                      {"can_start", static_cast<bool>(control_.start)},
                      {"controls", true},
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
  return answer_json({{"status", "started"}}, 202);
}

Response Api::start_test(const Call& call) {
  constexpr std::uint64_t kUsual = 100;
  constexpr std::uint64_t kMost = 10'000;
  const Json body = body_of(call.request);
  const Json clients = body.contains("clients") ? body.at("clients") : Json(kUsual);
  const bool good = clients.is_number_unsigned() && clients.get<std::uint64_t>() >= 1 &&
                    clients.get<std::uint64_t>() <= kMost;
  if (!good) throw Error(fmt::format("'clients' must be a whole number from 1 to {}", kMost));
  const auto number = clients.get<std::uint64_t>();
  const Response begun = begin({"run", options_.one_click, "--results=" + options_.results.string(),
                                fmt::format("--set=client_pool={}", number)});
  if (begun.status != 202) return begun;
  return answer_json({{"status", "started"}, {"clients", number}}, 202);
}

Response Api::test_status(const Call&) { return answer_json(state_.test_status()); }

net::Awaitable<Response> Api::toggle_cache(const Call&) {
  co_await watch_.refresh();
  const Json before = state_.figures().at("cache_enabled");
  if (before.is_null()) co_return refusal(409, "no server with a cache runs now");
  const bool enable = !before.get<bool>();
  const bool taken = co_await watch_.switch_cache(enable);
  co_return taken ? answer_json({{"cache_enabled", enable}})
                  : refusal(409, "the server did not take it; perhaps it has just ended");
}

Response Api::scenarios(const Call&) {
  return answer_json({{"files", json_of(scenario_files(options_.scenarios))},
                      {"folder", options_.scenarios.string()}});
}

Response Api::settings(const Call&) { return answer_json(settings_json()); }

// The file and what is selected of it, as arguments. Only files of the folder are taken.
std::vector<std::string> Api::selection(const Request& request) const {
  const Json body = body_of(request);
  const std::string file = text_in(body, "file");
  const std::vector<ScenarioFile> files = scenario_files(options_.scenarios);
  const bool known = std::any_of(files.begin(), files.end(),
                                 [&file](const ScenarioFile& one) { return one.file == file; });
  if (!known)
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
  const Printed printed = co_await run_command(io_, arguments);
  if (printed.exit_code != 0) co_return mistakes(printed.err);
  Response response;
  response.body = printed.out;
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
  return answer_json({{"phase", to_string(phase)}}, 202);
}

Response Api::pause(const Call&) {
  const Phase phase = state_.phase();
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

Response Api::runs(const Call&) {
  return answer_json({{"folder", options_.results.string()}, {"runs", json_of(past_.list())}});
}

// That of a past run. Throws Error.
fs::path Api::table(const std::string& name) const {
  const auto table = past_.table(name);
  if (!table) throw Error(fmt::format("there is no run '{}'", printable(name)));
  return *table;
}

net::Awaitable<Response> Api::report_of_run(const Call& call) {
  std::vector<std::string> arguments{"report", "--format=json"};
  arguments.push_back(table(call.names[0]).string());
  Response response = co_await report(arguments);
  co_return response;
}

Response Api::table_of_run(const Call& call) {
  const fs::path file = table(call.names[0]);
  return {.type = "text/csv; charset=utf-8",
          .body = read_input(file, kMostFile),
          .fields = {{"Content-Disposition", "attachment"}}};
}

Response Api::pictures_of_run(const Call& call) {
  return answer_json({{"pictures", past_.files(call.names[0], "plots", ".svg")}});
}

Response Api::picture_of_run(const Call& call) {
  const auto file = past_.file(call.names[0], "plots", call.names[1]);
  if (!file) return refusal(404, "there is no such picture");
  return {.type = std::string(wire::mime_type(call.names[1])),
          .body = read_input(*file, kMostFile),
          .fields = {{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}}};
}

// One row, and what is kept of it beside the table.
Response Api::row_of_run(const Call& call) {
  const std::string& run = call.names[0];
  const std::string id = query_of(call.request, "id");
  const std::string pass = query_of(call.request, "pass");
  const fs::path file = table(run);
  const table::Table rows = table::read_table(file);
  const auto row = std::find_if(rows.rows.begin(), rows.rows.end(), [&](const table::Row& one) {
    return one.scenario == id && fmt::format("{}", one.pass.value_or(1)) == pass;
  });
  if (row == rows.rows.end()) return refusal(404, "there is no such row");
  const std::string stem =
      sweep::Sidecar::report_file(file, id, row->pass.value_or(1)).stem().string();
  Json document = report::document::row_document(*row, file);
  for (const std::string program : {"server", "client"}) {
    const auto log = past_.file(run, "logs", fmt::format("{}.{}.log", stem, program));
    document["logs"][program] = log ? read_input(*log, kMostFile) : "";
  }
  return answer_json(document);
}

net::Awaitable<Response> Api::report(const std::vector<std::string>& arguments) {
  const Printed printed = co_await run_command(io_, arguments);
  if (printed.exit_code != 0) co_return mistakes(printed.err);
  Response response;
  response.body = printed.out;
  co_return response;
}

net::Awaitable<Response> Api::compare(const Call& call) {
  std::vector<std::string> arguments{"report", "--format=json"};
  arguments.push_back(table(query_of(call.request, "base")).string());
  arguments.push_back(table(query_of(call.request, "new")).string());
  Response response = co_await report(arguments);
  co_return response;
}

}  // namespace gauntlet::orchestrator::dashboard
