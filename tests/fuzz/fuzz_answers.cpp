// Answers as client_pool reads them, over HTTP and over the line protocol. The first byte of the
// input says how long the reads are that the rest comes in, the second what was asked.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "client_pool/http_answer.h"
#include "client_pool/line_answer.h"
#include "client_pool/operations/operation.h"
#include "tests/fuzz/require.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::client_pool;

// What a client makes of an answer.
struct Outcome {
  Progress progress = Progress::kMore;
  std::optional<ErrorKind> failure{};
  std::optional<Verify> verified{};  // of a whole answer that is good
  std::uint64_t body_bytes = 0;      // of a whole answer

  bool operator==(const Outcome&) const = default;
};

void require_sane(const Failure& failure) {
  require(!failure.what.empty());
  require(failure.kind == ErrorKind::kReset || failure.kind == ErrorKind::kStatus ||
          failure.kind == ErrorKind::kShortBody || failure.kind == ErrorKind::kDigest ||
          failure.kind == ErrorKind::kProtocol);
}

// Feeds the answer in pieces that are gone afterwards, as a network does; then the connection ends.
Outcome read_in_pieces(Answer& answer, const operations::Operation& operation,
                       std::string_view input, std::size_t step) {
  answer.restart();
  Outcome outcome;
  std::string piece;
  // What follows an invitation comes after the upload, and so in a read of its own.
  const std::string_view invitation = gauntlet::wire::kReadyToReceive;
  const bool invited = answer.invites_body() && input.starts_with(invitation);
  std::size_t until_pause = invited ? invitation.size() : input.size();
  while (!input.empty() && outcome.progress != Progress::kFailed) {
    piece = input.substr(0, std::min(step, until_pause));
    until_pause -= piece.size();
    if (until_pause == 0) until_pause = input.size();
    input.remove_prefix(piece.size());
    outcome.progress = answer.take(piece);
  }
  if (outcome.progress == Progress::kMore || outcome.progress == Progress::kSendBody)
    outcome.progress = answer.end();
  require(outcome.progress == Progress::kDone || outcome.progress == Progress::kFailed);
  if (outcome.progress == Progress::kFailed) {
    require_sane(answer.failure());
    outcome.failure = answer.failure().kind;
    return outcome;
  }
  outcome.body_bytes = answer.body_bytes();
  const Verdict verdict = answer.check(operation);
  if (!verdict) require_sane(verdict.error());
  if (verdict) outcome.verified = *verdict;
  if (!verdict) outcome.failure = verdict.error().kind;
  return outcome;
}

// One operation, with what its checks need.
struct Asked {
  Asked(const contract::Operation& kind, Protocol protocol) {
    options.operation = &kind;
    options.protocol = protocol;
    options.file = kind.files == contract::Files::kOne ? "x" : "";
    operation = operations::make_operation(plan);
  }
  std::unique_ptr<Answer> reader(LastHead& last_head) const {
    if (options.protocol == Protocol::kLine)
      return std::make_unique<LineAnswer>(operation->line_shape());
    return std::make_unique<HttpAnswer>(operation->http_rules(), last_head);
  }

  Plan plan{};
  ClientOptions& options = plan.options;
  std::unique_ptr<const operations::Operation> operation{};
};

// However an answer is cut, and whatever came before it, it means the same.
void try_answer(const Asked& asked, std::string_view input, std::size_t step) {
  LastHead last_head;
  const auto answer = asked.reader(last_head);
  const Outcome whole = read_in_pieces(*answer, *asked.operation, input, input.size());
  require(read_in_pieces(*answer, *asked.operation, input, input.size()) == whole);
  require(read_in_pieces(*answer, *asked.operation, input, step) == whole);
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  namespace contract = gauntlet::contract;
  static const Asked kAsked[] = {
      {contract::kList, Protocol::kHttp},   {contract::kGet, Protocol::kHttp},
      {contract::kUpload, Protocol::kHttp}, {contract::kDelete, Protocol::kHttp},
      {contract::kList, Protocol::kLine},   {contract::kGet, Protocol::kLine},
      {contract::kUpload, Protocol::kLine}, {contract::kDelete, Protocol::kLine},
      {contract::kTop, Protocol::kHttp},    {contract::kTop, Protocol::kLine}};
  if (size < 3) return 0;
  const std::string_view input = as_text(data + 2, size - 2);
  try_answer(kAsked[data[1] % std::size(kAsked)], input, data[0] + std::size_t{1});
  return 0;
}
