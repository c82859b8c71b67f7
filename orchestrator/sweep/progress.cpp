#include "orchestrator/sweep/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/output.h"
#include "base/units.h"
#include "contract/operation.h"

namespace gauntlet::orchestrator::sweep {
namespace {

constexpr std::size_t kBarWidth = 20;

constexpr const char* kErase = "\r\x1b[K";

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

// At the mean pace so far; empty before there is one.
std::string time_left(const BarState& state) {
  if (state.done <= state.earlier || state.done >= state.total) return "";
  const double each = state.elapsed_s / static_cast<double>(state.done - state.earlier);
  return format_seconds(each * static_cast<double>(state.total - state.done)) + " left";
}

bool remarkable(const table::Row& row) {
  return table::failed(row) || row.server_fail.value_or(0) > 0;
}

// Why it is remarkable; else what limited it, and whether it can be believed.
std::string remark(const table::Row& row) {
  if (remarkable(row)) return row.note;
  if (row.valid != table::kInvalid) return row.limited_by;
  return row.limited_by + (row.limited_by.empty() ? "not valid" : ", not valid");
}

}  // namespace

ProgressStyle style_for_stderr() {
  return stderr_redraws() ? ProgressStyle::kBar : ProgressStyle::kLines;
}

std::string format_row_rate(const table::Row& row) {
  const contract::Operation* const known = contract::find_operation(row.operation);
  if (known && !known->moves_volume)
    return row.requests_per_s ? fmt::format("{:.0f} requests/s", *row.requests_per_s) : "-";
  return row.aggregate_Bps ? format_rate(*row.aggregate_Bps) : "-";
}

std::string format_row_line(const table::Row& row, std::size_t number, const Layout& layout) {
  const std::size_t digits = fmt::formatted_size("{}", layout.total);
  std::string line = fmt::format("{:>{}}/{}", number, digits, layout.total);
  if (layout.passes > 1) line += fmt::format("  {}/{}", row.pass.value_or(1), layout.passes);
  line += fmt::format("  {:<{}}  {:<11}  {:>15}", row.scenario, layout.id_width, row.status,
                      format_row_rate(row));
  const std::string last = remark(row);
  return last.empty() ? line : line + "  " + last;
}

std::string format_bar(const BarState& state, std::size_t width) {
  const std::size_t filled = state.total == 0 ? 0 : kBarWidth * state.done / state.total;
  std::string line = fmt::format("[{:#>{}}{:.>{}}] {}/{}", "", filled, "", kBarWidth - filled,
                                 state.done, state.total);
  if (state.passes > 1) line += fmt::format("  pass {}/{}", state.pass, state.passes);
  if (state.failed > 0) line += fmt::format("  {} failed", state.failed);
  const std::string rate = state.rate.empty() ? "" : "last " + state.rate;
  for (const std::string& part : {time_left(state), rate, state.scenario})
    if (!part.empty()) line += "  " + part;
  return line.substr(0, width);
}

Progress::Progress(ProgressStyle style, const std::vector<matrix::Scenario>& scenarios,
                   const std::vector<table::Row>& earlier, Write write)
    : style_(style),
      write_(std::move(write)),
      scenarios_(scenarios.size()),
      start_(std::chrono::steady_clock::now()) {
  for (const matrix::Scenario& scenario : scenarios)
    layout_.id_width = std::max(layout_.id_width, scenario.id.size());
  state_.done = state_.earlier = earlier.size();
  for (const table::Row& row : earlier)
    if (table::failed(row)) ++state_.failed;
  begin_pass(1, 1);
}

void Progress::begin_pass(std::uint64_t pass, std::uint64_t passes) {
  state_.pass = pass;
  state_.passes = layout_.passes = passes;
  state_.total = layout_.total = scenarios_ * passes;
}

void Progress::begin(const std::string& scenario) {
  state_.scenario = scenario;
  draw("");
}

void Progress::end(const table::Row& row) {
  ++state_.done;
  if (table::failed(row)) ++state_.failed;
  state_.rate = format_row_rate(row);
  const bool line =
      style_ == ProgressStyle::kLines || (style_ == ProgressStyle::kBar && remarkable(row));
  draw(line ? format_row_line(row, state_.done, layout_) + "\n" : "");
}

void Progress::say(const std::string& sentence) {
  if (style_ == ProgressStyle::kNone) return;
  write_((style_ == ProgressStyle::kBar ? kErase : "") + sentence + "\n");
}

void Progress::finish() {
  if (style_ == ProgressStyle::kBar) write_(kErase);
}

void Progress::draw(std::string lines) {
  if (style_ == ProgressStyle::kBar) {
    state_.elapsed_s = to_seconds(std::chrono::steady_clock::now() - start_);
    lines = kErase + lines + format_bar(state_, terminal_width() - 1);
  }
  if (!lines.empty()) write_(lines);
}

}  // namespace gauntlet::orchestrator::sweep
