#include "orchestrator/run/observed.h"

namespace gauntlet::orchestrator::run {

void note_trouble(Observed& seen, const char* status, const std::string& sentence) {
  if (!seen.trouble) seen.trouble = Trouble{status, sentence};
}

}  // namespace gauntlet::orchestrator::run
