#include "net/resolve.h"

#include <fmt/format.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <future>
#include <memory>
#include <thread>

#include "base/error.h"

namespace gauntlet::net {
namespace {

using asio::ip::address_v4;
using asio::ip::address_v6;

// The number of a network interface, which is what the kernel knows a zone by.
std::uint32_t zone_number(const std::string& zone, std::string_view host) {
  if (const unsigned index = ::if_nametoindex(zone.c_str())) return index;
  std::uint32_t number = 0;
  const char* const end = zone.data() + zone.size();
  const auto [rest, error] = std::from_chars(zone.data(), end, number);
  if (error != std::errc{} || rest != end)
    throw Error(fmt::format("'{}': there is no network interface '{}'", host, zone));
  return number;
}

std::optional<asio::ip::address> parse_v6(std::string_view text, std::string_view host) {
  const std::size_t percent = std::min(text.find('%'), text.size());
  std::error_code error;
  auto address = asio::ip::make_address_v6(std::string(text.substr(0, percent)), error);
  if (error) return std::nullopt;
  if (percent < text.size())
    address.scope_id(zone_number(std::string(text.substr(percent + 1)), host));
  return address;
}

std::optional<asio::ip::address> address_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return address_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return address_v6(bytes, v6.sin6_scope_id);
}

}  // namespace

std::optional<asio::ip::address> parse_address(std::string_view host) {
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  const std::string_view bare = bracketed ? host.substr(1, host.size() - 2) : host;
  if (const auto v6 = parse_v6(bare, host)) return v6;
  if (host.find_first_of("[]:%/") != host.npos)
    throw Error(fmt::format("'{}' is neither the name nor the address of a host", host));
  std::error_code error;
  const auto v4 = asio::ip::make_address_v4(std::string(host), error);
  return error ? std::nullopt : std::optional<asio::ip::address>(v4);
}

std::string host_text(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  address_v6 v6 = address.to_v6();
  if (v6.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_string();
  v6.scope_id(0);
  return fmt::format("[{}]", v6.to_string());
}

Addresses resolve(const std::string& host) {
  if (const auto address = parse_address(host)) return {*address};
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (error != 0)
    throw Error(fmt::format("cannot resolve host '{}': {}", host, ::gai_strerror(error)),
                ExitCode::kUnable);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(found, &::freeaddrinfo);
  Addresses addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    const auto address = address_of(*entry->ai_addr);
    if (address && std::find(addresses.begin(), addresses.end(), *address) == addresses.end())
      addresses.push_back(*address);
  }
  return addresses;
}

std::optional<Addresses> resolve_within(const std::string& host, Duration limit,
                                        const Resolver& resolver) {
  std::packaged_task<Addresses()> look_up([host, resolver] { return resolver(host); });
  auto found = look_up.get_future();
  std::thread thread(std::move(look_up));
  if (found.wait_for(limit) != std::future_status::ready) {
    thread.detach();
    return std::nullopt;
  }
  thread.join();
  return found.get();
}

}  // namespace gauntlet::net
