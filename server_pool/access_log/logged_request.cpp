#include "server_pool/access_log/logged_request.h"

#include <algorithm>

namespace gauntlet::server_pool::access_log {
namespace {

// What nginx says of a request whose client went away before there was an answer.
constexpr int kClientGone = 499;

}  // namespace

LoggedRequest::LoggedRequest(Connection& connection) : connection_(connection) {
  if (!connection.space().access_log.is_on()) return;
  asked_ = std::make_unique<Asked>();
  asked_->begun = steady_now();
  asked_->time_ns = wall_now_ns();
  connection_.begin_request();
}

LoggedRequest::~LoggedRequest() {
  if (!asked_) return;
  const Asked& asked = *asked_;
  const int status = connection_.status();
  connection_.space().access_log.add(
      {.time_ns = asked.time_ns,
       .client = connection_.client(),
       .method = asked.part(0, asked.method_end),
       .target = asked.part(asked.method_end, asked.target_end),
       .protocol = asked.protocol,
       .status = status == 0 ? kClientGone : status,
       .bytes = connection_.sent_of_body(),
       .duration = steady_now() - asked.begun,
       .referer = asked.part(asked.target_end, asked.referer_end),
       .user_agent = asked.part(asked.referer_end, asked.text.size()),
       .worker = connection_.space().worker});
}

void LoggedRequest::asks(const wire::Request& request) {
  if (!asked_) return;
  std::string& text = asked_->text;
  asked_->protocol = request.minor == 0 ? "HTTP/1.0" : "HTTP/1.1";
  text.reserve(request.method_text.size() + request.target.size() + request.referer.size() +
               request.user_agent.size());
  text.append(request.method_text);
  asked_->method_end = text.size();
  text.append(request.target);
  asked_->target_end = text.size();
  text.append(request.referer);
  asked_->referer_end = text.size();
  text.append(request.user_agent);
}

void LoggedRequest::asks(std::string_view line) {
  if (!asked_) return;
  std::string& text = asked_->text;
  asked_->protocol = "LINE";
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  asked_->method_end = std::min(line.find(' '), line.size());
  text.append(line.substr(0, asked_->method_end));
  text.append(line.substr(std::min(asked_->method_end + 1, line.size())));
  asked_->target_end = asked_->referer_end = text.size();
}

}  // namespace gauntlet::server_pool::access_log
