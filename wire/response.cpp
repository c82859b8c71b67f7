#include "wire/response.h"

#include <algorithm>
#include <charconv>

#include "wire/digest.h"
#include "wire/field.h"

namespace gauntlet::wire {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Whether a line goes on with the field of the line before.
bool is_fold(std::string_view line) { return !line.empty() && is_blank(line.front()); }

// A CR that ends no line, or a NUL: nobody can say what is meant.
bool has_stray_controls(std::string_view head) {
  for (auto cr = head.find('\r'); cr != head.npos; cr = head.find('\r', cr + 1))
    if (!head.substr(cr + 1).starts_with('\n')) return true;
  return head.find('\0') != head.npos;
}

// Takes the first line off the front of a head, without its end.
std::string_view take_line(std::string_view& head) {
  const std::size_t lf = head.find('\n');
  std::string_view line = head.substr(0, lf);
  head.remove_prefix(lf == head.npos ? head.size() : lf + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view take_word(std::string_view& line) {
  line = trim_blanks(line);
  const auto blank = std::find_if(line.begin(), line.end(), is_blank);
  const std::string_view word = line.substr(0, static_cast<std::size_t>(blank - line.begin()));
  line.remove_prefix(word.size());
  return word;
}

// Takes a head line by line. What returns words says why the head is refused; empty: it is not.
class ResponseReader {
 public:
  std::string_view put_status_line(std::string_view line) {
    const std::string_view version = take_word(line);
    const std::string_view status = take_word(line);
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
        version[6] != '.' || !is_digit(version[7]))
      return "it does not begin with HTTP/1.1";
    if (version[5] != '1') return "its version is not HTTP/1.1";
    response_.minor = version[7] == '0' ? 0 : 1;
    if (status.size() != 3 || !std::all_of(status.begin(), status.end(), is_digit) ||
        status[0] == '0')
      return "its status is not a number of three digits";
    std::from_chars(status.data(), status.data() + status.size(), response_.status);
    return {};
  }

  std::string_view put_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return "a line is no field: it has no colon";
    if (is_fold(line)) return "a folded line follows its first line";
    const std::string_view name = trim_blanks(line.substr(0, colon));
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    if (!is_token(name)) return "the name of a field is malformed";
    if (equals_ignoring_case(name, "Content-Length")) return put_lengths(value);
    if (equals_ignoring_case(name, "Transfer-Encoding")) return put_codings(value);
    if (equals_ignoring_case(name, "Connection")) put_connection(value);
    if (equals_ignoring_case(name, "Repr-Digest")) put_digest(value);
    if (equals_ignoring_case(name, "Location")) response_.location = value;
    if (equals_ignoring_case(name, "Set-Cookie")) response_.set_cookies.emplace_back(value);
    if (equals_ignoring_case(name, "Retry-After")) put_retry_after(value);
    if (equals_ignoring_case(name, "Gauntlet-Cut")) response_.cut_by_time = value == "time";
    return {};
  }

  std::string_view finish() {
    if (response_.chunked && response_.content_length)
      return "it has both a Content-Length and a Transfer-Encoding";
    const bool ends_with_connection =
        !response_.chunked && !response_.content_length && has_body(response_.status, Method::kGet);
    const bool keeps = response_.minor > 0 || says_keep_alive_;
    response_.keep_alive = keeps && !says_close_ && !ends_with_connection;
    return {};
  }

  const Response& response() const { return response_; }

 private:
  // "5", and also "5, 5".
  std::string_view put_lengths(std::string_view list) {
    do {
      const std::string_view element = take_element(list);
      const char* end = element.data() + element.size();
      std::uint64_t length = 0;
      const auto [rest, error] = std::from_chars(element.data(), end, length);
      if (error != std::errc{} || rest != end) return "its Content-Length is not a number";
      if (response_.content_length.value_or(length) != length)
        return "it has two different Content-Lengths";
      response_.content_length = length;
    } while (!list.empty());
    return {};
  }

  std::string_view put_codings(std::string_view list) {
    if (response_.minor == 0) return "it has a Transfer-Encoding, which HTTP/1.0 does not know";
    if (response_.chunked || !equals_ignoring_case(list, "chunked"))
      return "its Transfer-Encoding is not 'chunked'";
    response_.chunked = true;
    return {};
  }

  // Also a date is allowed, which is left out.
  void put_retry_after(std::string_view value) {
    std::uint64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc{} && end == value.data() + value.size())
      response_.retry_after_s = seconds;
  }

  void put_connection(std::string_view list) {
    while (!list.empty()) {
      const std::string_view option = take_element(list);
      says_close_ = says_close_ || equals_ignoring_case(option, "close");
      says_keep_alive_ = says_keep_alive_ || equals_ignoring_case(option, "keep-alive");
    }
  }

  void put_digest(std::string_view value) {
    bool malformed = false;
    const auto digest = parse_digest(value, &malformed);
    if (digest) response_.digest = digest;
    response_.digest_malformed = response_.digest_malformed || malformed;
  }

  Response response_{};
  bool says_close_ = false;
  bool says_keep_alive_ = false;
};

// Reads all fields of a head of which the first line has been taken.
std::string_view read_fields(std::string_view head, ResponseReader& reader) {
  std::string unfolded;
  std::string_view next = take_line(head);
  while (!next.empty()) {
    std::string_view line = next;
    next = take_line(head);
    if (is_fold(next)) unfolded = line;
    for (; is_fold(next); next = take_line(head)) {
      unfolded.append(" ").append(trim_blanks(next));
      line = unfolded;
    }
    const std::string_view why = reader.put_field(line);
    if (!why.empty()) return why;
  }
  return {};
}

std::string_view read_head(std::string_view head, ResponseReader& reader) {
  if (head.size() > kMaxHeadBytes) return "it is too long";
  if (find_head_end(head) != head.size()) return "it is not one whole head";
  if (has_stray_controls(head)) return "a CR or a NUL stands within a line";
  std::string_view why = reader.put_status_line(take_line(head));
  if (why.empty()) why = read_fields(head, reader);
  return why.empty() ? reader.finish() : why;
}

}  // namespace

tl::expected<Response, std::string> parse_response(std::string_view head) {
  ResponseReader reader;
  const std::string_view why = read_head(head, reader);
  if (why.empty()) return reader.response();
  return tl::unexpected(std::string("the head of the answer cannot be read: ").append(why));
}

bool has_body(int status, Method method) {
  return method != Method::kHead && status >= 200 && status != 204 && status != 304;
}

}  // namespace gauntlet::wire
