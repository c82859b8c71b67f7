#include "wire/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <limits>
#include <utility>

#include "wire/digest.h"
#include "wire/field.h"
#include "wire/http_date.h"

namespace gauntlet::wire {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Text = beast::string_view;
using Code = beast::error_code;

std::string_view view(Text text) { return {text.data(), text.size()}; }

// Beast's parser with every step a no-op: what follows overrides the steps that it wants.
class Parser : public http::basic_parser<true> {
 public:
  Parser() {
    header_limit(kMaxHeadBytes);
    body_limit(std::numeric_limits<std::uint64_t>::max());  // none would refuse every body
  }

  // Beast's own view of the input, returned as the number of bytes that are done with.
  std::size_t take(std::string_view input, Code& error) {
    return put(boost::asio::const_buffer(input.data(), input.size()), error);
  }

 protected:
  void on_request_impl(http::verb, Text, Text, int, Code&) override {}
  void on_response_impl(int, Text, int, Code&) override {}
  void on_field_impl(http::field, Text, Text, Code&) override {}
  void on_header_impl(Code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(Text body, Code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code&) override { return body.size(); }
  void on_finish_impl(Code&) override {}
};

// How long the body is. Stricter than Beast, which takes lists of equal lengths, and codings that
// it then ignores.
struct Framing {
  std::optional<std::uint64_t> content_length{};
  bool chunked = false;

  // 0, or the status to refuse with.
  int put(http::field field, Text value, int minor) {
    if (field == http::field::content_length) return put_length(view(value));
    if (field != http::field::transfer_encoding) return 0;
    if (minor == 0) return 400;  // HTTP/1.0 knows no codings
    chunked = beast::iequals(value, "chunked");
    return chunked ? 0 : 501;
  }

 private:
  int put_length(std::string_view value) {
    const char* end = value.data() + value.size();
    std::uint64_t length = 0;
    const auto [rest, error] = std::from_chars(value.data(), end, length);
    if (content_length || error != std::errc{} || rest != end) return 400;
    content_length = length;
    return 0;
  }
};

Method to_method(http::verb verb) {
  if (verb == http::verb::get) return Method::kGet;
  if (verb == http::verb::head) return Method::kHead;
  if (verb == http::verb::put) return Method::kPut;
  if (verb == http::verb::post) return Method::kPost;
  if (verb == http::verb::delete_) return Method::kDelete;
  return Method::kOther;
}

class RequestParser : public Parser {
 public:
  Request request{};
  Framing framing{};
  int refusal = 0;  // the status to refuse with
  int hosts = 0;

 private:
  void on_request_impl(http::verb verb, Text method, Text target, int version, Code&) override {
    request.method = to_method(verb);
    request.method_text = view(method);
    request.target = view(target);
    request.minor = version - 10;
  }

  void on_field_impl(http::field field, Text name, Text value, Code& error) override {
    refusal = framing.put(field, value, request.minor);
    if (field == http::field::host) put_host(view(value));
    // RFC 9110, 10.1.1: HTTP/1.0 clients do not wait for 100.
    if (field == http::field::expect && request.minor == 1) put_expect(value);
    if (refusal != 0) error = http::error::bad_value;
    if (std::string_view* member = member_for(field, name)) *member = view(value);
  }

  void put_host(std::string_view host) {
    request.host = host;
    if (++hosts > 1 || host.find_first_of(" \t,/?#@\\") != std::string_view::npos) refusal = 400;
  }

  void put_expect(Text value) {
    request.expect_continue = beast::iequals(value, "100-continue");
    if (!request.expect_continue) refusal = 417;
  }

  std::string_view* member_for(http::field field, Text name) {
    switch (field) {
      case http::field::range:
        return &request.range;
      case http::field::if_range:
        return &request.if_range;
      case http::field::if_none_match:
        return &request.if_none_match;
      case http::field::if_modified_since:
        return &request.if_modified_since;
      case http::field::accept:
        return &request.accept;
      case http::field::content_range:
        return &request.content_range;
      case http::field::authorization:
        return &request.authorization;
      case http::field::cookie:
        return &request.cookie;
      case http::field::origin:
        return &request.origin;
      case http::field::referer:
        return &request.referer;
      case http::field::user_agent:
        return &request.user_agent;
      case http::field::unknown:
        return unknown_member_for(name);
      default:
        return nullptr;
    }
  }

  // Of fields that are younger than Beast, or our own.
  std::string_view* unknown_member_for(Text name) {
    if (beast::iequals(name, "Want-Repr-Digest")) return &request.want_repr_digest;
    if (beast::iequals(name, "Repr-Digest")) return &request.repr_digest;
    if (beast::iequals(name, "X-Packet-Size")) return &request.packet_size;
    return nullptr;
  }
};

// Every line ends in CR LF, and none goes on in the next. Beast would unfold such a field into a
// buffer of its own, to which no view may point.
bool has_plain_lines(std::string_view head) {
  for (auto lf = head.find('\n'); lf != head.npos; lf = head.find('\n', lf + 1)) {
    if (lf == 0 || head[lf - 1] != '\r') return false;
    if (lf + 1 < head.size() && (head[lf + 1] == ' ' || head[lf + 1] == '\t')) return false;
  }
  return true;
}

// Whether a request line ends in a version that is well spelled and not ours: "HTTP/2.0".
bool asks_for_other_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\r'));
  if (line.size() < 9) return false;
  const std::string_view version = line.substr(line.size() - 9);
  if (!version.starts_with(" HTTP/") || version[7] != '.') return false;
  if (!is_digit(version[6]) || !is_digit(version[8])) return false;
  return version[6] != '1' || version[8] > '1';
}

}  // namespace

std::size_t find_head_end(std::string_view bytes, std::size_t searched) {
  bytes = bytes.substr(0, kMaxHeadBytes);
  // A blank line that straddles the seam began at most two bytes before it.
  for (auto lf = bytes.find('\n', searched - std::min<std::size_t>(searched, 2)); lf != bytes.npos;
       lf = bytes.find('\n', lf + 1)) {
    const std::string_view rest = bytes.substr(lf + 1);
    if (rest.starts_with("\r\n")) return lf + 3;
    if (rest.starts_with('\n')) return lf + 2;
  }
  return 0;
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPut:
      return "PUT";
    case Method::kPost:
      return "POST";
    case Method::kDelete:
      return "DELETE";
    case Method::kOther:
      break;
  }
  return {};
}

tl::expected<Request, int> parse_request(std::string_view head) {
  if (head.size() > kMaxHeadBytes) return tl::unexpected(431);
  if (!has_plain_lines(head)) return tl::unexpected(400);
  RequestParser parser;
  Code error;
  const std::size_t taken = parser.take(head, error);
  if (parser.refusal != 0) return tl::unexpected(parser.refusal);
  if (error == http::error::bad_version && asks_for_other_version(head)) return tl::unexpected(505);
  if (error || taken != head.size()) return tl::unexpected(400);
  if (parser.hosts == 0 && parser.request.minor == 1) return tl::unexpected(400);
  parser.request.keep_alive = parser.keep_alive();
  parser.request.chunked = parser.framing.chunked;
  parser.request.content_length = parser.framing.content_length;
  return parser.request;
}

std::string_view reason_phrase(int status) {
  const auto known = http::int_to_status(static_cast<unsigned>(status));
  return known == http::status::unknown ? "" : view(http::obsolete_reason(known));
}

HeadWriter::HeadWriter(std::string& out, int status) : out_(out) {
  const fmt::format_int digits(status);
  out_.append("HTTP/1.1 ").append(digits.data(), digits.size());
  out_.append(" ").append(reason_phrase(status)).append("\r\n");
}

HeadWriter::HeadWriter(std::string& out, std::string_view method, std::string_view target)
    : out_(out) {
  out_.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
}

HeadWriter& HeadWriter::add(std::string_view name, std::string_view value) {
  out_.append(name).append(": ").append(value).append("\r\n");
  return *this;
}

HeadWriter& HeadWriter::add(std::string_view name, std::uint64_t value) {
  const fmt::format_int digits(value);
  return add(name, std::string_view(digits.data(), digits.size()));
}

HeadWriter& HeadWriter::add_date(std::string_view name, std::time_t time) {
  out_.append(name).append(": ");
  append_http_date(out_, time);
  out_.append("\r\n");
  return *this;
}

HeadWriter& HeadWriter::add_digest(std::uint32_t crc32c) {
  out_.append("Repr-Digest: ");
  append_digest(out_, crc32c);
  out_.append("\r\n");
  return *this;
}

void HeadWriter::finish() { out_.append("\r\n"); }

}  // namespace gauntlet::wire
