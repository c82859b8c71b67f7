// The defaults of settings that the programs have as options: their options begin with them, and
// settings.cpp says them to matrix files. Where there is none here, the default is nothing: 0.
#pragma once

#include <cstdint>

#include "base/units.h"
#include "contract/choices.h"

namespace gauntlet::contract::initial {

inline constexpr Mode kMode = Mode::kThread;
inline constexpr Protocol kProtocol = Protocol::kHttp;
inline constexpr Reuse kConnection = Reuse::kKeepAlive;
inline constexpr std::uint64_t kRequests = 1;
inline constexpr std::uint64_t kTopProcesses = 10;
inline constexpr Arrivals kArrivals = Arrivals::kConstant;
inline constexpr Verify kVerify = Verify::kDigest;
inline constexpr Duration kTimeout = std::chrono::seconds(60);
inline constexpr std::uint64_t kSeed = 1;
inline constexpr Balance kBalance = Balance::kRange;
inline constexpr StoreKind kStore = StoreKind::kDisk;
inline constexpr std::uint64_t kMaxUpload = 16 * kGiB;
inline constexpr bool kCache = false;
inline constexpr std::uint64_t kCacheSize = 64 * kMiB;
inline constexpr bool kSessions = false;
inline constexpr Buffering kBuffering = Buffering::kStream;
inline constexpr Duration kGrace = std::chrono::seconds(5);
inline constexpr const char* kCongestion = "system";
inline constexpr Duration kTcpInterval = std::chrono::milliseconds(100);
inline constexpr bool kCapture = false;
inline constexpr const char* kHost = "127.0.0.1";

}  // namespace gauntlet::contract::initial
