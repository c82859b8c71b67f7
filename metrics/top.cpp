#include "metrics/top.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/utf8.h"

namespace gauntlet::metrics {
namespace {

const TextRow kHeadings{"PID", "USER", "KERNEL", "TOTAL", "SECONDS", "NAME"};

bool comes_first(const ProcessUse& one, const ProcessUse& other) {
  if (one.total_ticks() != other.total_ticks()) return one.total_ticks() > other.total_ticks();
  return one.pid < other.pid;
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Cuts off the next word, with the blanks before it.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

template <typename Number>
std::optional<Number> next_number(std::string_view& line) {
  const std::string_view word = next_word(line);
  Number number{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (word.empty() || error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::optional<ProcessUse> parse_row(std::string_view line) {
  const auto pid = next_number<int>(line);
  const auto user = next_number<std::uint64_t>(line);
  const auto kernel = next_number<std::uint64_t>(line);
  const auto total = next_number<std::uint64_t>(line);
  const auto seconds = next_number<double>(line);
  if (!pid || !user || !kernel || !total || !seconds || *pid <= 0) return std::nullopt;
  if (*total != *user + *kernel) return std::nullopt;
  line.remove_prefix(std::min<std::size_t>(2, line.size()));  // the gap before the name
  return ProcessUse{
      .pid = *pid, .name = std::string(line), .user_ticks = *user, .kernel_ticks = *kernel};
}

bool is_heading(std::string_view line) {
  for (const std::string& heading : kHeadings)
    if (next_word(line) != heading) return false;
  return line.empty();
}

}  // namespace

double ticks_per_second() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

Top top_of(std::vector<ProcessUse> processes, std::size_t most, Duration interval) {
  Top top{.of = processes.size(), .interval = interval, .ticks_per_s = ticks_per_second()};
  const std::size_t kept = std::min(most, processes.size());
  std::partial_sort(processes.begin(), processes.begin() + static_cast<std::ptrdiff_t>(kept),
                    processes.end(), comes_first);
  processes.resize(kept);
  top.processes = std::move(processes);
  return top;
}

std::string title_of(const Top& top) {
  const std::string when = top.interval == Duration::zero()
                               ? "since each began"
                               : "used in " + format_duration(top.interval);
  return fmt::format("{} of {} processes, by CPU time {} ({} ticks a second)", top.processes.size(),
                     top.of, when, top.ticks_per_s);
}

std::vector<TextRow> top_rows(const Top& top) {
  std::vector<TextRow> rows{kHeadings};
  for (const ProcessUse& process : top.processes)
    rows.push_back({fmt::format("{}", process.pid), fmt::format("{}", process.user_ticks),
                    fmt::format("{}", process.kernel_ticks),
                    fmt::format("{}", process.total_ticks()),
                    fmt::format("{:.2f}", top.seconds(process)), printable(process.name)});
  return rows;
}

std::string top_text(const Top& top) {
  return "# " + title_of(top) + "\n" + aligned(top_rows(top), kTopSides);
}

nlohmann::ordered_json to_json(const Top& top) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const ProcessUse& process : top.processes)
    rows.push_back({{"pid", process.pid},
                    {"name", process.name},
                    {"user_ticks", process.user_ticks},
                    {"kernel_ticks", process.kernel_ticks},
                    {"total_ticks", process.total_ticks()},
                    {"seconds", top.seconds(process)}});
  const bool is_since_begun = top.interval == Duration::zero();
  return {{"processes", top.of},
          {"interval_s", is_since_begun ? Json(nullptr) : Json(to_seconds(top.interval))},
          {"ticks_per_s", top.ticks_per_s},
          {"top", std::move(rows)}};
}

tl::expected<std::vector<ProcessUse>, std::string> parse_top_text(std::string_view text) {
  if (!text.starts_with("# ") || !text.ends_with('\n'))
    return tl::unexpected(std::string("it is not whole"));
  next_line(text);
  if (!is_heading(next_line(text)))
    return tl::unexpected(std::string("the headings are other ones"));
  std::vector<ProcessUse> processes;
  while (!text.empty()) {
    auto process = parse_row(next_line(text));
    if (!process) return tl::unexpected(fmt::format("row {} cannot be read", processes.size() + 1));
    if (!processes.empty() && !comes_first(processes.back(), *process))
      return tl::unexpected(fmt::format("row {} is not in its order", processes.size() + 1));
    processes.push_back(std::move(*process));
  }
  return processes;
}

}  // namespace gauntlet::metrics
