#include "orchestrator/dashboard/look_back.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/input_file.h"
#include "base/units.h"
#include "base/utf8.h"
#include "orchestrator/dashboard/command_response.h"
#include "orchestrator/dashboard/json_list.h"
#include "orchestrator/report/document/row_document.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"
#include "wire/mime.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

namespace fs = std::filesystem;
using wire::Method;

constexpr std::uint64_t kMostFile = 64 * kMiB;

Response no_run(std::string_view name) {
  return refusal(404, fmt::format("there is no run '{}'", printable(name)));
}

}  // namespace

LookBack::LookBack(asio::io_context& io, fs::path results) : io_(io), past_(std::move(results)) {}

void LookBack::add_to(Routes& routes) {
  routes.add(Method::kGet, "/api/runs", [this](const Call&) { return runs(); });
  routes.add_awaited(Method::kGet, "/api/runs/*/report",
                     [this](const Call& call) { return report(call); });
  routes.add(Method::kGet, "/api/runs/*/table.csv",
             [this](const Call& call) { return table_file(call); });
  routes.add(Method::kGet, "/api/runs/*/pictures",
             [this](const Call& call) { return pictures(call); });
  routes.add(Method::kGet, "/api/runs/*/pictures/*",
             [this](const Call& call) { return picture(call); });
  routes.add(Method::kGet, "/api/runs/*/scenario", [this](const Call& call) { return row(call); });
  routes.add_awaited(Method::kGet, "/api/compare",
                     [this](const Call& call) { return compare(call); });
}

Response LookBack::runs() {
  return json_response({{"folder", past_.folder().string()}, {"runs", json_list(past_.list())}});
}

net::Awaitable<Response> LookBack::report(const Call& call) {
  const std::vector<std::string> runs{call.names[0]};
  Response response = co_await report_of(runs);
  co_return response;
}

net::Awaitable<Response> LookBack::compare(const Call& call) {
  std::vector<std::string> runs;
  runs.push_back(query_of(call.request, "base"));
  runs.push_back(query_of(call.request, "new"));
  Response response = co_await report_of(runs);
  co_return response;
}

net::Awaitable<Response> LookBack::report_of(std::vector<std::string> runs) {
  std::vector<std::string> arguments{"report", "--format=json"};
  for (const std::string& run : runs) {
    const auto file = past_.table(run);
    if (!file) co_return no_run(run);
    arguments.push_back(file->string());
  }
  Response response = co_await command_response(io_, arguments);
  co_return response;
}

Response LookBack::table_file(const Call& call) const {
  const auto file = past_.table(call.names[0]);
  if (!file) return no_run(call.names[0]);
  return {.type = "text/csv; charset=utf-8",
          .body = read_input(*file, kMostFile),
          .fields = {{"Content-Disposition", "attachment"}}};
}

Response LookBack::pictures(const Call& call) const {
  if (!past_.table(call.names[0])) return no_run(call.names[0]);
  return json_response({{"pictures", past_.files(call.names[0], "plots", ".svg")}});
}

Response LookBack::picture(const Call& call) const {
  const auto file = past_.file(call.names[0], "plots", call.names[1]);
  if (!file) return refusal(404, "there is no such picture");
  return {.type = std::string(wire::mime_type(call.names[1])),
          .body = read_input(*file, kMostFile),
          .fields = {{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}}};
}

// One row, and what is kept of it beside the table.
Response LookBack::row(const Call& call) const {
  const std::string& run = call.names[0];
  const std::string id = query_of(call.request, "id");
  const std::string pass = query_of(call.request, "pass");
  const auto file = past_.table(run);
  if (!file) return no_run(run);
  const table::Table rows = table::read_table(*file);
  const auto row = std::find_if(rows.rows.begin(), rows.rows.end(), [&](const table::Row& one) {
    return one.scenario == id && fmt::format("{}", one.pass.value_or(1)) == pass;
  });
  if (row == rows.rows.end()) return refusal(404, "there is no such row");
  const std::string stem =
      sweep::Sidecar::report_file(*file, id, row->pass.value_or(1)).stem().string();
  nlohmann::ordered_json document = report::document::row_document(*row, *file);
  for (const std::string program : {"server", "client"}) {
    const auto log = past_.file(run, "logs", fmt::format("{}.{}.log", stem, program));
    document["logs"][program] = log ? read_input(*log, kMostFile) : "";
  }
  return json_response(document);
}

}  // namespace gauntlet::orchestrator::dashboard
