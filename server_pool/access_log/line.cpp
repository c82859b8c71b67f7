#include "server_pool/access_log/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "wire/json_text.h"

namespace gauntlet::server_pool::access_log {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
constexpr std::string_view kNothing = "-";

bool stands_for_itself(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

void append_escaped(std::string_view text, std::string& out) {
  if (std::all_of(text.begin(), text.end(), stands_for_itself)) {
    out.append(text);
    return;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (stands_for_itself(c))
      out += c;
    else
      out.append("\\x").append(1, kHex[byte / 16]).append(1, kHex[byte % 16]);
  }
}

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  append_escaped(text.empty() ? kNothing : text, out);
  out += '"';
}

void append_number(std::uint64_t number, std::string& out) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

// A part of a second, with zeros before it: "042" of 42 and 3 digits.
void append_part(std::uint64_t part, std::size_t digits, std::string& out) {
  const fmt::format_int text(part);
  out.append(digits - text.size(), '0').append(text.data(), text.size());
}

void append_text_field(std::string_view key, std::string_view value, std::string& out) {
  out.append(",\"").append(key).append("\":");
  if (value.empty())
    out.append("null");
  else
    wire::append_json_text(out, value);
}

void append_number_field(std::string_view key, std::uint64_t value, std::string& out) {
  out.append(",\"").append(key).append("\":");
  append_number(value, out);
}

// "31/Jan/2026:23:59:59 +0000".
std::string combined_second(const std::tm& time) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{:02}/{}/{}:{:02}:{:02}:{:02} +0000", time.tm_mday,
                     kMonths[static_cast<std::size_t>(time.tm_mon)], time.tm_year + 1900,
                     time.tm_hour, time.tm_min, time.tm_sec);
}

// "2026-01-31T23:59:59".
std::string iso_second(const std::tm& time) {
  return fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}", time.tm_year + 1900, time.tm_mon + 1,
                     time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec);
}

}  // namespace

const std::string& LineWriter::second_text(std::int64_t time_ns) {
  const std::time_t second = time_ns / kSecondNs;
  if (second == second_) return second_text_;
  std::tm time{};
  ::gmtime_r(&second, &time);
  second_text_ = format_ == AccessLogFormat::kJson ? iso_second(time) : combined_second(time);
  second_ = second;
  return second_text_;
}

void LineWriter::append(const Entry& entry, std::string& out) {
  if (format_ == AccessLogFormat::kJson)
    append_json(entry, out);
  else
    append_combined(entry, out);
}

void LineWriter::append_combined(const Entry& entry, std::string& out) {
  out.append(entry.client).append(" - - [").append(second_text(entry.time_ns)).append("] \"");
  if (entry.method.empty()) {
    out.append(kNothing);
  } else {
    append_escaped(entry.method, out);
    out += ' ';
    append_escaped(entry.target.empty() ? kNothing : entry.target, out);
    out.append(" ").append(entry.protocol);
  }
  out.append("\" ");
  append_number(static_cast<std::uint64_t>(entry.status), out);
  out += ' ';
  append_number(entry.bytes, out);
  out += ' ';
  append_quoted(entry.referer, out);
  out += ' ';
  append_quoted(entry.user_agent, out);
  out += '\n';
}

void LineWriter::append_json(const Entry& entry, std::string& out) {
  out.append("{\"time\":\"").append(second_text(entry.time_ns));
  out += '.';
  append_part(static_cast<std::uint64_t>(entry.time_ns % kSecondNs / 1'000'000), 3, out);
  out.append("Z\"");
  append_text_field("client", entry.client, out);
  append_text_field("method", entry.method, out);
  append_text_field("path", entry.target, out);
  append_number_field("status", static_cast<std::uint64_t>(entry.status), out);
  append_number_field("bytes", entry.bytes, out);
  const auto microseconds = static_cast<std::uint64_t>(entry.duration.count() / 1000);
  append_number_field("duration_s", microseconds / 1'000'000, out);
  out += '.';
  append_part(microseconds % 1'000'000, 6, out);
  append_text_field("referer", entry.referer, out);
  append_text_field("user_agent", entry.user_agent, out);
  append_number_field("worker", entry.worker, out);
  out.append("}\n");
}

}  // namespace gauntlet::server_pool::access_log
