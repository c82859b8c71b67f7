// The log of a pool and its workers: lines on stderr, which nobody ever waits for.
#pragma once

#include <cstdint>
#include <string>

namespace gauntlet::server_pool::pool {

// Makes spdlog write what has at least this level. Call it before there is any worker.
void start_log(const std::string& level);

// Lines that stderr did not take, from the pool and all its workers, be they threads or processes.
std::uint64_t lost_log_lines();

}  // namespace gauntlet::server_pool::pool
