// A server that the matrix file describes.
#pragma once

#include "orchestrator/run/parts/kept_program.h"

namespace gauntlet::orchestrator::run::parts {

class DescribedServer final : public KeptProgram {
 public:
  using KeptProgram::KeptProgram;

 private:
  KeptProgramOptions prepare() override;
};

}  // namespace gauntlet::orchestrator::run::parts
