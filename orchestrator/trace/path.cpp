#include "orchestrator/trace/path.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/host_ports.h"
#include "base/utf8.h"

namespace gauntlet::orchestrator::trace {
namespace {

[[noreturn]] void refuse_target(const std::string& text) {
  throw Error(fmt::format("'{}' is no host; write HOST, HOST:PORT or [::1]:PORT", printable(text)));
}

std::uint16_t port_in(const std::string& port, const std::string& text) {
  const bool is_number =
      !port.empty() && port.find_first_not_of("0123456789") == port.npos && port.size() <= 5;
  const unsigned long number = is_number ? std::stoul(port) : 0;
  if (number == 0 || number > 65535)
    throw Error(fmt::format("'{}': the port must be 1 to 65535", printable(text)));
  return static_cast<std::uint16_t>(number);
}

}  // namespace

Target parse_target(const std::string& text) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool in_brackets = text.starts_with('[') && bracket != text.npos;
  const bool bare_v6 = !in_brackets && std::count(text.begin(), text.end(), ':') > 1;
  const bool has_port = colon != text.npos && !bare_v6 && (!in_brackets || colon == bracket + 1);
  Target target{.host = has_port ? text.substr(0, colon) : text};
  if (in_brackets && target.host.size() == bracket + 1)
    target.host = target.host.substr(1, bracket - 1);
  if (target.host.empty() || target.host.find_first_of("[]/ ") != text.npos) refuse_target(text);
  if (has_port) target.port = port_in(text.substr(colon + 1), text);
  return target;
}

std::string to_string(const Target& target) {
  return target.port ? fmt::format("{}:{}", in_brackets(target.host), *target.port) : target.host;
}

std::optional<double> loss_of(const Hop& hop) {
  if (hop.sent == 0) return std::nullopt;
  return static_cast<double>(hop.sent - hop.received) / static_cast<double>(hop.sent);
}

}  // namespace gauntlet::orchestrator::trace
