#include "orchestrator/run/parts/sampler.h"

namespace gauntlet::orchestrator::run::parts {

void SamplerPart::start() {
  sampling_.emplace(SamplingOptions{.sampler = run_.context.sampler,
                                    .programs = run_.programs,
                                    .interval = run_.scenario.duration("sample_interval"),
                                    .on_sample = run_.context.followers.on_sample,
                                    .wait = run_.context.wait});
}

void SamplerPart::stop() {
  if (!sampling_) return;
  run_.seen.samples = sampling_->finish();
  sampling_.reset();
}

}  // namespace gauntlet::orchestrator::run::parts
