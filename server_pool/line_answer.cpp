#include "server_pool/line_answer.h"

#include <algorithm>
#include <cctype>

#include "wire/line.h"

namespace gauntlet::server_pool {
namespace {

// What the access log says for OK and ERROR.
constexpr int kOkStatus = 200;
constexpr int kErrorStatus = 400;
constexpr int kRejectedStatus = 503;

}  // namespace

Reason reason_of(store::StoreError error) {
  switch (error) {
    case store::StoreError::kBadName:
      return "the name is not allowed";
    case store::StoreError::kNotFound:
      return "no such file";
    case store::StoreError::kForbidden:
      return "permission denied";
    case store::StoreError::kOccupied:
      return "the name belongs to something that is not a file";
    case store::StoreError::kOtherMount:
      return "the folder is on another mount than the root";
    case store::StoreError::kFull:
      return "no space left";
    case store::StoreError::kNoDescriptors:
      return "too many open files; try again later";
    case store::StoreError::kFailed:
      break;
  }
  return "the store failed";
}

net::Awaitable<void> answer_line(Connection& connection, std::string_view text, Tally& tally) {
  connection.set_status(kOkStatus);
  const std::string_view head;
  const bool sent = co_await connection.send(head, text, false);
  if (sent) tally.succeeded();
}

net::Awaitable<void> answer_error(Connection& connection, const Reason& reason, Tally& tally) {
  tally.failed();
  connection.set_status(kErrorStatus);
  const std::string text = wire::line_error_answer(reason);
  const std::string_view head;
  const std::string_view body = text;
  co_await connection.send(head, body, false);
}

net::Awaitable<void> answer_last_error(Connection& connection, const Reason& reason, Tally& tally) {
  co_await answer_error(connection, reason, tally);
  if (connection.alive()) connection.refuse_the_rest();
}

net::Awaitable<void> reject_line(Connection& connection, const Lack& lack, Tally& tally) {
  tally.rejected();
  connection.set_status(kRejectedStatus);
  const std::string text = line_rejection(lack);
  const std::string_view head;
  const std::string_view body = text;
  co_await connection.send(head, body, false);
  if (connection.alive() && lack.of == "clients") connection.refuse_the_rest();
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace gauntlet::server_pool
