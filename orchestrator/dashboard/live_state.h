// What the live page shows of the run in hand, made of the events of a campaign
// (outputs/event_lines.h). Pure: it publishes what changes, and gives the whole when asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/host_ports.h"
#include "metrics/histogram.h"
#include "orchestrator/dashboard/seconds.h"

namespace gauntlet::orchestrator::dashboard {

enum class Phase { kIdle, kStarting, kRunning, kPausing, kPaused, kStopping, kEnded };
const char* to_string(Phase phase);

// What a server_pool says of itself. Nothing is what it does not tell.
struct ServerFigures {
  std::optional<bool> cache_enabled{};
  std::optional<std::uint64_t> cache_hits{};
  std::optional<std::uint64_t> cache_misses{};
  std::optional<std::uint64_t> unique_sessions{};
  std::optional<std::uint64_t> workers{};
  std::optional<std::uint64_t> queue{};  // requests that wait

  friend bool operator==(const ServerFigures&, const ServerFigures&) = default;
};

// Wall time minus the steady clock's, for points of graphs.
using ClockOffset = std::int64_t;  // ns

class LiveState {
 public:
  using Json = nlohmann::ordered_json;
  // name: of the event, as docs/dashboard.md lists them.
  using Publish = std::function<void(std::string_view name, const Json& data)>;

  static constexpr std::size_t kMostSeconds = 300;
  static constexpr std::size_t kMostRecent = 10;
  static constexpr std::size_t kMostMessages = 100;

  LiveState(Publish publish, ClockOffset offset);

  // Somebody asked for a run, which has said nothing yet. What was known of the one before is gone.
  void starting();
  void set_phase(Phase phase);
  // An event of the campaign, a line of JSON. One that cannot be read is left out.
  void take(std::string_view line);
  // For people, from the program of the run.
  void message(const std::string& text);
  // The program of the run has ended. why: in words where it is not the end of a campaign.
  void ended(const std::string& outcome, const std::string& why);
  // Whether the campaign in hand has begun, and whether it has said its last word.
  bool has_begun() const { return run_.has_value(); }
  bool heard_the_end() const { return goes_on() && !outcome_.empty(); }
  bool knows_server() const { return server_.has_value(); }
  void set_server(const std::optional<ServerFigures>& server) { server_ = server; }
  // It was switched by the page.
  void cache_switched(bool enabled);
  // What became of the seconds that are over. Call it each second.
  void tick(std::int64_t now_ns);

  Phase phase() const { return phase_; }
  bool goes_on() const { return phase_ != Phase::kIdle && phase_ != Phase::kEnded; }
  // Where the server_pools of the scenario that runs listen; none where it has none, or none runs.
  const std::vector<HostPorts>& pools() const { return pools_; }

  Json state() const;    // the whole
  Json figures() const;  // what GET /metrics says, but for the last requests
  const std::deque<Json>& recent() const { return recent_; }  // newest first
  Json test_status() const;

 private:
  struct Run {
    Json about{};  // what stays: name, file, command line, axes, ...
    std::string started{};
    std::string table{};
    std::optional<double> budget_s{};
    std::uint64_t sides = 1;
    std::uint64_t scenarios = 0;
    std::uint64_t passes = 0;  // 0: nobody knows
    std::uint64_t earlier = 0;
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    Json rows = Json::array();
    Json current{};  // null between two runs
    std::int64_t began_ns = 0;
    std::int64_t now_ns = 0;     // when something was last heard of it
    std::int64_t paused_ns = 0;  // in pauses that are over
    std::optional<std::int64_t> pause_began_ns{};

    std::uint64_t total() const { return scenarios * sides * passes; }
    double elapsed_s() const;
    // What is planned at the mean pace so far; where nobody knows how much that is, what is left of
    // the budget.
    std::optional<double> left_s() const;
    Json progress() const;
  };

  void begin(const nlohmann::json& event);
  void started(const nlohmann::json& event);
  void ready(const nlohmann::json& event);
  void sample(const nlohmann::json& event);
  void live(const nlohmann::json& event);
  void row(const nlohmann::json& event);
  void pause(bool begins, std::int64_t now_ns);
  void end(const nlohmann::json& event);
  void leave_scenario();
  void forget_run();
  void add_recent(const nlohmann::json& clients, std::int64_t now_ns);
  void add_second(const Second& second);
  Json run_json() const;
  Json second_json(const Second& second) const;
  double wall_s(std::int64_t steady_ns) const;

  Publish publish_;
  ClockOffset offset_;
  Phase phase_ = Phase::kIdle;
  std::optional<Run> run_{};
  std::string outcome_{};  // of the last run; empty before its end
  std::deque<std::string> messages_{};

  // Of the scenario that runs.
  std::vector<HostPorts> pools_{};
  std::int64_t told_until_ns_ = 0;  // what clients did before that is known; 0: nothing is
  std::uint64_t told_requests_ = 0;
  std::uint64_t told_failed_ = 0;
  std::uint64_t told_bytes_ = 0;
  std::uint64_t active_ = 0;
  std::optional<nlohmann::json> last_sample_{};

  // Of the run.
  Seconds seconds_{};
  std::deque<Second> graph_{};
  std::deque<Json> recent_{};  // newest first
  std::uint64_t requests_ = 0;
  std::uint64_t failed_requests_ = 0;
  double response_s_ = 0;  // sum over those that succeeded and whose time is known
  std::uint64_t timed_ = 0;
  std::optional<ServerFigures> server_{};
};

}  // namespace gauntlet::orchestrator::dashboard
