#include "orchestrator/packets/analysis.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <string_view>
#include <tuple>

namespace gauntlet::orchestrator::packets {
namespace {

bool opens(const Segment& segment) { return segment.has(kSyn) && !segment.has(kAck); }

// 0 when nothing was timed. Each direction times the way from the capture to one end and back. The
// handshake may have waited for the address of a neighbour.
std::int64_t about_round_trip(const Connection& connection) {
  const RoundTripSum& of_client = connection.from_client.round_trips();
  const RoundTripSum& of_server = connection.from_server.round_trips();
  const std::int64_t both = of_client.min_ns + of_server.min_ns;
  const bool has_both = of_client.count > 0 && of_server.count > 0;
  if (!connection.handshake_ns) return both;
  return has_both ? std::min(*connection.handshake_ns, both) : *connection.handshake_ns;
}

// Of the SYN, and of what answers it.
void time_handshake(Connection& connection, const Segment& segment, Kind kind) {
  const bool is_from_client = segment.source == connection.client;
  if (segment.has(kSyn)) {
    if (kind != Kind::kSyn)
      connection.syn_ns.reset();
    else if (is_from_client)
      connection.syn_ns = segment.time_ns;
  } else if (connection.syn_ns && is_from_client) {
    if (segment.has(kAck) && !segment.has(kRst) && connection.from_server.sequences().begun())
      connection.handshake_ns = std::max<std::int64_t>(segment.time_ns - *connection.syn_ns, 0);
    connection.syn_ns.reset();
  }
}

}  // namespace

Figures Connection::figures() const {
  Figures sum = from_client.figures();
  return sum += from_server.figures();
}

const Direction* Connection::farther() const {
  const RoundTripSum& of_client = from_client.round_trips();
  const RoundTripSum& of_server = from_server.round_trips();
  if (of_client.count == 0 && of_server.count == 0) return nullptr;
  return of_server.min_ns > of_client.min_ns || of_client.count == 0 ? &from_server : &from_client;
}

Analysis::Analysis(std::size_t most_connections) : most_connections_(most_connections) {}

std::size_t Analysis::Hash::operator()(const Ends& ends) const noexcept {
  const auto hash_of = [](const Endpoint& end) {
    const std::string_view address(reinterpret_cast<const char*>(end.address.data()),
                                   end.address.size());
    return std::hash<std::string_view>{}(address) ^ (std::size_t{end.port} << 32);
  };
  constexpr std::size_t kOdd = 0x9e3779b97f4a7c15;
  return hash_of(ends.first) * kOdd + hash_of(ends.second);
}

std::optional<Kind> Analysis::add(LinkType link, const RawPacket& packet, Segment& segment) {
  switch (parse_packet(link, packet, segment)) {
    case PacketKind::kTcp:
      return add(segment);
    case PacketKind::kFragment:
      ++skipped_.fragments;
      break;
    case PacketKind::kCut:
      ++skipped_.cut;
      break;
    case PacketKind::kOther:
      ++skipped_.other;
      break;
  }
  return std::nullopt;
}

Kind Analysis::add(const Segment& segment) {
  if (connections_seen() == 0) first_ns_ = segment.time_ns;
  last_ns_ = std::max(last_ns_, segment.time_ns);
  Connection& connection = connection_of(segment);
  connection.last_ns = segment.time_ns;
  const bool is_from_client = segment.source == connection.client;
  Direction& own = is_from_client ? connection.from_client : connection.from_server;
  Direction& other = is_from_client ? connection.from_server : connection.from_client;
  const Kind kind = own.add(segment, other, about_round_trip(connection));
  time_handshake(connection, segment, kind);
  if (segment.has(kAck) && other.latest_round_trip())
    (is_from_client ? from_server_ : from_client_)
        .record(std::chrono::nanoseconds(*other.latest_round_trip()));
  return kind;
}

// Ports are used again: a SYN with another number than the first begins another connection.
Connection& Analysis::connection_of(const Segment& segment) {
  const bool continues = !opens(segment);
  if (latest_ != nullptr && continues &&
      ((segment.source == latest_->client && segment.destination == latest_->server) ||
       (segment.source == latest_->server && segment.destination == latest_->client)))
    return *latest_;
  const Ends ends = std::minmax(segment.source, segment.destination);
  const auto found = open_.find(ends);
  const bool is_known =
      found != open_.end() && (continues || (found->second->client == segment.source &&
                                             found->second->first_sequence == segment.sequence));
  latest_ = is_known ? found->second : &begin_connection(segment, ends);
  return *latest_;
}

Connection& Analysis::begin_connection(const Segment& segment, const Ends& ends) {
  if (connections_.size() >= most_connections_) leave_out_the_silent();
  const bool is_answer = segment.has(kSyn) && segment.has(kAck);
  connections_.push_back(std::make_unique<Connection>(
      Connection{.client = is_answer ? segment.destination : segment.source,
                 .server = is_answer ? segment.source : segment.destination,
                 .first_ns = segment.time_ns,
                 .last_ns = segment.time_ns,
                 .first_sequence = is_answer ? segment.acknowledgement - 1 : segment.sequence}));
  open_[ends] = connections_.back().get();
  return *connections_.back();
}

// Half of them at once, so that it costs little for each.
void Analysis::leave_out_the_silent() {
  const auto kept = connections_.begin() + static_cast<std::ptrdiff_t>(connections_.size() / 2);
  std::nth_element(connections_.begin(), kept, connections_.end(),
                   [](const auto& a, const auto& b) { return a->last_ns > b->last_ns; });
  for (auto silent = kept; silent != connections_.end(); ++silent) {
    const Connection& connection = **silent;
    left_out_totals_ += connection.figures();
    ++left_out_;
    const auto open = open_.find(std::minmax(connection.client, connection.server));
    if (open != open_.end() && open->second == &connection) open_.erase(open);
  }
  connections_.erase(kept, connections_.end());
  latest_ = nullptr;
}

Figures Analysis::totals() const {
  Figures sum = left_out_totals_;
  for (const auto& connection : connections_) sum += connection->figures();
  return sum;
}

std::vector<const Connection*> Analysis::connections() const {
  std::vector<std::pair<std::uint64_t, const Connection*>> by_bytes;
  for (const auto& connection : connections_)
    by_bytes.emplace_back(connection->figures().bytes, connection.get());
  std::sort(by_bytes.begin(), by_bytes.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return std::tie(a.second->first_ns, a.second->client) <
           std::tie(b.second->first_ns, b.second->client);
  });
  std::vector<const Connection*> sorted;
  for (const auto& [bytes, connection] : by_bytes) sorted.push_back(connection);
  return sorted;
}

const metrics::Histogram* Analysis::round_trips() const {
  const auto least = [](const metrics::Histogram& trips) { return trips.min_s().value_or(-1); };
  const metrics::Histogram& farther =
      least(from_server_) > least(from_client_) ? from_server_ : from_client_;
  return farther.count() > 0 ? &farther : nullptr;
}

}  // namespace gauntlet::orchestrator::packets
