// Captures: packets of every kind of link, and whole files.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "orchestrator/packets/packet_table.h"
#include "orchestrator/packets/reader.h"
#include "orchestrator/packets/summary.h"
#include "tests/fuzz/require.h"

namespace gauntlet::fuzz {
namespace {

using namespace orchestrator::packets;

// What holds of any analysis.
void check(const Analysis& analysis) {
  const Figures sum = analysis.totals();
  require(sum.fast_retransmissions + sum.spurious_retransmissions <= sum.retransmissions);
  require(sum.retransmissions + sum.out_of_order <= sum.packets);
  require(sum.lost <= sum.retransmissions && sum.duplicate_acks <= sum.packets);
  require(nlohmann::json::accept(json_text(summary_json(analysis))));
  require(is_utf8(summary_text(analysis, 10)));
}

void analyse(Analysis& analysis, LinkType link, const RawPacket& packet) {
  Segment segment;
  const auto kind = analysis.add(link, packet, segment);
  if (!kind) return;
  fmt::memory_buffer line;
  append_csv(segment, *kind, analysis.first_ns(), line);
  require(line.size() > 0 && line.data()[line.size() - 1] == '\n');
}

// Packets, each of which begins with its length and the milliseconds since the one before.
void try_packets(LinkType link, std::span<const std::uint8_t> bytes) {
  Analysis analysis(4);
  std::int64_t time_ns = 0;
  while (bytes.size() >= 2) {
    const std::size_t size = std::min<std::size_t>(bytes[0], bytes.size() - 2);
    time_ns += bytes[1] * std::int64_t{1'000'000};
    analyse(analysis, link,
            {.time_ns = time_ns, .wire_length = bytes[0], .bytes = bytes.subspan(2, size)});
    bytes = bytes.subspan(2 + size);
  }
  check(analysis);
}

void try_file(std::span<const std::uint8_t> bytes) {
  std::string content(as_text(bytes.data(), bytes.size()));
  std::FILE* file = ::fmemopen(content.data(), content.size(), "rb");
  if (file == nullptr) return;  // of an empty one, or without memory
  Analysis analysis(4);
  try {
    read_capture(file, "made up",
                 [&](LinkType link, const RawPacket& packet) { analyse(analysis, link, packet); });
  } catch (const Error& error) {
    require(is_utf8(error.what()));
  }
  check(analysis);
}

}  // namespace
}  // namespace gauntlet::fuzz

// Below the number of links, the first byte says of which the packets are; captures begin with
// others.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  if (size == 0) return 0;
  constexpr std::uint8_t kLinks = 5;
  if (data[0] < kLinks)
    try_packets(static_cast<gauntlet::orchestrator::packets::LinkType>(data[0]),
                {data + 1, size - 1});
  else
    try_file({data, size});
  return 0;
}
