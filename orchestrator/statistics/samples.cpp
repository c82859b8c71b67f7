#include "orchestrator/statistics/samples.h"

namespace gauntlet::orchestrator::statistics {

std::vector<double> values(const Samples& samples) {
  std::vector<double> all;
  all.reserve(samples.size());
  for (const Sample& sample : samples) all.push_back(sample.slowness);
  return all;
}

double mean(const Samples& samples) {
  double sum = 0;
  for (const Sample& sample : samples) sum += sample.slowness;
  return sum / static_cast<double>(samples.size());
}

}  // namespace gauntlet::orchestrator::statistics
