#include "server_pool/operations/top_reports.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "contract/top_report.h"
#include "server_pool/operations/small_body.h"
#include "server_pool/seldom.h"

namespace gauntlet::server_pool::operations {
namespace {

void note(Workspace& space, const contract::TopReport& report) {
  space.mine.top_reports.add(1);
  space.counters.reports().put(space.worker, report, std::chrono::system_clock::now());
  static Seldom seldom;
  if (!seldom.now()) return;
  spdlog::info("worker {}: client {} on '{}' uses most CPU time for '{}' (pid {}): {:.2f} s",
               space.worker, report.client, printable(report.host), printable(report.name),
               report.pid, report.seconds);
}

Answer answer_report(Workspace& space, const std::string& body) try {
  note(space, contract::top_report_from_text(body));
  Answer answer;
  answer.status = 204;
  return answer;
} catch (const Error& error) {
  return plain_answer(400, error.what());
}

nlohmann::ordered_json to_json(const KnownReport& known) {
  nlohmann::ordered_json line = contract::to_json(known.report);
  line["worker"] = known.worker;
  line["time"] = timestamp_iso(known.time);
  return line;
}

// A JSON array, written a part at a time.
class WriteReports final : public Producer {
 public:
  explicit WriteReports(std::vector<KnownReport> reports) : reports_(std::move(reports)) {}

  net::Awaitable<std::optional<std::string_view>> next(Connection&) override {
    constexpr std::size_t kReportsAPiece = 100;
    piece_ = begun_ ? "" : "[";
    const std::size_t end = std::min(at_ + kReportsAPiece, reports_.size());
    for (; at_ < end; ++at_)
      piece_ += (at_ == 0 ? "\n" : ",\n") + json_text(to_json(reports_[at_]));
    if (at_ == reports_.size() && !ended_) piece_ += "\n]\n";
    ended_ = at_ == reports_.size();
    begun_ = true;
    co_return piece_;
  }

 private:
  std::vector<KnownReport> reports_;
  std::string piece_{};
  std::size_t at_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace

net::Awaitable<std::optional<Answer>> take_top_report(Connection& connection, const Route&,
                                                      const wire::Request& request) {
  const bool keep_alive = request.keep_alive;
  constexpr std::size_t kMost = contract::kMostReportBytes;
  constexpr std::string_view kWhat = "a report";
  const auto body = co_await receive_small_body(connection, request, kMost, kWhat);
  if (!body) co_return body.error();
  Answer answer = answer_report(connection.space(), *body);
  answer.keep_alive = keep_alive && !connection.space().stopping;
  co_return answer;
}

Answer top_reports(const Route&, const wire::Request&, Workspace& space) {
  Answer answer;
  answer.content_type = "application/json";
  answer.producer = std::make_shared<WriteReports>(space.counters.reports().all());
  return answer;
}

}  // namespace gauntlet::server_pool::operations
