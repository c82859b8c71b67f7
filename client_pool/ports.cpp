#include "client_pool/ports.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/output.h"

namespace gauntlet::client_pool {
namespace {

std::string content_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::optional<std::uint64_t> parse_time_wait(std::string_view sockstat) {
  std::istringstream lines{std::string(sockstat)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("TCP:")) continue;
    std::istringstream words(line);
    std::string word;
    while (words >> word && word != "tw") {
    }
    std::uint64_t count = 0;
    if (words >> count) return count;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> parse_port_count(std::string_view range) {
  std::istringstream words{std::string(range)};
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  if (!(words >> first >> last) || last < first) return std::nullopt;
  return last - first + 1;
}

std::string port_warning(std::uint64_t time_wait, std::uint64_t ports, std::uint64_t targets) {
  if (time_wait * 5 < ports * targets * 4) return {};
  return fmt::format(
      "{} connections are in TIME_WAIT, and there are local ports for {} ({} for each target): "
      "soon "
      "no more can be made; use --connection keepalive, more targets, or widen "
      "net.ipv4.ip_local_port_range",
      time_wait, ports * targets, ports);
}

PortWatch::PortWatch(const Plan& plan)
    : watching_(plan.options.connection == Reuse::kPerRequest), targets_(plan.targets.size()) {
  if (watching_) ports_ = parse_port_count(content_of("/proc/sys/net/ipv4/ip_local_port_range"));
}

void PortWatch::look() {
  if (!watching_) return;
  const auto now = parse_time_wait(content_of("/proc/net/sockstat"));
  if (!now) return;
  most_ = std::max(most_.value_or(0), *now);
  if (warned_ || !ports_) return;
  const std::string warning = port_warning(*now, *ports_, targets_);
  if (warning.empty()) return;
  warned_ = true;
  say("client_pool: {}\n", warning);
}

}  // namespace gauntlet::client_pool
