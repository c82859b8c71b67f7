// What happened in each second of a run: the points of the live graphs. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "metrics/histogram.h"

namespace gauntlet::orchestrator::dashboard {

// A part of the steady clock's time, in nanoseconds.
struct Span {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

// What was measured of the clients in a span.
struct ClientWork {
  std::uint64_t active = 0;  // at a time
  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;
  metrics::Histogram latency{};
};

// Nothing is what was not measured.
struct Second {
  std::int64_t number = 0;  // of the steady clock's seconds
  double active_clients = 0;
  double requests_per_s = 0;
  double bytes_per_s = 0;
  std::optional<double> p50_s{};
  std::optional<double> p99_s{};
  std::optional<double> server_cpu{};  // cores
  std::optional<double> client_cpu{};
};

class Seconds {
 public:
  // Spreads it evenly over the seconds of its span, but the response times, which belong to the
  // second in which it ends.
  void add_clients(const Span& span, const ClientWork& work);
  void add_server_cpu(const Span& span, double cpu_s);
  void add_client_cpu(const Span& span, double cpu_s);

  // Those that are over so long that nothing more will come of them, each once, in their order,
  // from the first one that was added on; seconds in which nothing happened too.
  std::vector<Second> take(std::int64_t now_ns);
  // Those that are left, over or not. The next one that is added is the first again.
  std::vector<Second> take_all();

 private:
  struct Sums {
    std::optional<std::uint64_t> active{};
    double requests = 0;
    double bytes = 0;
    metrics::Histogram latency{};
    std::optional<double> server_cpu{};
    std::optional<double> client_cpu{};
  };

  template <typename Add>
  void spread(const Span& span, Add add);
  static Second finished(std::int64_t number, const Sums& sums);

  std::map<std::int64_t, Sums> open_{};
  std::optional<std::int64_t> next_{};  // to be taken
};

}  // namespace gauntlet::orchestrator::dashboard
