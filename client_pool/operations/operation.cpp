#include "client_pool/operations/operation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "wire/http.h"
#include "wire/response.h"
#include "wire/url.h"

namespace gauntlet::client_pool::operations {
std::unique_ptr<const Operation> make_operation(const Plan& plan) {
  for (const Entry& each : all())
    if (&each.about == plan.options.operation) return each.make(plan);
  throw Error(fmt::format("client_pool does not know how to {}", plan.options.operation->name));
}

std::string http_head(std::string_view method, const std::string& target, const std::string& host,
                      const ClientOptions& options, const Fields& fields) {
  std::string head;
  wire::HeadWriter writer(head, method, target);
  writer.add("Host", host);
  if (options.connection == Reuse::kPerRequest) writer.add("Connection", "close");
  if (options.packet_size > 0) writer.add("X-Packet-Size", options.packet_size);
  for (const auto& [name, value] : fields) writer.add(name, value);
  writer.finish();
  return head;
}

std::string http_target(const ClientOptions& options, std::string_view name) {
  if (!options.request_target.empty()) return options.request_target;
  const std::string_view path = options.path;
  const std::size_t query = std::min(path.find('?'), path.size());
  return wire::encode_target(path.substr(0, query)) + wire::encode_path(name) +
         wire::encode_target(path.substr(query));
}

// The line protocol splits its words as a shell does.
std::string quote_word(std::string_view word) {
  constexpr std::string_view kSpecial = " '\"\\";
  if (word.find_first_of(kSpecial) == std::string_view::npos) return std::string(word);
  std::string quoted = "'";
  for (const char letter : word)
    if (letter == '\'')
      quoted += "'\\''";
    else
      quoted += letter;
  return quoted + "'";
}

std::string line_with_name(const contract::Operation& operation, std::string_view name) {
  return fmt::format("{} {}\n", operation.line_word, quote_word(name));
}

Verdict fail(ErrorKind kind, std::string what) {
  return tl::unexpected(Failure{kind, std::move(what)});
}

Verdict fail_status(const HttpAnswer& answer) {
  const int status = answer.status();
  const bool may_have_body = wire::has_body(status, wire::Method::kGet);
  return tl::unexpected(Failure{
      .kind = answer.retry_after_s() ? ErrorKind::kRejected : ErrorKind::kStatus,
      .what = fmt::format("status {}{}", status, may_have_body ? "" : ", which brings no body"),
      .status = status});
}

Verdict fail_line(const wire::LineAnswer& answer) {
  if (!answer.readable) return fail(ErrorKind::kProtocol, answer.reason);
  return fail(answer.rejected ? ErrorKind::kRejected : ErrorKind::kStatus,
              "an error: " + answer.reason);
}

Verdict check_digest(const HttpAnswer& answer, const ClientOptions& options) {
  if (options.verify != Verify::kDigest) return options.verify;
  if (!answer.announced_digest()) return Verify::kLength;
  if (answer.body_digest() == *answer.announced_digest()) return Verify::kDigest;
  return fail(ErrorKind::kDigest, fmt::format("the body's CRC32C is {:08x}, the server says {:08x}",
                                              answer.body_digest(), *answer.announced_digest()));
}

}  // namespace gauntlet::client_pool::operations
