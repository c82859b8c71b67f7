// What options of the programs choose from, by the words that command lines and matrix files have
// for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/units.h"

namespace gauntlet::contract {

enum class Mode { kThread, kProcess };
enum class Protocol { kHttp, kLine };
enum class Reuse { kKeepAlive, kPerRequest };
enum class Arrivals { kConstant, kPoisson };
enum class Verify { kNone, kLength, kDigest };  // weakest first
enum class Balance { kRange, kKernel, kRedirect };
enum class StoreKind { kDisk, kMemory, kDiscard };

enum class Buffering { kStream, kWhole };

// What a request needs of memory_limit by itself, however files are buffered: the buffer that it is
// read into and answered from.
inline constexpr std::uint64_t kRequestBytes = 256 * kKiB;

template <typename Choice>
struct Word {
  std::string_view word;
  Choice choice;
};

inline constexpr Word<Mode> kModes[] = {{"thread", Mode::kThread}, {"process", Mode::kProcess}};
inline constexpr Word<Protocol> kProtocols[] = {{"http", Protocol::kHttp},
                                                {"line", Protocol::kLine}};
inline constexpr Word<Reuse> kReuses[] = {{"keepalive", Reuse::kKeepAlive},
                                          {"per-request", Reuse::kPerRequest}};
inline constexpr Word<Arrivals> kArrivals[] = {{"constant", Arrivals::kConstant},
                                               {"poisson", Arrivals::kPoisson}};
inline constexpr Word<Verify> kVerifies[] = {
    {"digest", Verify::kDigest}, {"length", Verify::kLength}, {"none", Verify::kNone}};
inline constexpr Word<Balance> kBalances[] = {
    {"range", Balance::kRange}, {"kernel", Balance::kKernel}, {"redirect", Balance::kRedirect}};
inline constexpr Word<StoreKind> kStores[] = {
    {"disk", StoreKind::kDisk}, {"memory", StoreKind::kMemory}, {"discard", StoreKind::kDiscard}};

inline constexpr Word<Buffering> kBufferings[] = {{"stream", Buffering::kStream},
                                                  {"whole", Buffering::kWhole}};

inline constexpr Word<bool> kSwitches[] = {{"off", false}, {"on", true}};

// What a matrix file may say of balance beside these: HAProxy stands before the server_pools, which
// are told range.
inline constexpr std::string_view kHaproxy = "haproxy";                     // each one in turn
inline constexpr std::string_view kHaproxyLeastconn = "haproxy-leastconn";  // who has fewest

constexpr bool is_haproxy(std::string_view balance) {
  return balance == kHaproxy || balance == kHaproxyLeastconn;
}

// The word for a choice; empty when it has none.
template <typename Choice, std::size_t N>
constexpr std::string_view word_of(const Word<Choice> (&words)[N], Choice choice) {
  for (const auto& [word, value] : words)
    if (value == choice) return word;
  return {};
}

// Whether clients are sent on by server_pool's first port.
constexpr bool is_redirect(std::string_view balance) {
  return balance == word_of(kBalances, Balance::kRedirect);
}

}  // namespace gauntlet::contract
