#include "server_pool/operations/line_body.h"

#include <algorithm>
#include <cctype>

#include "wire/line.h"

namespace gauntlet::server_pool::operations {
namespace {

// Whether text begins the word, in any case.
bool begins(std::string_view word, std::string_view text) {
  return text.size() <= word.size() &&
         std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) {
           return std::toupper(static_cast<unsigned char>(a)) == b;
         });
}

}  // namespace

LineBody::Piece LineBody::put(std::string_view input, char* out) {
  const std::size_t end = input.find('\n');
  const bool whole = end != std::string_view::npos;
  std::string_view text = input.substr(0, end);
  if (text.ends_with('\r')) text.remove_suffix(1);  // if it ends no line, the next put() says so
  if (line_begins_ && begins(wire::kEndUpload, text)) {
    done_ = whole && text.size() == wire::kEndUpload.size();
    if (done_) return {.consumed = end + 1};
    if (!whole) return {};
  }
  return decode(text, whole ? end + 1 - text.size() : 0, out);
}

// ending: how many characters end the line; 0 when it goes on.
LineBody::Piece LineBody::decode(std::string_view text, std::size_t ending, char* out) {
  const long decoded = decoder_.put(text, out);
  if (decoded < 0 || (ending > 0 && !decoder_.complete())) return {.malformed = true};
  line_begins_ = ending > 0 || (line_begins_ && text.empty());
  if (ending > 0) decoder_.restart();
  return {.consumed = text.size() + ending, .decoded = static_cast<std::size_t>(decoded)};
}

}  // namespace gauntlet::server_pool::operations
