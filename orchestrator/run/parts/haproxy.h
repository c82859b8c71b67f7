// HAProxy before the scenario's server_pools, which run already.
#pragma once

#include "orchestrator/run/parts/kept_program.h"

namespace gauntlet::orchestrator::run::parts {

class Haproxy final : public KeptProgram {
 public:
  using KeptProgram::KeptProgram;

 private:
  KeptProgramOptions prepare() override;
};

}  // namespace gauntlet::orchestrator::run::parts
