#include "orchestrator/packets/figures.h"

#include <algorithm>
#include <array>

namespace gauntlet::orchestrator::packets {
namespace {

// In the order of Kind.
constexpr std::array<std::string_view, 15> kKindNames{"fast_retransmission",
                                                      "spurious_retransmission",
                                                      "retransmission",
                                                      "out_of_order",
                                                      "zero_window_probe",
                                                      "zero_window",
                                                      "duplicate_ack",
                                                      "keep_alive",
                                                      "window_update",
                                                      "after_gap",
                                                      "reset",
                                                      "syn",
                                                      "fin",
                                                      "data",
                                                      "ack"};

}  // namespace

std::string_view name_of(Kind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

bool is_a(Kind kind, std::string_view name) {
  const std::string_view own = name_of(kind);
  return own == name || (name == name_of(Kind::kRetransmission) && own.ends_with(name));
}

bool is_name_of_kind(std::string_view name) {
  return std::find(kKindNames.begin(), kKindNames.end(), name) != kKindNames.end();
}

Figures& Figures::operator+=(const Figures& other) {
  packets += other.packets;
  bytes += other.bytes;
  retransmissions += other.retransmissions;
  fast_retransmissions += other.fast_retransmissions;
  spurious_retransmissions += other.spurious_retransmissions;
  out_of_order += other.out_of_order;
  duplicate_acks += other.duplicate_acks;
  zero_windows += other.zero_windows;
  lost += other.lost;
  larger_than_mss += other.larger_than_mss;
  return *this;
}

}  // namespace gauntlet::orchestrator::packets
