#include "client_pool/operations/top.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json_text.h"
#include "base/utf8.h"
#include "contract/operations.h"
#include "contract/top_report.h"
#include "metrics/processes.h"
#include "metrics/top.h"

namespace gauntlet::client_pool::operations {
namespace {

using Clock = std::chrono::steady_clock;

// The process of this machine that has used most CPU time, looked for once a second at most: the
// clients of a worker share it.
class OwnTop {
 public:
  // Does the next part of the work. True: what is known is fresh.
  bool go_on() {
    constexpr std::size_t kProcessesAPart = 100;
    if (Clock::now() < fresh_until_) return true;
    if (!scan_) scan_.emplace();
    if (!scan_->go_on(kProcessesAPart)) return false;
    top_ = metrics::top_of(scan_->take(), 1, Duration::zero());
    scan_.reset();
    fresh_until_ = Clock::now() + std::chrono::seconds(1);
    return true;
  }
  const metrics::Top& top() const { return top_; }

 private:
  std::optional<metrics::ProcessScan> scan_{};
  metrics::Top top_{};
  Clock::time_point fresh_until_{};
};

std::string host_name() {
  std::array<char, contract::kMostHostBytes + 1> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

// What follows the table: this machine's top process, POSTed to the server.
class TopReport final : public Operation {
 public:
  explicit TopReport(const ClientOptions& options)
      : options_(options), host_(host_name()), own_(std::make_unique<OwnTop>()) {}

  bool prepare() const override { return own_->go_on(); }
  std::string subject(std::size_t client) const override { return fmt::format("{}", client); }
  std::string http_request(const std::string& host, std::string_view subject) const override {
    const std::string body = json_text(contract::to_json(report_of(subject)));
    const Fields fields{{"Content-Type", "application/json"},
                        {"Content-Length", fmt::format("{}", body.size())}};
    return http_head("POST", contract::kTopReportTarget, host, options_, fields) + body;
  }
  HttpRules http_rules() const override { return {}; }
  std::string line_request(std::string_view) const override { return ""; }
  LineShape line_shape() const override { return LineShape::kObject; }
  Verdict check(const HttpAnswer& answer) const override {
    if (answer.status() == 204) return options_.verify;
    Verdict verdict = fail_status(answer);
    verdict.error().what += ", to the report of the client's own top process,";
    return verdict;
  }
  Verdict check(const LineAnswer&) const override { return options_.verify; }

 private:
  contract::TopReport report_of(std::string_view client) const {
    contract::TopReport report{.host = host_};
    std::from_chars(client.data(), client.data() + client.size(), report.client);
    const metrics::Top& top = own_->top();
    if (top.processes.empty()) return report;
    const metrics::ProcessUse& process = top.processes.front();
    report.pid = process.pid;
    report.name = as_utf8(process.name);
    report.ticks = process.total_ticks();
    report.seconds = top.seconds(process);
    return report;
  }

  const ClientOptions& options_;
  const std::string host_;
  const std::unique_ptr<OwnTop> own_;  // which changes, as the machine does
};

std::unique_ptr<const Operation> make_report(const ClientOptions& options) {
  if (options.protocol == Protocol::kLine) return nullptr;  // has no word for it
  return std::make_unique<TopReport>(options);
}

}  // namespace

Top::Top(const ClientOptions& options) : options_(options), report_(make_report(options)) {}

// Never the last request of a connection: the report follows it.
std::string Top::http_request(const std::string& host, std::string_view) const {
  ClientOptions kept = options_;
  kept.connection = Reuse::kKeepAlive;
  Fields fields = {{"Accept", "text/plain"}};
  if (options_.verify == Verify::kDigest) fields.emplace_back("Want-Repr-Digest", "crc32c=1");
  const std::string target = fmt::format("{}?n={}", contract::kTopTarget, options_.top_processes);
  return http_head(contract::kTop.method, target, host, kept, fields);
}

HttpRules Top::http_rules() const {
  return {.method = wire::Method::kGet,
          .digest_body = options_.verify == Verify::kDigest,
          .keep_body = options_.verify != Verify::kNone};
}

std::string Top::line_request(std::string_view) const {
  return fmt::format("{} {}\n", contract::kTop.line_word, options_.top_processes);
}

Verdict Top::check_table(std::string_view text, Verify verified) const {
  if (options_.verify == Verify::kNone) return verified;
  const auto processes = metrics::parse_top_text(text);
  if (!processes)
    return fail(ErrorKind::kProtocol, "of the table of processes, " + processes.error());
  if (processes->empty() || processes->size() > options_.top_processes)
    return fail(ErrorKind::kProtocol,
                fmt::format("the table of processes has {} rows where 1 to {} were asked for",
                            processes->size(), options_.top_processes));
  return verified;
}

Verdict Top::check(const HttpAnswer& answer) const {
  if (answer.status() == 404 || answer.status() == 405) {
    Verdict verdict = fail_status(answer);
    verdict.error().what += fmt::format(" (only server_pool has {})", contract::kTopTarget);
    return verdict;
  }
  if (answer.status() != 200) return fail_status(answer);
  const Verdict verdict = check_digest(answer, options_);
  return verdict ? check_table(answer.body(), *verdict) : verdict;
}

Verdict Top::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  if (!answer.has_file()) return fail(ErrorKind::kProtocol, "an answer without data_file");
  return check_table(answer.file(), std::min(options_.verify, Verify::kLength));
}

}  // namespace gauntlet::client_pool::operations
