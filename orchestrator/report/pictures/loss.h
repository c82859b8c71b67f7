// The picture of what lost packets cost: the throughput of a client against the loss of its link.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::pictures {

// Bytes a second that one connection of TCP gets in the long run where a part of its segments is
// lost at random: MSS / RTT * sqrt(3/2) / sqrt(loss), from Mathis, Semke, Mahdavi, Ott, "The
// Macroscopic Behavior of the TCP Congestion Avoidance Algorithm" (Computer Communication Review
// 27(3), 1997); for congestion control that halves its window, and a receiver that confirms every
// segment. MSS is 1448 bytes: a packet of 1500 without the heads of IP and of TCP with its
// timestamps. Nothing without loss or round trip.
std::optional<double> mathis_Bps(double loss, Duration round_trip);

// Without panels, and without a note, where the loss of links does not vary.
Chart loss_chart(const table::Table& table, std::vector<std::string>& notes);

}  // namespace gauntlet::orchestrator::report::pictures
