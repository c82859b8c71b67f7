#include "wire/chunked.h"

#include <algorithm>
#include <charconv>

#include "wire/field.h"
#include "wire/http.h"

namespace gauntlet::wire {
namespace {

// Takes a quoted string off the front of text. False when there is none.
bool take_quoted(std::string_view& text) {
  if (!text.starts_with('"')) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return true;
    }
    if (text[i] == '\\') ++i;
  }
  return false;
}

// Takes a word off the front of text. False when there is none.
bool take_token(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_token(text.substr(size, 1))) ++size;
  text.remove_prefix(size);
  return size > 0;
}

// Whether text is any number of ;name, ;name=word and ;name="quoted", with blanks around the signs
// and none at the end.
bool are_extensions(std::string_view text) {
  if (text.ends_with(' ') || text.ends_with('\t')) return false;
  while (!text.empty()) {
    text = trim_blanks(text);
    if (!text.starts_with(';')) return false;
    text = trim_blanks(text.substr(1));
    if (!take_token(text)) return false;
    if (!trim_blanks(text).starts_with('=')) continue;
    text = trim_blanks(trim_blanks(text).substr(1));
    if (!take_quoted(text) && !take_token(text)) return false;
  }
  return true;
}

bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

// Whether a line may stand among the trailers: a field, but none that says how long the body is.
bool is_trailer(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  return colon != line.npos && is_token(name) && !equals_ignoring_case(name, "Content-Length") &&
         !equals_ignoring_case(name, "Transfer-Encoding");
}

}  // namespace

tl::expected<ChunkedBody::Piece, int> ChunkedBody::put(std::string_view input) {
  if (done()) return Piece{};
  return state_ == State::kContent ? take_content(input) : take_line(input);
}

ChunkedBody::Piece ChunkedBody::take_content(std::string_view input) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
  left_ -= size;
  if (left_ == 0) state_ = State::kContentEnd;
  return {size, input.substr(0, size)};
}

// All but the content is lines.
tl::expected<ChunkedBody::Piece, int> ChunkedBody::take_line(std::string_view input) {
  const std::size_t lf = input.substr(0, kMaxHeadBytes).find('\n');
  if (lf == input.npos) {
    if (input.size() >= kMaxHeadBytes) return tl::unexpected(400);
    return Piece{};
  }
  std::string_view line = input.substr(0, lf);
  const bool has_cr = line.ends_with('\r');
  if (has_cr) line.remove_suffix(1);
  const bool forgiven = is_lenient() || (has_cr && !has_controls(line));
  if (!forgiven || !put_line(line)) return tl::unexpected(400);
  return Piece{.consumed = lf + 1};
}

// False for a line that may not stand here.
bool ChunkedBody::put_line(std::string_view line) {
  if (state_ == State::kSize) return put_size(line);
  if (state_ == State::kTrailers) return put_trailer(line);
  state_ = State::kSize;
  return line.empty();  // what ends a chunk's content
}

bool ChunkedBody::put_size(std::string_view line) {
  constexpr int kBase = 16;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), left_, kBase);
  if (error != std::errc{}) return false;
  state_ = left_ == 0 ? State::kTrailers : State::kContent;
  const std::string_view rest = line.substr(static_cast<std::size_t>(end - line.data()));
  if (!is_lenient()) return are_extensions(rest);
  return trim_blanks(rest).empty() || trim_blanks(rest).starts_with(';');
}

bool ChunkedBody::put_trailer(std::string_view line) {
  if (line.empty()) {
    state_ = State::kDone;
    return true;
  }
  trailers_bytes_ += line.size();
  return trailers_bytes_ <= kMaxHeadBytes && (is_lenient() || is_trailer(line));
}

}  // namespace gauntlet::wire
