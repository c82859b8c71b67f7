#include "orchestrator/matrix/misread.h"

#include <string>

#include "orchestrator/matrix/repeats.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {

void Misread::add(std::string_view key) {
  const std::string meant = did_you_mean_key(key);
  const auto& all = matrix::settings();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].name == key || meant.find(in_quotes(all[i].name)) != std::string::npos)
      settings_.insert(i);
}

}  // namespace gauntlet::orchestrator::matrix
