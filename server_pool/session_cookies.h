// Sessions over HTTP: the cookie by which a visitor is known again, and how many there were.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server_pool/counters.h"

namespace gauntlet::server_pool {

inline constexpr std::string_view kSessionCookie = "gauntlet_session";

// The id in a request's Cookie field, 32 lower-case hex digits; empty: there is none of this form.
std::string_view session_of(std::string_view cookies);

// Gives sessions to visitors that have none. Of one worker.
class SessionCookies {
 public:
  // Both outlive it.
  SessionCookies(KnownSessions& known, WorkerCounters& counters)
      : known_(known), counters_(counters) {}

  // The id of a new session for a visitor whose request has no id; empty for one that has. Counts
  // each session once, also where another server of the host has given it.
  std::string visit(std::string_view cookies);

 private:
  std::string new_id();

  KnownSessions& known_;
  WorkerCounters& counters_;
  std::array<unsigned char, 256> random_{};  // asked of the kernel for many ids at once
  std::size_t unused_ = 0;                   // bytes of these
};

}  // namespace gauntlet::server_pool
