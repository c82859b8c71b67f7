#include "base/units.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/utf8.h"

namespace gauntlet {
namespace {

struct Number {
  double value;
  std::string_view unit;  // what follows, without leading spaces
};

std::optional<Number> split_number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
  std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  return Number{value, unit};
}

// Three significant digits, without an exponent.
std::string three_digits(double value) {
  if (value >= 99.95) return fmt::format("{:.0f}", value);
  if (value >= 9.995) return fmt::format("{:.1f}", value);
  return fmt::format("{:.2f}", value);
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const auto number = split_number(text);
  if (!number) return std::nullopt;
  if (number->unit.empty() && number->value == 0) return Duration{};
  static constexpr std::array<std::pair<std::string_view, double>, 6> kUnits{
      {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 6e10}, {"h", 3.6e12}}};
  for (const auto& [unit, nanoseconds] : kUnits) {
    if (number->unit != unit) continue;
    const double total = number->value * nanoseconds;
    if (total > 1000 * 3.6e12) return std::nullopt;
    return Duration(std::llround(total));
  }
  return std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  const auto number = split_number(text);
  if (!number) return std::nullopt;
  std::string unit;
  for (const char c : number->unit) unit += static_cast<char>(std::tolower(c));
  double scale = 0;
  if (unit == "b" || (unit.empty() && number->value == 0)) scale = 1;
  if (unit == "k" || unit == "kb" || unit == "kib") scale = static_cast<double>(kKiB);
  if (unit == "m" || unit == "mb" || unit == "mib") scale = static_cast<double>(kMiB);
  if (unit == "g" || unit == "gb" || unit == "gib") scale = static_cast<double>(kGiB);
  const double total = number->value * scale;
  if (scale == 0 || total > 9e18) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(total));
}

bool is_bare_number(std::string_view text) {
  const auto number = split_number(text);
  return number && number->unit.empty();
}

std::string why_no_duration(std::string_view text) {
  if (is_bare_number(text))
    return fmt::format("'{0}' has no unit; write {0}ms, {0}s or {0}m", printable(text));
  return fmt::format("'{}' is not a duration; write it as 500ms, 5s or 2m", printable(text));
}

std::string why_no_size(std::string_view text) {
  if (is_bare_number(text))
    return fmt::format("'{0}' has no unit; write {0}B, {0}KiB or {0}MiB", printable(text));
  return fmt::format("'{}' is not a size; write it as 64KiB, 100MiB or 2GiB", printable(text));
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  const bool whole = error == std::errc{} && rest == end && std::isfinite(value);
  return whole ? std::optional(value) : std::nullopt;
}

std::optional<double> parse_volume(std::string_view text) {
  const auto number = split_number(text);
  if (number && number->unit.empty()) return number->value;
  const auto size = parse_size(text);
  if (!size) return std::nullopt;
  return static_cast<double>(*size) / static_cast<double>(kMiB);
}

std::string exact_duration(Duration duration) {
  const auto count = duration.count();
  if (count % 1'000'000'000 == 0) return fmt::format("{}s", count / 1'000'000'000);
  if (count % 1'000'000 == 0) return fmt::format("{}ms", count / 1'000'000);
  if (count % 1000 == 0) return fmt::format("{}us", count / 1000);
  return fmt::format("{}ns", count);
}

std::string exact_size(std::uint64_t bytes) {
  if (bytes > 0 && bytes % kGiB == 0) return fmt::format("{}GiB", bytes / kGiB);
  if (bytes > 0 && bytes % kMiB == 0) return fmt::format("{}MiB", bytes / kMiB);
  if (bytes > 0 && bytes % kKiB == 0) return fmt::format("{}KiB", bytes / kKiB);
  return bytes == 0 ? "0" : fmt::format("{}B", bytes);
}

double to_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

Duration from_seconds(double seconds) { return Duration(std::llround(seconds * 1e9)); }

std::string format_duration(Duration duration) { return format_seconds(to_seconds(duration)); }

std::string format_seconds(double seconds) {
  if (seconds < 0) return "-" + format_seconds(-seconds);
  if (seconds == 0) return "0 s";
  if (seconds < 999.5e-9) return three_digits(seconds * 1e9) + " ns";
  if (seconds < 999.5e-6) return three_digits(seconds * 1e6) + " us";
  if (seconds < 999.5e-3) return three_digits(seconds * 1e3) + " ms";
  if (seconds < 99.95) return three_digits(seconds) + " s";
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} m {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} m", whole / 3600, whole / 60 % 60);
}

std::string format_bytes(double bytes) {
  static constexpr std::array<const char*, 5> kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (bytes >= 1023.5 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", bytes)
                   : fmt::format("{} {}", three_digits(bytes), kUnits[unit]);
}

std::string format_rate(double bytes_per_second) { return format_bytes(bytes_per_second) + "/s"; }

std::string format_volume(double mib) {
  const std::string text = format_bytes(std::round(mib * static_cast<double>(kMiB)));
  const std::size_t unit = text.find(' ');
  std::string number = text.substr(0, unit);
  if (number.find('.') != std::string::npos) number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number + text.substr(unit);
}

std::string format_count(double value) {
  const bool whole = value == std::floor(value);
  std::string text = whole ? fmt::format("{:.0f}", value) : three_digits(value);
  const std::size_t digits = std::min(text.find('.'), text.size());
  for (std::size_t at = digits; at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view several) {
  std::string text = format_count(static_cast<double>(count)) + ' ';
  if (count == 1) return text.append(one);
  return several.empty() ? text.append(one) + 's' : text.append(several);
}

std::string counted_of(std::uint64_t count, std::uint64_t all, std::string_view several) {
  return fmt::format("{} of {} {} {}", format_count(static_cast<double>(count)),
                     format_count(static_cast<double>(all)), several, count == 1 ? "is" : "are");
}

std::string timestamp_for_names(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  return fmt::format("{:%Y%m%d_%H%M%S}", fmt::localtime(seconds));
}

std::string timestamp_iso(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole).count();
  const std::tm local = fmt::localtime(std::chrono::system_clock::to_time_t(whole));
  std::string offset = fmt::format("{:%z}", local);  // +hhmm
  offset.insert(3, ":");
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}{}", local, millis, offset);
}

}  // namespace gauntlet
