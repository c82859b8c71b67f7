// Chunked bodies. The first byte of the input says how long the reads are that the rest comes in.
#include <algorithm>
#include <string>

#include "tests/fuzz/require.h"
#include "wire/chunked.h"

namespace gauntlet::fuzz {
namespace {

using wire::ChunkedBody;

struct Outcome {
  std::string content{};
  std::string rest{};
  bool done = false;
  bool refused = false;

  bool operator==(const Outcome&) const = default;
};

// Takes from buffer what can be taken. False when the body is refused.
bool drain(ChunkedBody& body, std::string& buffer, std::string& content) {
  for (std::size_t consumed = 1; consumed > 0 && !body.done();) {
    const auto piece = body.put(buffer);
    if (!piece) return false;
    require(piece->consumed <= buffer.size());
    require(piece->content.size() <= piece->consumed);
    content += piece->content;
    consumed = piece->consumed;
    buffer.erase(0, consumed);
  }
  return true;
}

Outcome read_in_pieces(std::string_view input, std::size_t step, ChunkedBody::Reading reading) {
  ChunkedBody body(reading);
  Outcome outcome;
  while (!input.empty() && !body.done()) {
    outcome.rest.append(input.substr(0, step));
    input.remove_prefix(std::min(step, input.size()));
    // How much of a broken body is read before it is refused depends on the reads.
    if (!drain(body, outcome.rest, outcome.content)) return {.refused = true};
  }
  outcome.done = body.done();
  outcome.rest += input;
  return outcome;
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  if (size == 0) return 0;
  const std::string_view input = as_text(data + 1, size - 1);
  using Reading = gauntlet::wire::ChunkedBody::Reading;
  const std::size_t step = data[0] + std::size_t{1};
  const Outcome strict = read_in_pieces(input, size, Reading::kStrict);
  const Outcome lenient = read_in_pieces(input, size, Reading::kLenient);
  require(read_in_pieces(input, step, Reading::kStrict) == strict);
  require(read_in_pieces(input, step, Reading::kLenient) == lenient);
  require(strict.refused || strict == lenient);  // a body that both take says the same to both
  return 0;
}
