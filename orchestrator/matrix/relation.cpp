#include "orchestrator/matrix/relation.h"

#include <cmath>

namespace gauntlet::orchestrator::matrix {

bool holds(Relation relation, double value, double bound) {
  if (std::isnan(value) || std::isnan(bound)) return false;
  switch (relation) {
    case Relation::kEqual:
      return value == bound;
    case Relation::kNotEqual:
      return value != bound;
    case Relation::kLess:
      return value < bound;
    case Relation::kAtMost:
      return value <= bound;
    case Relation::kAtLeast:
      return value >= bound;
    case Relation::kMore:
      break;
  }
  return value > bound;
}

}  // namespace gauntlet::orchestrator::matrix
