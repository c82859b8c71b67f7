#include "orchestrator/outputs/jsonl.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/outputs/event_output.h"
#include "orchestrator/outputs/line_writer.h"

namespace gauntlet::orchestrator::outputs {
namespace {

class Jsonl final : public EventOutput {
 public:
  explicit Jsonl(const std::string& file) : file_(file), writer_(LineFile(file)) {}

 private:
  void put(const std::string& line) override { writer_.put(line); }

  void put_last(const std::string& line) override {
    const LostLines lost = writer_.flush(line);
    if (lost.count == 0) return;
    throw Error(fmt::format("--out jsonl={}: {} lost, since {}", file_,
                            counted(lost.count, "line was", "lines were"), lost.why),
                ExitCode::kUnable);
  }

  std::uint64_t lost() override { return writer_.lost(); }

  std::string file_;
  LineWriter writer_;
};

}  // namespace

std::shared_ptr<sweep::Output> make_jsonl(const std::string& file) {
  return std::make_shared<Jsonl>(file);
}

}  // namespace gauntlet::orchestrator::outputs
