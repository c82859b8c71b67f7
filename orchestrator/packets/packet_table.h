// The table of packets: a line for each segment.
#pragma once

#include <fmt/format.h>
#include <cstdint>
#include <string_view>

#include "base/text_layout.h"
#include "orchestrator/packets/figures.h"
#include "orchestrator/packets/segment.h"

namespace gauntlet::orchestrator::packets {

inline constexpr std::string_view kPacketColumns =
    "time_s,source,destination,sequence,acknowledgement,flags,window,length,kind";

// Appends a line of the CSV, with its line feed. Times count from the first segment; numbers are
// those of the wire.
void append_csv(const Segment& segment, Kind kind, std::int64_t first_ns, fmt::memory_buffer& text);

// The same for people, and the words and sides of its columns.
TextRow packet_heading();
TextRow packet_row(const Segment& segment, Kind kind, std::int64_t first_ns);
inline constexpr std::string_view kPacketSides = "><<>><>><";

}  // namespace gauntlet::orchestrator::packets
