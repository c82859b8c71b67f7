#include "server_pool/pool/port_choice.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>

namespace gauntlet::server_pool::pool {
namespace {

constexpr std::size_t kAttempts = 100;
constexpr std::uint64_t kLeastPort = 10000;  // below lie the ports of many well-known services
constexpr std::uint64_t kMostPort = 65535;

std::string local_port_range() {
  std::ifstream file("/proc/sys/net/ipv4/ip_local_port_range");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<std::uint16_t> first_ports(std::string_view range, std::uint64_t count) {
  std::istringstream words{std::string(range)};
  std::uint64_t lowest = 0;
  std::uint64_t highest = 0;
  if (!(words >> lowest >> highest)) return {};
  std::vector<std::uint16_t> ports;
  for (std::uint64_t first = kLeastPort; first + count - 1 <= kMostPort; ++first)
    if (first + count - 1 < lowest || first > highest)
      ports.push_back(static_cast<std::uint16_t>(first));
  return ports;
}

std::vector<std::uint16_t> first_ports_to_try(std::uint64_t count) {
  std::vector<std::uint16_t> ports = first_ports(local_port_range(), count);
  if (ports.empty()) return std::vector<std::uint16_t>(kAttempts, 0);
  std::shuffle(ports.begin(), ports.end(), std::mt19937(std::random_device()()));
  ports.resize(std::min(ports.size(), kAttempts));
  return ports;
}

}  // namespace gauntlet::server_pool::pool
