#include "server_pool/packet_size.h"

#include <charconv>
#include <system_error>

#include "contract/packet_size.h"

namespace gauntlet::server_pool {

std::optional<std::size_t> parse_packet_size(std::string_view field) {
  std::size_t bytes = 0;
  const char* const end = field.data() + field.size();
  const auto [rest, error] = std::from_chars(field.data(), end, bytes);
  if (error != std::errc{} || rest != end) return std::nullopt;
  if (bytes == 0 || bytes > contract::kMostPacketBytes) return std::nullopt;
  return bytes;
}

}  // namespace gauntlet::server_pool
