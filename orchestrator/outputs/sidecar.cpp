#include "orchestrator/outputs/sidecar.h"

namespace gauntlet::orchestrator::outputs {
namespace {

class SidecarOutput final : public sweep::Output {
 public:
  explicit SidecarOutput(const sweep::Side& side)
      : name_(side.name), sidecar_(side.ledger.sidecar) {}

  void begin(const sweep::Plan&, const sweep::Invocation& invocation) override {
    sidecar_.write_environment(invocation);
  }

  // The logs that are there are of a run that was killed.
  void started(const sweep::Run& run) override {
    if (run.side == name_) sidecar_.remove_logs(run.scenario, run.pass);
  }

  void row(const sweep::Run& run, const table::Row& row, const run::Observed& seen) override {
    if (run.side != name_) return;
    sidecar_.write_report(run.scenario, run.pass, seen);
    if (!table::failed(row) && row.server_fail.value_or(0) == 0)
      sidecar_.remove_logs(run.scenario, run.pass);
  }

  void end(const sweep::Invocation& invocation) override { sidecar_.write_environment(invocation); }

 private:
  const std::string& name_;
  const sweep::Sidecar& sidecar_;
};

}  // namespace

std::shared_ptr<sweep::Output> make_sidecar(const sweep::Side& side) {
  return std::make_shared<SidecarOutput>(side);
}

}  // namespace gauntlet::orchestrator::outputs
