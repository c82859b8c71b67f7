// How the connections of a row's run went over its time, from the samples beside its table
// (docs/tcp.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

// What was seen within a window of time: means over the samples of all connections.
struct TcpWindow {
  double middle_s = 0;  // since the clients began, or the end of their warm-up
  double cwnd_bytes = 0;
  double in_flight_bytes = 0;
  std::optional<double> rtt_s{};
  std::uint64_t retransmits = 0;  // segments that these connections sent again within it
};

struct TcpCourse {
  std::string side{};  // that sent the bodies and took the samples: "server" or "client"
  std::vector<TcpWindow> windows{};
};

// Of the side that sends the bodies, or where that took no samples, of the clients; of a time that
// begins with counting_ns, in windows of that length. Nothing where no samples are there, or none
// that can be read.
std::optional<TcpCourse> read_tcp_course(const table::Row& row, const std::filesystem::path& table,
                                         std::int64_t counting_ns, Duration window);

}  // namespace gauntlet::orchestrator::report
