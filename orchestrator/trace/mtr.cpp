#include "orchestrator/trace/mtr.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "base/json_text.h"
#include "contract/json_fields.h"

namespace gauntlet::orchestrator::trace {
namespace {

using contract::Field;
using nlohmann::json;

constexpr const char* kSilentHost = "???";

Duration from_milliseconds(double milliseconds) { return from_seconds(milliseconds / 1000); }

Hop to_hop(const json& hub) {
  const double lost_percent = Field{hub, "Loss%"};
  Hop hop{.sent = Field{hub, "Snt"}};
  if (!(lost_percent >= 0 && lost_percent <= 100))
    throw Error(Place{.key = "Loss%"}, fmt::format("cannot be {}", lost_percent));
  hop.received = static_cast<std::uint64_t>(
      std::llround(static_cast<double>(hop.sent) * (1 - lost_percent / 100)));
  const std::string address = Field{hub, "host"};
  if (hop.received == 0 || address == kSilentHost) {
    hop.received = 0;
    return hop;
  }
  hop.addresses.push_back(address);
  hop.rtt = RoundTrips{.least = from_milliseconds(Field{hub, "Best"}),
                       .mean = from_milliseconds(Field{hub, "Avg"}),
                       .most = from_milliseconds(Field{hub, "Wrst"})};
  return hop;
}

void drop_end(std::vector<Hop>& hops) {
  while (!hops.empty() && hops.back().received == 0) hops.pop_back();
  while (hops.size() > 1 && hops.back().addresses == hops[hops.size() - 2].addresses)
    hops.pop_back();
}

}  // namespace

std::vector<std::string> mtr_command(const std::string& address, std::optional<std::uint16_t> port,
                                     const Effort& effort) {
  std::vector<std::string> argv{"mtr",
                                "--json",
                                "--no-dns",
                                "--gracetime",
                                "1",
                                "--report-cycles",
                                std::to_string(effort.rounds),
                                "--interval",
                                fmt::format("{}", to_seconds(effort.interval))};
  if (port) argv.insert(argv.end(), {"--tcp", "--port", std::to_string(*port)});
  argv.insert(argv.end(), {"--", address});
  return argv;
}

tl::expected<std::vector<Hop>, std::string> parse_mtr(std::string_view text) {
  try {
    const json report = json::parse(text);
    std::vector<Hop> hops;
    for (const json& hub : contract::member(contract::member(report, "report"), "hubs"))
      hops.push_back(to_hop(hub));
    drop_end(hops);
    return hops;
  } catch (const json::exception&) {
    return tl::unexpected<std::string>("it wrote no JSON");
  } catch (const Error& error) {
    return tl::unexpected(fmt::format("its report: {}", error.what()));
  }
}

}  // namespace gauntlet::orchestrator::trace
