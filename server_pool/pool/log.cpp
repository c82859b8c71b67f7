#include "server_pool/pool/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/mman.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <string_view>

#include "base/error.h"
#include "base/output.h"

namespace gauntlet::server_pool::pool {
namespace {

// In memory that the worker processes share with the pool.
std::atomic<std::uint64_t>* lost_lines = nullptr;

class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (!write_stderr(std::string_view(line.data(), line.size()))) lost_lines->fetch_add(1);
  }
  void flush_() override {}
};

void share_the_count() {
  void* const page = ::mmap(nullptr, sizeof *lost_lines, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) throw_errno("cannot map the memory that the workers share");
  lost_lines = new (page) std::atomic<std::uint64_t>(0);
}

}  // namespace

void start_log(const std::string& level) {
  share_the_count();
  auto log = std::make_shared<spdlog::logger>("server_pool", std::make_shared<StderrSink>());
  log->set_pattern("%Y-%m-%d %H:%M:%S.%e %l server_pool[%P] %v");
  log->set_level(spdlog::level::from_str(level));
  // By itself spdlog would tell stderr of its own failures, and wait for it.
  log->set_error_handler(
      [](const std::string& problem) { say("server_pool: log: {}\n", problem); });
  spdlog::set_default_logger(std::move(log));
}

std::uint64_t lost_log_lines() { return lost_lines->load(); }

}  // namespace gauntlet::server_pool::pool
