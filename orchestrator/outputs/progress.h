// What a user sees on stderr while a campaign runs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/output.h"
#include "orchestrator/sweep/output.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::outputs {

enum class ProgressStyle {
  kBar,  // one line that is drawn anew; scenarios that failed or lost a worker get a line above it
  kLines,     // a line a scenario
  kMessages,  // only the sentences of the schedule
  kNone,
};

// The style that suits stderr: a bar where it is a terminal that can draw a line anew.
ProgressStyle style_for_stderr();

// "1.52 GiB/s", or "1,234 requests/s" for list; "-" when nothing was measured.
std::string format_row_rate(const table::Row& row);

// What the lines of a sweep are aligned to.
struct Layout {
  std::size_t total = 0;     // rows
  std::size_t id_width = 0;  // of the longest id
  std::uint64_t passes = 1;
};

// " 12/162  thread-s5-get-10MB-c50  ok  1.52 GiB/s", with the pass, "2/3", before the scenario
// where there are several; then the note of a scenario that failed or lost a worker, else what
// limited it and "not valid: steal" where it cannot be believed.
std::string format_row_line(const table::Row& row, std::size_t number, const Layout& layout);

struct BarState {
  std::size_t done = 0;
  std::size_t earlier = 0;  // of them: done before a sweep was resumed
  std::size_t total = 0;
  std::size_t failed = 0;
  std::uint64_t pass = 1;
  std::uint64_t passes = 1;
  std::string scenario{};  // that runs now
  std::string rate{};      // of the last one
  double elapsed_s = 0;
};

// "[#####...] 12/162  pass 2/3  2 m 05 s left  last 1.52 GiB/s  thread-s5-get-10MB-c50", cut to the
// width.
std::string format_bar(const BarState& state, std::size_t width);

class Progress final : public sweep::Output {
 public:
  using Write = std::function<void(std::string_view)>;

  // sides: the names of those that run each scenario. earlier: the rows that are there when a sweep
  // is resumed.
  explicit Progress(ProgressStyle style, std::vector<std::string> sides = {""},
                    const std::vector<table::Row>& earlier = {}, Write write = write_stderr_now);

  void begin(const sweep::Plan& plan, const sweep::Invocation&) override;
  void started(const sweep::Run& run) override;
  void row(const sweep::Run& run, const table::Row& row, const run::Observed&) override;
  void paused(bool begins) override;
  void message(const std::string& sentence) override;      // on a line of its own, but for kNone
  void end(const sweep::Invocation& invocation) override;  // leaves the cursor on a fresh line

 private:
  static void write_stderr_now(std::string_view text) { write_stderr(text); }
  // The lines, and below them the bar.
  void draw(std::string lines);

  ProgressStyle style_;
  std::vector<std::string> sides_;
  Write write_;
  std::size_t runs_of_a_pass_ = 0;
  Layout layout_{};
  BarState state_{};
  std::chrono::steady_clock::time_point start_{};
};

}  // namespace gauntlet::orchestrator::outputs
