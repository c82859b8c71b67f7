#include "server_pool/pool/supervision.h"

namespace gauntlet::server_pool::pool {

Verdict Supervision::died(std::size_t worker, SteadyTime started, SteadyTime now) {
  std::uint32_t& deaths = early_deaths_[worker];
  deaths = now - started < rules_.early ? deaths + 1 : 0;
  if (deaths >= rules_.early_deaths) return {.give_up = true};
  if (deaths < 2) return {.restart_at = now};
  return {.restart_at = now + rules_.pause * (1u << (deaths - 2))};
}

}  // namespace gauntlet::server_pool::pool
