#include "wire/http_date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace gauntlet::wire {
namespace {

constexpr std::time_t kYear10000 = 253'402'300'800;  // file systems can hold what dates cannot

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_two(std::string& out, unsigned number) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

// By hand: every answer carries two of them, and fmt takes about a microsecond for each.
void append_http_date(std::string& out, std::time_t time) {
  namespace chrono = std::chrono;
  const chrono::sys_seconds when{chrono::seconds(std::clamp<std::time_t>(time, 0, kYear10000 - 1))};
  const chrono::sys_days day = chrono::floor<chrono::days>(when);
  const chrono::year_month_day date(day);
  const auto of_day = static_cast<unsigned>((when - day).count());
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  out.append(kDays[chrono::weekday(day).c_encoding()]).append(", ");
  append_two(out, static_cast<unsigned>(date.day()));
  out.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
  append_two(out, year / 100);
  append_two(out, year % 100);
  out += ' ';
  append_two(out, of_day / 3600);
  out += ':';
  append_two(out, of_day / 60 % 60);
  out += ':';
  append_two(out, of_day % 60);
  out.append(" GMT");
}

std::string http_date(std::time_t time) {
  std::string text;
  append_http_date(text, time);
  return text;
}

std::optional<std::time_t> parse_http_date(const std::string& text) {
  for (const char* form :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::tm parts{};
    const char* const end = ::strptime(text.c_str(), form, &parts);
    if (end != nullptr && *end == '\0') return ::timegm(&parts);
  }
  return std::nullopt;
}

}  // namespace gauntlet::wire
