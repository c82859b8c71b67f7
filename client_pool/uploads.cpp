#include "client_pool/uploads.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "client_pool/operations/delete.h"
#include "client_pool/plain_requests.h"

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;

enum class Outcome {
  kDeleted,
  kGone,     // it is not there any more
  kRefused,  // the server does not delete: asking it again is of no use
};

// Asks one target to delete one file after the other.
class Deleter {
 public:
  Deleter(const Plan& plan, const Target& target, net::SteadyTime deadline)
      : plan_(plan), target_(target), requests_(plan, target, deadline) {}

  Outcome remove(const std::string& name) {
    const operations::Delete operation(plan_.options);
    if (!speaks_http()) {
      const bool answered = requests_.ask(operation.line_request(name), line_, kDoing);
      return answered ? judge_line() : refused_by_network();
    }
    const std::string request = operation.http_request(target_.host, name);
    return requests_.ask(request, http_, kDoing) ? judge_status() : refused_by_network();
  }
  // After kRefused.
  const std::string& why() const { return why_; }

 private:
  static constexpr std::string_view kDoing = "DELETE";

  bool speaks_http() const { return plan_.options.protocol == Protocol::kHttp; }

  Outcome refused_by_network() {
    why_ = requests_.why();
    return Outcome::kRefused;
  }

  Outcome judge_line() {
    const wire::LineAnswer answer = wire::parse_line_answer(line_.object());
    why_ = answer.reason;
    return answer.ok ? Outcome::kDeleted : Outcome::kRefused;
  }

  Outcome judge_status() {
    const int status = http_.status();
    why_ = fmt::format("it answers DELETE with status {}", status);
    if (status == 200 || status == 202 || status == 204) return Outcome::kDeleted;
    return status == 404 || status == 410 ? Outcome::kGone : Outcome::kRefused;
  }

  const Plan& plan_;
  const Target& target_;
  PlainRequests requests_;
  LastHead last_head_;
  HttpAnswer http_{{.method = wire::Method::kDelete}, last_head_};
  LineAnswer line_{LineShape::kObject};
  std::string why_;
};

// The file that a client's uploads became.
std::string upload_of(std::size_t client, const Plan& plan) {
  return plan.options.protocol == Protocol::kLine ? plan.upload_body.line_name
                                                  : upload_name(plan.options, client);
}

// The clients with a file of their own at a target. Over the line protocol, where the content gives
// the name, all clients of a target have the same file.
std::vector<std::size_t> owners_at(std::size_t target, const Plan& plan,
                                   const std::vector<ClientTally>& clients) {
  std::vector<std::size_t> owners;
  for (std::size_t i = target; i < clients.size(); i += plan.targets.size())
    if (clients[i].created || clients[i].requests > 0) owners.push_back(i);
  if (plan.options.protocol == Protocol::kLine && !owners.empty()) owners.resize(1);
  return owners;
}

}  // namespace

metrics::UploadsReport delete_uploads(const Plan& plan, const std::vector<ClientTally>& clients,
                                      Duration patience, int interrupt) {
  const auto deadline = Clock::now() + patience;
  metrics::UploadsReport report;
  const auto leave = [&](const std::string& why) {
    ++report.left;
    if (report.why.empty()) report.why = why;
  };
  for (std::size_t target = 0; target < plan.targets.size(); ++target) {
    Deleter deleter(plan, plan.targets[target], deadline);
    std::string refusal;
    for (const std::size_t client : owners_at(target, plan, clients)) {
      if (!clients[client].created) {
        leave("the server did not say that it created them");
        continue;
      }
      if (refusal.empty() && is_readable(interrupt)) refusal = "interrupted";
      const Outcome outcome =
          refusal.empty() ? deleter.remove(upload_of(client, plan)) : Outcome::kRefused;
      if (outcome == Outcome::kDeleted) ++report.deleted;
      if (outcome != Outcome::kRefused) continue;
      // Targets that serve the same folder have the same file.
      if (plan.options.protocol == Protocol::kLine && report.deleted > 0) continue;
      if (refusal.empty()) refusal = deleter.why();
      leave(refusal);
    }
  }
  return report;
}

metrics::UploadsReport delete_made_files(const Plan& plan, Duration patience, int interrupt) {
  const auto deadline = Clock::now() + patience;
  metrics::UploadsReport report;
  for (std::size_t target = 0; target < plan.made_files.size(); ++target) {
    const MadeFiles& files = plan.made_files[target];
    Deleter deleter(plan, plan.targets[target], deadline);
    std::string refusal;
    for (std::size_t number = 0; number < files.count(); ++number) {
      if (files.is_gone(number)) continue;
      if (refusal.empty() && is_readable(interrupt)) refusal = "interrupted";
      const Outcome outcome =
          refusal.empty() ? deleter.remove(files.name(number)) : Outcome::kRefused;
      if (outcome == Outcome::kDeleted) ++report.deleted;
      if (outcome != Outcome::kRefused) continue;
      ++report.left;
      if (refusal.empty()) refusal = deleter.why();
      if (report.why.empty()) report.why = refusal;
    }
  }
  return report;
}

}  // namespace gauntlet::client_pool
