#include "orchestrator/packets/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/text_layout.h"
#include "base/units.h"

namespace gauntlet::orchestrator::packets {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kNsOfSecond = 1e9;

double seconds(std::int64_t ns) { return static_cast<double>(ns) / kNsOfSecond; }
double microseconds(std::int64_t ns) { return static_cast<double>(ns) / 1000.0; }

std::string round_trip_text(const Connection& connection) {
  const Direction* direction = connection.farther();
  if (direction == nullptr) return "-";
  return format_seconds(*direction->round_trips().mean_us() / 1e6);
}

TextRow row_of(const Connection& connection) {
  const Figures sum = connection.figures();
  return {to_text(connection.client),
          to_text(connection.server),
          format_count(static_cast<double>(sum.packets)),
          format_bytes(static_cast<double>(sum.bytes)),
          std::to_string(sum.retransmissions),
          std::to_string(sum.lost),
          std::to_string(sum.out_of_order),
          std::to_string(sum.duplicate_acks),
          std::to_string(sum.zero_windows),
          connection.handshake_ns ? format_seconds(seconds(*connection.handshake_ns)) : "-",
          round_trip_text(connection)};
}

std::string connections_text(const Analysis& analysis, std::size_t most) {
  std::vector<TextRow> rows{{"client", "server", "packets", "bytes", "retrans", "lost",
                             "out of order", "dup ACKs", "zero win", "handshake", "RTT"}};
  const auto connections = analysis.connections();
  const std::size_t shown = std::min(most, connections.size());
  for (std::size_t i = 0; i < shown; ++i) rows.push_back(row_of(*connections[i]));
  std::string text = "\n" + aligned(rows, "<<>>>>>>>>>", 2);
  const std::uint64_t left = analysis.connections_seen() - shown;
  if (left > 0) text += fmt::format("and {} with fewer bytes\n", counted(left, "connection"));
  return text;
}

std::string skipped_text(const Skipped& skipped) {
  std::string text;
  const auto add = [&text](std::uint64_t count, std::string_view what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  };
  add(skipped.other, "not TCP");
  add(skipped.fragments, "fragments of IP packets");
  add(skipped.cut, "with headers that are cut or contradict themselves");
  return text.empty() ? "" : fmt::format("passed over:      {}\n", text);
}

std::string totals_text(const Analysis& analysis) {
  const Figures sum = analysis.totals();
  std::string text = fmt::format(
      "{} and {} of payload in {}, {:.3f} s\n"
      "retransmissions:  {} ({} fast, {} spurious, {} after a timeout)\n"
      "lost:             {} (gaps that a retransmission filled)\n"
      "out of order:     {}\n"
      "duplicate ACKs:   {}\n"
      "zero windows:     {}\n",
      counted(sum.packets, "packet"), format_bytes(static_cast<double>(sum.bytes)),
      counted(analysis.connections_seen(), "connection"),
      seconds(std::max<std::int64_t>(analysis.last_ns() - analysis.first_ns(), 0)),
      sum.retransmissions, sum.fast_retransmissions, sum.spurious_retransmissions, sum.timeouts(),
      sum.lost, sum.out_of_order, sum.duplicate_acks, sum.zero_windows);
  if (const metrics::Histogram* trips = analysis.round_trips()) {
    text += fmt::format("RTT:              {} on average", format_seconds(*trips->mean_s()));
    if (const auto p99 = trips->quantile_s(metrics::Quantile::kP99))
      text += fmt::format(", p99 {}", format_seconds(*p99));
    text += fmt::format(", of {}\n", counted(trips->count(), "round trip"));
  }
  return text;
}

void add_figures(const Figures& figures, Json& json) {
  json["packets"] = figures.packets;
  json["bytes"] = figures.bytes;
  json["retransmissions"] = figures.retransmissions;
  json["fast_retransmissions"] = figures.fast_retransmissions;
  json["spurious_retransmissions"] = figures.spurious_retransmissions;
  json["out_of_order"] = figures.out_of_order;
  json["duplicate_acks"] = figures.duplicate_acks;
  json["zero_windows"] = figures.zero_windows;
  json["lost"] = figures.lost;
  json["larger_than_mss"] = figures.larger_than_mss;
}

Json course_json(const RoundTripCourse& course, std::int64_t first_ns) {
  Json points = Json::array();
  for (std::size_t i = 0; i < course.intervals().size(); ++i) {
    const RoundTripSum& interval = course.intervals()[i];
    if (interval.count == 0) continue;
    const std::int64_t time =
        course.start_ns() + static_cast<std::int64_t>(i) * course.interval_ns() - first_ns;
    points.push_back({{"time_s", json_number(seconds(time), 9)},
                      {"rtt_mean_us", json_number(*interval.mean_us())},
                      {"rtt_max_us", json_number(microseconds(interval.max_ns))}});
  }
  return points;
}

Json direction_json(const Direction& direction, std::int64_t first_ns) {
  Json json = Json::object();
  add_figures(direction.figures(), json);
  if (direction.mss() > 0) json["mss"] = direction.mss();
  if (const auto mean = direction.round_trips().mean_us()) {
    json["rtt_min_us"] = json_number(microseconds(direction.round_trips().min_ns));
    json["rtt_mean_us"] = json_number(*mean);
    json["rtt_max_us"] = json_number(microseconds(direction.round_trips().max_ns));
    json["rtt_over_time"] = course_json(direction.course(), first_ns);
  }
  return json;
}

Json connection_json(const Connection& connection, std::int64_t first_ns) {
  Json json{{"client", to_text(connection.client)},
            {"server", to_text(connection.server)},
            {"start_s", json_number(seconds(connection.first_ns - first_ns), 9)},
            {"duration_s", json_number(seconds(connection.last_ns - connection.first_ns), 9)}};
  add_figures(connection.figures(), json);
  if (connection.handshake_ns)
    json["handshake_rtt_us"] = json_number(microseconds(*connection.handshake_ns));
  if (const Direction* farther = connection.farther())
    json["rtt_mean_us"] = json_number(*farther->round_trips().mean_us());
  json["from_client"] = direction_json(connection.from_client, first_ns);
  json["from_server"] = direction_json(connection.from_server, first_ns);
  return json;
}

}  // namespace

std::string offload_sentence(const Figures& totals) {
  if (totals.larger_than_mss == 0) return {};
  return fmt::format(
      "{} larger than the connection's MSS: segmentation offload made one of several, so counts of "
      "packets mean little; capture with it off (ethtool -K INTERFACE tso off gso off gro off)",
      counted_of(totals.larger_than_mss, totals.packets, "packets"));
}

std::string summary_text(const Analysis& analysis, std::size_t most_connections) {
  std::string text = totals_text(analysis) + skipped_text(analysis.skipped());
  if (analysis.connections_seen() > 0) text += connections_text(analysis, most_connections);
  return text;
}

nlohmann::ordered_json summary_json(const Analysis& analysis) {
  Json json = Json::object();
  add_figures(analysis.totals(), json);
  if (const metrics::Histogram* trips = analysis.round_trips()) {
    json["rtt_mean_us"] = json_number(*trips->mean_s() * 1e6);
    if (const auto p99 = trips->quantile_s(metrics::Quantile::kP99))
      json["rtt_p99_us"] = json_number(*p99 * 1e6);
  }
  json["fragments"] = analysis.skipped().fragments;
  json["cut"] = analysis.skipped().cut;
  json["not_tcp"] = analysis.skipped().other;
  const auto connections = analysis.connections();
  json["connections_left_out"] = analysis.connections_seen() - connections.size();
  json["connections"] = Json::array();
  for (const Connection* connection : connections)
    json["connections"].push_back(connection_json(*connection, analysis.first_ns()));
  return json;
}

}  // namespace gauntlet::orchestrator::packets
