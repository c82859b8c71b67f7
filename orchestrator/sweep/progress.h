// What a user sees while a sweep runs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/output.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::sweep {

enum class ProgressStyle {
  kBar,  // one line that is drawn anew; scenarios that failed or lost a worker get a line above it
  kLines,  // a line a scenario
  kNone,
};

// The style that suits stderr: a bar where it is a terminal that can draw a line anew.
ProgressStyle style_for_stderr();

// "1.52 GiB/s", or "1234 requests/s" for list; "-" when nothing was measured.
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

class Progress {
 public:
  using Write = std::function<void(std::string_view)>;

  // earlier: the rows that are there when a sweep is resumed.
  Progress(ProgressStyle style, const std::vector<matrix::Scenario>& scenarios,
           const std::vector<table::Row>& earlier = {}, Write write = write_stderr_now);

  void begin_pass(std::uint64_t pass, std::uint64_t passes);  // passes as planned now
  void begin(const std::string& scenario);
  void end(const table::Row& row);
  void say(const std::string& sentence);  // on a line of its own, but for kNone
  void finish();                          // leaves the cursor on a fresh line

 private:
  static void write_stderr_now(std::string_view text) { write_stderr(text); }
  // The lines, and below them the bar.
  void draw(std::string lines);

  ProgressStyle style_;
  Write write_;
  std::size_t scenarios_;  // of a pass
  Layout layout_{};
  BarState state_{};
  std::chrono::steady_clock::time_point start_;
};

}  // namespace gauntlet::orchestrator::sweep
