// The JSON lines by which the programs meet: what server_pool and client_pool write on stdout, and
// what orchestrator reads. Keys are the names of the table's columns where there is one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contract/client_report.h"

namespace gauntlet::contract {

// How a worker process of server_pool is called in ps and /proc. The kernel takes 15 letters, so
// that numbers of four digits go without the blank.
std::string worker_process_name(std::uint64_t worker);

// server_pool, once every socket listens and every worker runs.
struct ReadyLine {
  int pid = 0;
  std::string mode{};                  // thread or process
  std::string host{};                  // the address that it listens on
  std::vector<std::uint16_t> ports{};  // of worker 0, 1, ...; a single one with kernel balance
  std::string root{};                  // the folder that is served, absolute
};

struct WorkerReport {
  int pid = 0;
  int tid = 0;  // thread mode: the kernel's thread id; process mode: same as pid
  std::uint16_t port = 0;
  std::uint64_t connections = 0;
  std::map<std::string, std::uint64_t> requests{};  // by operation; other: none of them
  std::uint64_t failed_requests = 0;                // answered 4xx or 5xx, or broken off
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  double cpu_s = 0;
  std::optional<std::uint64_t> peak_rss_bytes{};  // process mode: of this worker; else not known
  std::uint64_t restarts = 0;                     // times this worker died and was started again
  // Requests for files that were let in and that were turned away; nothing where neither memory nor
  // clients are limited.
  std::optional<std::uint64_t> admitted{};
  std::optional<std::uint64_t> rejected{};
  std::uint64_t slots_taken = 0;  // by requests for files, whether or not slots are limited
  double slot_s = 0;              // for which they held them: to the last byte handed to the socket
  std::uint64_t queued = 0;       // requests that had to wait for a slot
  double queue_s = 0;             // for which they waited
  double full_s = 0;              // in which every slot was taken and somebody waited
  std::optional<std::uint64_t> cache_hits{};    // files answered from the content cache
  std::optional<std::uint64_t> cache_misses{};  // and otherwise while it was on
  std::uint64_t cache_switches = 0;             // turned on or off while it ran, by this worker
  std::uint64_t unique_sessions = 0;            // that visitors were given, or came with
  std::uint64_t lost_access_lines = 0;          // that the access log did not take
  std::uint64_t redirects = 0;                  // first requests that were sent elsewhere
  std::uint64_t top_reports = 0;                // that clients made of their own machine
  double store_s = 0;  // for which calls of the store blocked the worker; sending files
                       // is not in it, since sendfile reads and sends in one
};

// server_pool, after everything has ended.
struct StoppedLine {
  int pid = 0;
  std::string mode{};
  double duration_s = 0;             // from the ready line on
  std::string reason{};              // "SIGTERM", "SIGINT", "parent ended", or why it gave up
  std::uint64_t peak_rss_bytes = 0;  // the largest of the pool's processes
  // Most memory that requests had at once; nothing where it is not limited.
  std::optional<std::uint64_t> peak_reserved_bytes{};
  std::vector<std::size_t> late_workers{};  // that did not stop in time
  std::uint64_t lost_log_lines = 0;         // that stderr did not take
  std::vector<WorkerReport> workers{};
};

// Each to_json gives one object, with "event": "ready" or "stopped".
nlohmann::json to_json(const ReadyLine& line);
nlohmann::json to_json(const StoppedLine& line);

// Throw Error, which names the missing or wrong key.
ReadyLine ready_from_json(const nlohmann::json& json);
StoppedLine stopped_from_json(const nlohmann::json& json);

}  // namespace gauntlet::contract
