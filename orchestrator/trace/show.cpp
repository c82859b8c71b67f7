#include "orchestrator/trace/show.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "contract/json_fields.h"

namespace gauntlet::orchestrator::trace {
namespace {

using contract::Field;
using Json = nlohmann::ordered_json;

struct MethodName {
  Method method;
  const char* word;  // for programs
  const char* text;
};
constexpr std::array kMethods{MethodName{Method::kMtrIcmp, "mtr_icmp", "mtr (ICMP)"},
                              MethodName{Method::kMtrTcp, "mtr_tcp", "mtr (TCP)"},
                              MethodName{Method::kUdp, "udp", "UDP"}};

const MethodName& name_of(Method method) {
  return *std::find_if(kMethods.begin(), kMethods.end(),
                       [method](const MethodName& one) { return one.method == method; });
}

Method method_of(const std::string& word) {
  for (const MethodName& one : kMethods)
    if (one.word == word) return one.method;
  throw Error(Place{.key = "method"}, fmt::format("cannot be '{}'", word));
}

std::string mtu_text(const Mtu& mtu) {
  return fmt::format("path MTU {}{} bytes", mtu.confirmed ? "" : "at most ", mtu.bytes);
}

TextRow to_row(std::size_t number, const Hop& hop) {
  const auto loss = loss_of(hop);
  TextRow row{std::to_string(number),
              hop.addresses.empty() ? "-" : fmt::format("{}", fmt::join(hop.addresses, ", ")),
              std::to_string(hop.sent), loss ? fmt::format("{:.0f}%", *loss * 100) : "-"};
  for (const auto figure : {&RoundTrips::least, &RoundTrips::mean, &RoundTrips::most})
    row.push_back(hop.rtt ? format_duration((*hop.rtt).*figure) : "-");
  return row;
}

Json seconds_or_null(const std::optional<RoundTrips>& rtt, Duration RoundTrips::*figure) {
  return rtt ? json_number(to_seconds((*rtt).*figure)) : Json();
}

Json hop_json(std::size_t number, const Hop& hop) {
  const auto loss = loss_of(hop);
  return {{"hop", number},
          {"addresses", hop.addresses},
          {"sent", hop.sent},
          {"received", hop.received},
          {"loss", loss ? json_number(*loss) : Json()},
          {"rtt_min_s", seconds_or_null(hop.rtt, &RoundTrips::least)},
          {"rtt_mean_s", seconds_or_null(hop.rtt, &RoundTrips::mean)},
          {"rtt_max_s", seconds_or_null(hop.rtt, &RoundTrips::most)}};
}

Mtu mtu_from_json(const nlohmann::json& value) {
  return {.bytes = Field{value, "mtu_at_most_bytes"},
          .confirmed = contract::optional_field<std::uint64_t>(value, "mtu_bytes").has_value()};
}

Hop hop_from_json(const nlohmann::json& value) {
  Hop hop{.addresses = Field{value, "addresses"},
          .sent = Field{value, "sent"},
          .received = Field{value, "received"}};
  const auto least = contract::optional_field<double>(value, "rtt_min_s");
  if (!least) return hop;
  hop.rtt = RoundTrips{.least = from_seconds(*least),
                       .mean = from_seconds(Field{value, "rtt_mean_s"}),
                       .most = from_seconds(Field{value, "rtt_max_s"})};
  return hop;
}

}  // namespace

std::string headline(const Path& path) {
  const std::string host = to_string(path.target);
  const std::string where =
      path.target.host == path.address ? host : fmt::format("{} ({})", host, path.address);
  return fmt::format("path to {}: {}{}, by {}; {}", where, path.reached ? "" : "not whole, ",
                     counted(path.hops.size(), "hop"), name_of(path.method).text,
                     mtu_text(path.mtu));
}

std::vector<TextRow> hop_table(const Path& path) {
  std::vector<TextRow> rows{{"hop", "address", "sent", "loss", "RTT min", "mean", "max"}};
  for (const Hop& hop : path.hops) rows.push_back(to_row(rows.size(), hop));
  return rows;
}

std::string to_text(const Path& path) {
  std::string text = headline(path) + '\n';
  if (!path.hops.empty()) text += aligned(hop_table(path), kHopSides);
  for (const std::string& note : path.notes) text += fmt::format("note: {}\n", note);
  return text;
}

Json to_json(const Path& path) {
  Json hops = Json::array();
  for (const Hop& hop : path.hops) hops.push_back(hop_json(hops.size() + 1, hop));
  return {{"host", path.target.host},
          {"port", path.target.port ? Json(*path.target.port) : Json()},
          {"address", path.address},
          {"method", name_of(path.method).word},
          {"reached", path.reached},
          {"mtu_bytes", path.mtu.confirmed ? Json(path.mtu.bytes) : Json()},
          {"mtu_at_most_bytes", path.mtu.bytes},
          {"hops", std::move(hops)},
          {"notes", path.notes}};
}

Path path_from_json(const nlohmann::json& value) {
  try {
    Path path{.target = {.host = Field{value, "host"},
                         .port = contract::optional_field<std::uint16_t>(value, "port")},
              .address = Field{value, "address"},
              .method = method_of(Field{value, "method"}),
              .reached = Field{value, "reached"},
              .mtu = mtu_from_json(value),
              .notes = Field{value, "notes"}};
    for (const nlohmann::json& hop : contract::member(value, "hops"))
      path.hops.push_back(hop_from_json(hop));
    return path;
  } catch (const nlohmann::json::exception&) {
    throw Error("a path that cannot be read");
  }
}

}  // namespace gauntlet::orchestrator::trace
