#include "orchestrator/outputs/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/output.h"
#include "base/text_layout.h"
#include "base/units.h"
#include "contract/operation.h"
#include "orchestrator/sweep/forecast.h"

namespace gauntlet::orchestrator::outputs {
namespace {

constexpr std::size_t kBarWidth = 20;
constexpr std::size_t kUsualWidth = 80;  // columns of a terminal that does not say

constexpr const char* kErase = "\r\x1b[K";

// Empty where it is not known, and where nothing is left.
std::string time_left(const BarState& state) {
  if (state.done >= state.total) return "";
  const auto left =
      sweep::time_left_s(state.elapsed_s, state.done - state.earlier, state.total - state.done);
  return left ? format_seconds(*left) + " left" : "";
}

// "base thread-s2-get-1MB-c4".
std::string shown_name(const std::string& side, const std::string& scenario) {
  return side.empty() ? scenario : side + " " + scenario;
}

bool remarkable(const table::Row& row) {
  return table::failed(row) || row.server_fail.value_or(0) > 0;
}

// Why it is remarkable; else what limited it, and whether it can be believed.
std::string remark(const table::Row& row) {
  if (remarkable(row)) return row.note;
  if (row.valid != table::kInvalid) return row.limited_by;
  std::string text = row.limited_by.empty() ? "" : row.limited_by + ", ";
  text += "not valid";
  return row.doubt.empty() ? text : text + ": " + row.doubt;
}

}  // namespace

ProgressStyle style_for_stderr() {
  return stderr_redraws() ? ProgressStyle::kBar : ProgressStyle::kLines;
}

std::string format_row_rate(const table::Row& row) {
  const contract::Operation* const known = contract::find_operation(row.operation);
  if (known && !known->moves_volume)
    return row.requests_per_s ? format_count(*row.requests_per_s) + " requests/s" : "-";
  return row.aggregate_Bps ? format_rate(*row.aggregate_Bps) : "-";
}

std::string format_row_line(const table::Row& row, std::size_t number, const Layout& layout) {
  const std::size_t digits = fmt::formatted_size("{}", layout.total);
  std::string line = fmt::format("{:>{}}/{}", number, digits, layout.total);
  if (layout.passes > 1) line += fmt::format("  {}/{}", row.pass.value_or(1), layout.passes);
  line += fmt::format("  {:<{}}  {:<11}  {:>17}", row.scenario, layout.id_width, row.status,
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

Progress::Progress(ProgressStyle style, std::vector<std::string> sides,
                   const std::vector<table::Row>& earlier, Write write)
    : style_(style), sides_(std::move(sides)), write_(std::move(write)) {
  state_.done = state_.earlier = earlier.size();
  for (const table::Row& row : earlier)
    if (table::failed(row)) ++state_.failed;
}

void Progress::begin(const sweep::Plan& plan, const sweep::Invocation&) {
  start_ = std::chrono::steady_clock::now();
  const std::vector<matrix::Scenario> scenarios = sweep::scenarios_of_shard(plan);
  runs_of_a_pass_ = scenarios.size() * sides_.size();
  for (const matrix::Scenario& scenario : scenarios)
    for (const std::string& side : sides_)
      layout_.id_width = std::max(layout_.id_width, shown_name(side, scenario.id).size());
}

void Progress::started(const sweep::Run& run) {
  state_.pass = run.pass;
  state_.passes = layout_.passes = run.passes;
  state_.total = layout_.total = runs_of_a_pass_ * run.passes;
  state_.scenario = shown_name(run.side, run.scenario.id);
  draw("");
}

void Progress::row(const sweep::Run& run, const table::Row& row, const run::Observed&) {
  ++state_.done;
  if (table::failed(row)) ++state_.failed;
  state_.rate = format_row_rate(row);
  const bool line =
      style_ == ProgressStyle::kLines || (style_ == ProgressStyle::kBar && remarkable(row));
  table::Row shown = row;
  shown.scenario = shown_name(run.side, row.scenario);
  draw(line ? format_row_line(shown, state_.done, layout_) + "\n" : "");
}

void Progress::paused(bool begins) {
  if (begins) message("paused; SIGUSR2 ends it, SIGINT ends the whole");
}

void Progress::message(const std::string& sentence) {
  if (style_ == ProgressStyle::kNone) return;
  write_((style_ == ProgressStyle::kBar ? kErase : "") + sentence + "\n");
}

void Progress::end(const sweep::Invocation&) {
  if (style_ == ProgressStyle::kBar) write_(kErase);
}

void Progress::draw(std::string lines) {
  if (style_ == ProgressStyle::kBar) {
    state_.elapsed_s = to_seconds(std::chrono::steady_clock::now() - start_);
    lines = kErase + lines +
            format_bar(state_, terminal_width(STDERR_FILENO).value_or(kUsualWidth) - 1);
  }
  if (!lines.empty()) write_(lines);
}

}  // namespace gauntlet::orchestrator::outputs
