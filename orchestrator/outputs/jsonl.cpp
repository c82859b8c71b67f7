#include "orchestrator/outputs/jsonl.h"

#include <fmt/format.h>

#include <chrono>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/outputs/event_lines.h"
#include "orchestrator/outputs/line_writer.h"

namespace gauntlet::orchestrator::outputs {
namespace {

// The wall time of something that happened at a time of the steady clock, until now.
Moment moment_of(std::chrono::nanoseconds steady) {
  const auto ago = std::chrono::steady_clock::now().time_since_epoch() - steady;
  const auto wall = std::chrono::system_clock::now() -
                    std::chrono::duration_cast<std::chrono::system_clock::duration>(ago);
  return {.monotonic_ns = steady.count(), .time = timestamp_iso(wall)};
}

Moment now() { return moment_of(std::chrono::steady_clock::now().time_since_epoch()); }

class Jsonl final : public sweep::Output {
 public:
  explicit Jsonl(const std::string& file) : file_(file), writer_(LineFile(file)) {}

  void begin(const sweep::Plan& plan, const sweep::Invocation& invocation) override {
    rows_ = 0;
    writer_.put(begin_line(now(), plan, invocation));
  }

  void started(const sweep::Run& run) override { writer_.put(started_line(now(), run)); }

  void sample(const sweep::Run& run, const metrics::Snapshot& sample) override {
    writer_.put(sample_line(moment_of(std::chrono::nanoseconds(sample.time_ns)), run, sample));
  }

  void row(const sweep::Run& run, const table::Row& row, const run::Observed&) override {
    ++rows_;
    writer_.put(row_line(now(), run, row));
  }

  void end(const sweep::Invocation& invocation) override {
    const LostLines lost = writer_.flush(end_line(now(), invocation, rows_, writer_.lost()));
    if (lost.count == 0) return;
    throw Error(fmt::format("--out jsonl={}: {} lost, since {}", file_,
                            counted(lost.count, "line was", "lines were"), lost.why),
                ExitCode::kUnable);
  }

 private:
  std::string file_;
  std::uint64_t rows_ = 0;
  LineWriter writer_;
};

}  // namespace

std::shared_ptr<sweep::Output> make_jsonl(const std::string& file) {
  return std::make_shared<Jsonl>(file);
}

}  // namespace gauntlet::orchestrator::outputs
