#include "orchestrator/outputs/jsonl.h"

#include <fmt/format.h>

#include <chrono>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/outputs/event_lines.h"
#include "orchestrator/outputs/line_writer.h"

namespace gauntlet::orchestrator::outputs {
namespace {

class Jsonl final : public sweep::Output {
 public:
  explicit Jsonl(const std::string& file) : file_(file), writer_(LineFile(file)) {}

  void begin(const sweep::Plan& plan, const sweep::Invocation& invocation) override {
    rows_ = 0;
    writer_.put(begin_line(moment_now(), plan, invocation));
  }

  void started(const sweep::Run& run) override { writer_.put(started_line(moment_now(), run)); }

  bool follows_clients() const override { return true; }

  void ready(const sweep::Run& run, const std::vector<HostPorts>& pools) override {
    writer_.put(ready_line(moment_now(), run, pools));
  }

  void live(const sweep::Run& run, const contract::LiveLine& line) override {
    writer_.put(live_line(moment_now(), run, line));
  }

  void paused(bool begins) override { writer_.put(paused_line(moment_now(), begins)); }

  void message(const std::string& sentence) override {
    writer_.put(message_line(moment_now(), sentence));
  }

  void sample(const sweep::Run& run, const metrics::Snapshot& sample) override {
    writer_.put(sample_line(moment_of(std::chrono::nanoseconds(sample.time_ns)), run, sample));
  }

  void row(const sweep::Run& run, const table::Row& row, const run::Observed&) override {
    ++rows_;
    writer_.put(row_line(moment_now(), run, row));
  }

  void end(const sweep::Invocation& invocation) override {
    const LostLines lost = writer_.flush(end_line(moment_now(), invocation, rows_, writer_.lost()));
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
