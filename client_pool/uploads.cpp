#include "client_pool/uploads.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "client_pool/operations/delete.h"
#include "client_pool/plain_requests.h"
#include "contract/operations.h"

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;

enum class Outcome {
  kDeleted,
  kGone,     // it is not there any more
  kRefused,  // the server does not delete: asking it again is of no use
};

bool is_gone(int status) { return status == 404 || status == 410; }

// Asks one target to delete one file after the other, until it is of no use, or interrupt (a file
// descriptor, not owned) is readable: from then on all is refused.
class Deleter {
 public:
  Deleter(const Plan& plan, std::size_t target, net::SteadyTime deadline, int interrupt)
      : plan_(plan),
        target_(plan.targets[target]),
        interrupt_(interrupt),
        operation_(plan.options),
        requests_(plan, target, deadline) {}

  Outcome remove(const std::string& name) {
    if (!refused_ && is_readable(interrupt_)) refuse("interrupted");
    return refused_ ? Outcome::kRefused : ask(name);
  }
  // After kRefused.
  const std::string& why() const { return why_; }

 private:
  static constexpr std::string_view kDoing = "DELETE";

  Outcome ask(const std::string& name) {
    if (plan_.options.protocol == Protocol::kLine) {
      const bool answered = requests_.ask(operation_.line_request(name), line_, kDoing);
      return answered ? judge_line() : refuse(requests_.why());
    }
    const std::string request = operation_.http_request(target_.host, name);
    return requests_.ask(request, http_, kDoing) ? judge_status() : refuse(requests_.why());
  }

  Outcome refuse(const std::string& why) {
    refused_ = true;
    why_ = why;
    return Outcome::kRefused;
  }

  Outcome judge_line() {
    const wire::LineAnswer answer = wire::parse_line_answer(line_.object());
    return answer.ok ? Outcome::kDeleted : refuse(answer.reason);
  }

  Outcome judge_status() {
    const int status = http_.status();
    if (status == 200 || status == 202 || status == 204) return Outcome::kDeleted;
    if (is_gone(status)) return Outcome::kGone;
    return refuse(fmt::format("it answers DELETE with status {}", status));
  }

  const Plan& plan_;
  const Target& target_;
  const int interrupt_;
  const operations::Delete operation_;
  PlainRequests requests_;
  LastHead last_head_;
  HttpAnswer http_{{.method = wire::Method::kDelete}, last_head_};
  LineAnswer line_{LineShape::kObject};
  bool refused_ = false;
  std::string why_;
};

// Asks one target which files it has. One that does not answer is not asked again.
class Looker {
 public:
  Looker(const Plan& plan, std::size_t target, net::SteadyTime deadline)
      : plan_(plan), target_(plan.targets[target]), requests_(plan, target, deadline) {}

  // Whether it has the file, or does not say.
  bool may_have(const std::string& name) {
    if (is_silent_) return true;
    return plan_.options.protocol == Protocol::kHttp ? may_answer(name) : may_list(name);
  }

 private:
  bool may_answer(const std::string& name) {
    constexpr std::string_view kMethod = "HEAD";
    const ClientOptions& options = plan_.options;
    const std::string request = operations::http_head(
        kMethod, operations::http_target(options, name), target_.host, options, {});
    is_silent_ = !requests_.ask(request, http_, kMethod);
    return is_silent_ || !is_gone(http_.status());
  }

  // All clients of a target upload the same content, and so ask for the same name.
  bool may_list(const std::string& name) {
    if (!listed_) listed_ = look_in_list(name);
    return *listed_;
  }

  bool look_in_list(const std::string& name) {
    const std::string_view word = contract::kList.line_word;
    is_silent_ = !requests_.ask(fmt::format("{}\n", word), line_, word);
    if (is_silent_) return true;
    const wire::LineAnswer answer = wire::parse_line_answer(line_.object());
    return !answer.ok || !answer.names ||
           std::find(answer.names->begin(), answer.names->end(), name) != answer.names->end();
  }

  const Plan& plan_;
  const Target& target_;
  PlainRequests requests_;
  LastHead last_head_;
  HttpAnswer http_{{.method = wire::Method::kHead}, last_head_};
  LineAnswer line_{LineShape::kObject};
  std::optional<bool> listed_{};
  bool is_silent_ = false;
};

// Into the report: a file that is left, and why the first one is.
void leave(contract::UploadsReport& report, const std::string& why) {
  ++report.left;
  if (report.why.empty()) report.why = why;
}

// The file that a client's uploads became.
std::string upload_of(std::size_t client, const Plan& plan) {
  return plan.options.protocol == Protocol::kLine ? plan.upload_body.line_name
                                                  : upload_name(plan.options, client);
}

// The clients with a file of their own at a target. Over the line protocol, where the content gives
// the name, all clients of a target have the same file.
std::vector<std::size_t> owners_at(std::size_t target, const Plan& plan,
                                   const std::vector<Uploaded>& uploaded) {
  std::vector<std::size_t> owners;
  for (std::size_t i = target; i < uploaded.size(); i += plan.targets.size())
    if (uploaded[i] != Uploaded::kNothing) owners.push_back(i);
  if (plan.options.protocol == Protocol::kLine && !owners.empty()) owners.resize(1);
  return owners;
}

}  // namespace

std::vector<bool> uploads_there(const Plan& plan, Duration patience, int interrupt) {
  const auto deadline = Clock::now() + patience;
  std::vector<bool> there(plan.options.client_pool, true);
  for (std::size_t target = 0; target < plan.targets.size(); ++target) {
    Looker looker(plan, target, deadline);
    for (std::size_t client = target; client < there.size(); client += plan.targets.size()) {
      if (is_readable(interrupt)) return there;
      there[client] = looker.may_have(upload_of(client, plan));
    }
  }
  return there;
}

contract::UploadsReport delete_uploads(const Plan& plan, const std::vector<Uploaded>& uploaded,
                                       const std::vector<bool>& there, Duration patience,
                                       int interrupt) {
  const auto deadline = Clock::now() + patience;
  contract::UploadsReport report;
  for (std::size_t target = 0; target < plan.targets.size(); ++target) {
    Deleter deleter(plan, target, deadline, interrupt);
    for (const std::size_t client : owners_at(target, plan, uploaded)) {
      if (uploaded[client] != Uploaded::kCreated) {
        leave(report, "the server did not say that it created them");
        continue;
      }
      if (there[client]) {
        leave(report, "they may have been there before the run");
        continue;
      }
      const Outcome outcome = deleter.remove(upload_of(client, plan));
      if (outcome == Outcome::kDeleted) ++report.deleted;
      // Targets that serve the same folder have the same file.
      const bool is_gone_with_another =
          plan.options.protocol == Protocol::kLine && report.deleted > 0;
      if (outcome == Outcome::kRefused && !is_gone_with_another) leave(report, deleter.why());
    }
  }
  return report;
}

contract::UploadsReport delete_made_files(const Plan& plan, Duration patience, int interrupt) {
  const auto deadline = Clock::now() + patience;
  contract::UploadsReport report;
  for (std::size_t target = 0; target < plan.made_files.size(); ++target) {
    const MadeFiles& files = plan.made_files[target];
    Deleter deleter(plan, target, deadline, interrupt);
    for (std::size_t number = 0; number < files.count(); ++number) {
      if (files.is_gone(number)) continue;
      const Outcome outcome = deleter.remove(files.name(number));
      if (outcome == Outcome::kDeleted) ++report.deleted;
      if (outcome == Outcome::kRefused) leave(report, deleter.why());
    }
  }
  return report;
}

}  // namespace gauntlet::client_pool
