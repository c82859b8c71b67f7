#include "orchestrator/packets/packet_table.h"

#include <iterator>

namespace gauntlet::orchestrator::packets {
namespace {

double seconds_since(std::int64_t first_ns, const Segment& segment) {
  return static_cast<double>(segment.time_ns - first_ns) * 1e-9;
}

}  // namespace

void append_csv(const Segment& segment, Kind kind, std::int64_t first_ns,
                fmt::memory_buffer& text) {
  fmt::format_to(std::back_inserter(text), "{:.6f},{},{},{},{},{},{},{},{}\n",
                 seconds_since(first_ns, segment), to_text(segment.source),
                 to_text(segment.destination), segment.sequence, segment.acknowledgement,
                 flags_text(segment.flags), segment.window, segment.length, name_of(kind));
}

TextRow packet_heading() {
  return {"time_s", "source", "destination", "sequence", "acknowledgement",
          "flags",  "window", "length",      "kind"};
}

TextRow packet_row(const Segment& segment, Kind kind, std::int64_t first_ns) {
  return {fmt::format("{:.6f}", seconds_since(first_ns, segment)),
          to_text(segment.source),
          to_text(segment.destination),
          std::to_string(segment.sequence),
          std::to_string(segment.acknowledgement),
          flags_text(segment.flags),
          std::to_string(segment.window),
          std::to_string(segment.length),
          std::string(name_of(kind))};
}

}  // namespace gauntlet::orchestrator::packets
