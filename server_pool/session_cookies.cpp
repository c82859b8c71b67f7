#include "server_pool/session_cookies.h"

#include <sys/random.h>

#include <algorithm>
#include <charconv>

#include "base/error.h"

namespace gauntlet::server_pool {
namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kIdDigits = 2 * kIdBytes;

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_id(std::string_view text) {
  return text.size() == kIdDigits && std::all_of(text.begin(), text.end(), is_lower_hex);
}

// Half of it tells ids apart well enough to count them.
std::uint64_t key_of(std::string_view id) {
  std::uint64_t key = 0;
  std::from_chars(id.data(), id.data() + kIdDigits / 2, key, 16);
  return key;
}

}  // namespace

std::string_view session_of(std::string_view cookies) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view pair = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != kSessionCookie) continue;
    if (is_id(pair.substr(equals + 1))) return pair.substr(equals + 1);
  }
  return {};
}

std::string SessionCookies::visit(std::string_view cookies) {
  const std::string_view known = session_of(cookies);
  if (!known.empty()) {
    if (known_.put(key_of(known)) == KnownSessions::Put::kNew) counters_.unique_sessions.add(1);
    return {};
  }
  std::string id = new_id();
  known_.put(key_of(id));
  counters_.unique_sessions.add(1);
  return id;
}

std::string SessionCookies::new_id() {
  if (unused_ < kIdBytes) {
    if (::getrandom(random_.data(), random_.size(), 0) != static_cast<ssize_t>(random_.size()))
      throw_errno("cannot have random numbers for sessions");
    unused_ = random_.size();
  }
  unused_ -= kIdBytes;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string id;
  for (std::size_t i = unused_; i < unused_ + kIdBytes; ++i)
    id.append(1, kHex[random_[i] / 16]).append(1, kHex[random_[i] % 16]);
  return id;
}

}  // namespace gauntlet::server_pool
