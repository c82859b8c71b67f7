#include "orchestrator/outputs/table.h"

namespace gauntlet::orchestrator::outputs {
namespace {

class TableOutput final : public sweep::Output {
 public:
  explicit TableOutput(sweep::Side& side) : side_(side) {}

  void row(const sweep::Run& run, const table::Row& row, const run::Observed&) override {
    if (run.side == side_.name) side_.ledger.table.write(row);
  }

 private:
  sweep::Side& side_;
};

}  // namespace

std::shared_ptr<sweep::Output> make_table(sweep::Side& side) {
  return std::make_shared<TableOutput>(side);
}

}  // namespace gauntlet::orchestrator::outputs
