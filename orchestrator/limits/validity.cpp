#include "orchestrator/limits/validity.h"

#include <fmt/format.h>

namespace gauntlet::orchestrator::limits {
namespace {

// Whether a part of the host is that large for certain: by more than the kernel's rounding.
bool reaches(double part, double threshold, const Figures& figures) {
  return part - figures.rounding >= threshold;
}

void doubt_the_host(std::vector<std::string>& doubts, const Figures& figures) {
  if (reaches(figures.foreign, kForeignCpu, figures))
    doubts.push_back(
        fmt::format("other programs used the host's CPUs: end them ({:.1f}% of its time)",
                    figures.foreign * 100));
  if (reaches(figures.steal, kStolenCpu, figures))
    doubts.push_back(
        fmt::format("a hypervisor gave the host's CPUs to others: use a machine of your own "
                    "({:.1f}% of its time)",
                    figures.steal * 100));
}

}  // namespace

std::vector<std::string> doubts_about(const Evidence& evidence, const Limit& limit) {
  std::vector<std::string> doubts;
  if (evidence.figures)
    doubt_the_host(doubts, *evidence.figures);
  else
    doubts.push_back(
        fmt::format("the samples cover less than {:.0f} ms of the steady span: raise "
                    "requests, or min_duration to 1s",
                    kLeastSpanSeconds * 1e3));
  if (evidence.schedule && evidence.schedule->missed) doubts.push_back(evidence.schedule->why);
  if (!evidence.cache_problem.empty()) doubts.push_back(evidence.cache_problem);
  if (evidence.remote && limit.name == kLimitClientCpu)
    doubts.push_back("the clients were the limit, not the server: give client_pool more CPUs");
  return doubts;
}

}  // namespace gauntlet::orchestrator::limits
