// The line protocol: requests, answers, and the base64 of uploads.
#include <algorithm>
#include <string>
#include <vector>

#include "base/base64.h"
#include "tests/fuzz/require.h"
#include "wire/http.h"
#include "wire/line.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::wire;

void try_request(std::string_view line) {
  const LineRequest request = parse_line(line);
  if (line.find('\0') != line.npos) require(!request.problem.empty());
  if (!request.problem.empty()) require(request.word.empty() && request.parameters.empty());
  if (const auto name = name_of(request)) require(!name->empty());
}

// Nothing that HTTP would take for a request line is left to this protocol.
void try_first_line(std::string_view line) {
  const bool http = looks_like_http(line);
  const std::string head = std::string(line) + "\r\nHost: h\r\n\r\n";
  if (parse_request(head)) require(http);
  for (const char* version : {" HTTP/1.1", "\thttp/1.1 ", " Http/", "\v\rHTTP/9"})
    require(looks_like_http(std::string(line) + version));
}

// Whatever a file is called, it can be asked for by quoting its name.
void try_name(std::string_view name) {
  std::string line = "GET \"";
  for (const char c : name) {
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
  const LineRequest request = parse_line(line);
  require(name.empty() || name_of(request) == std::string(name));
}

void try_answer(std::string_view json) {
  const LineAnswer answer = parse_line_answer(json);
  require(answer.ok || !answer.names);
  require(answer.readable || !answer.ok);
  require(find_data_file(json) <= json.size());
  guess_extension(json);
  const LineAnswer error = parse_line_answer(line_error_answer(json));
  require(!error.ok);
  const std::string head = line_get_head(json);
  require(find_data_file(head) == head.size());
}

struct Decoded {
  std::string bytes{};
  bool good = true;

  bool operator==(const Decoded&) const = default;
};

Decoded decode(std::string_view text, std::size_t step) {
  Base64Decoder decoder;
  Decoded result;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, step);
    std::vector<char> out(piece.size() / 4 * 3 + 3);
    const long length = decoder.put(piece, out.data());
    if (length < 0) return {.good = false};
    result.bytes.append(out.data(), static_cast<std::size_t>(length));
    text.remove_prefix(piece.size());
  }
  result.good = decoder.complete();
  return result;
}

// The counter takes what the decoder takes.
void try_counter(std::string_view text, std::size_t step) {
  const Decoded decoded = decode(text, step);
  Base64Counter counter;
  bool good = true;
  for (; good && !text.empty(); text.remove_prefix(std::min(step, text.size())))
    good = counter.put(text.substr(0, step));
  good = good && counter.complete();
  require(good == decoded.good);
  require(!good || counter.bytes() == decoded.bytes.size());
}

void try_base64(std::string_view input) {
  try_counter(input, 7);
  require(decode(input, 7) == decode(input, input.size()));
  std::string text;
  append_base64(text, input);
  require(text.size() == base64_length(input.size()));
  require(decode(text, 5) == Decoded{.bytes = std::string(input)});
  try_counter(text, 5);
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  const std::string_view input = as_text(data, size);
  try_request(input);
  using namespace std::string_view_literals;
  if (input.find_first_of("\r\n") == input.npos) try_first_line(input);
  if (input.find_first_of("\r\n\0"sv) == input.npos) try_name(input);
  try_answer(input);
  try_base64(input);
  return 0;
}
