#include "orchestrator/trace/sockets.h"

#include <fmt/format.h>
#include <linux/errqueue.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>
#include <utility>

#include "base/error.h"

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr std::uint64_t kUdpHeader = 8;  // bytes
constexpr std::uint16_t kAnyPort = 9;    // to look for a route; nothing is sent there

// What differs between IPv4 and IPv6.
struct Family {
  int level;
  int receive_errors;
  int mtu_discover;
  int mtu_probe;  // no fragments, and whatever is known of the path's MTU does not count
  int hop_limit;
  std::uint64_t header;   // bytes
  std::uint64_t largest;  // packet, in bytes; of IPv6 without a jumbo payload (RFC 8200)
};
constexpr Family kV4{IPPROTO_IP, IP_RECVERR, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE, IP_TTL, 20, 65535};
constexpr Family kV6{IPPROTO_IPV6,      IPV6_RECVERR, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE,
                     IPV6_UNICAST_HOPS, 40,           65535 + 40};

const Family& family_of(const Address& address) { return address.is_v6() ? kV6 : kV4; }

Address to_address(const sockaddr* from, socklen_t size) {
  Address address{.size = size};
  std::memcpy(&address.bytes, from, size);
  return address;
}

std::string unable(const Address& host, const char* what) {
  return fmt::format("cannot {} {}", what, to_string(host));
}

void set_option(const UniqueFd& socket, int level, int name, int value) {
  if (::setsockopt(socket.get(), level, name, &value, sizeof value) != 0)
    throw_errno("cannot set an option of a socket");
}

UniqueFd udp_socket(const Address& to) {
  UniqueFd socket(::socket(to.bytes.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) throw_errno("cannot make a socket");
  return socket;
}

bool connect_to_address(const UniqueFd& socket, const Address& address) {
  const auto* to = reinterpret_cast<const sockaddr*>(&address.bytes);
  return ::connect(socket.get(), to, address.size) == 0;
}

// As a port of the two families stands at the same place.
Address with_port(Address address, std::uint16_t port) {
  reinterpret_cast<sockaddr_in*>(&address.bytes)->sin_port = htons(port);
  return address;
}

// Whether there is a route; errno says why not.
bool has_route(const Address& address) {
  const UniqueFd socket(::socket(address.bytes.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return socket && connect_to_address(socket, with_port(address, kAnyPort));
}

nanoseconds wall_clock() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

// What the kernel says of a message beside its bytes.
struct Beside {
  const sock_extended_err* error = nullptr;
  nanoseconds arrived{};  // by the wall clock
};

Beside read_beside(msghdr& message) {
  Beside beside;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    const bool is_error = (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
                          (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR);
    if (is_error) beside.error = reinterpret_cast<const sock_extended_err*>(CMSG_DATA(part));
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPNS) continue;
    timespec at{};
    std::memcpy(&at, CMSG_DATA(part), sizeof at);
    beside.arrived = std::chrono::seconds(at.tv_sec) + nanoseconds(at.tv_nsec);
  }
  return beside;
}

// Its ICMP says: no hops are left.
bool is_time_exceeded(const sock_extended_err& error) {
  return (error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == ICMP_TIME_EXCEEDED) ||
         (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == ICMP6_TIME_EXCEEDED);
}

std::string offender_of(const sock_extended_err& error) {
  const sockaddr* offender = SO_EE_OFFENDER(&error);
  if (offender->sa_family == AF_UNSPEC) return {};
  const bool is_v6 = offender->sa_family == AF_INET6;
  return to_string(to_address(offender, is_v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in)));
}

Answer to_answer(const sock_extended_err& error, const std::string& host) {
  Answer answer{.from = offender_of(error)};
  if (error.ee_errno == EMSGSIZE) {
    answer.as = Answer::As::kNarrow;
    answer.mtu = error.ee_info;
  } else if (answer.from == host) {  // that nobody listens, or may not be asked: it has arrived
    answer.as = Answer::As::kHost;
  } else if (!is_time_exceeded(error)) {
    answer.as = Answer::As::kRefuser;
    answer.why = std::strerror(static_cast<int>(error.ee_errno));
  }
  return answer;
}

}  // namespace

std::string to_string(const Address& address) {
  std::array<char, NI_MAXHOST> text{};
  const auto* from = reinterpret_cast<const sockaddr*>(&address.bytes);
  ::getnameinfo(from, address.size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return text.data();
}

Address address_of(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_DGRAM;
  addrinfo* first = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &first); error != 0)
    throw Error(fmt::format("'{}' has no address: {}", host, ::gai_strerror(error)),
                ExitCode::kUnable);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> found(first, ::freeaddrinfo);
  int why = 0;
  for (const addrinfo* at = found.get(); at != nullptr; at = at->ai_next) {
    const Address address = to_address(at->ai_addr, at->ai_addrlen);
    if (has_route(address)) return address;
    if (why == 0) why = errno;
  }
  throw Error(
      fmt::format("no route leads to '{}' ({}): {}", host,
                  to_string(to_address(first->ai_addr, first->ai_addrlen)), std::strerror(why)),
      ExitCode::kUnable);
}

// The kernel sends to an address of this machine from that address itself; to all of 127.0.0.0/8,
// from one of these.
bool is_elsewhere(const Address& address) {
  const UniqueFd socket = udp_socket(address);
  Address own{.size = sizeof own.bytes};
  if (!connect_to_address(socket, with_port(address, kAnyPort)) ||
      ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own.bytes), &own.size) != 0)
    return true;
  const std::string source = to_string(own);
  return source != to_string(address) && (address.is_v6() || !source.starts_with("127."));
}

ProbeSocket::ProbeSocket(const Address& host, std::uint16_t port)
    : host_(host), socket_(udp_socket(host)) {
  const Family& family = family_of(host);
  set_option(socket_, family.level, family.receive_errors, 1);
  set_option(socket_, family.level, family.mtu_discover, family.mtu_probe);
  set_option(socket_, SOL_SOCKET, SO_TIMESTAMPNS, 1);
  if (!connect_to_address(socket_, with_port(host, port))) throw_errno(unable(host, "reach"));
}

void ProbeSocket::set_hop_limit(unsigned hops) {
  const Family& family = family_of(host_);
  set_option(socket_, family.level, family.hop_limit, static_cast<int>(hops));
}

bool ProbeSocket::send(std::uint64_t bytes) {
  const std::vector<char> payload(bytes - family_of(host_).header - kUdpHeader);
  sent_ = steady_clock::now();
  sent_by_wall_clock_ = wall_clock();
  if (::send(socket_.get(), payload.data(), payload.size(), 0) >= 0) return true;
  if (errno != EMSGSIZE) throw_errno(unable(host_, "send to"));
  return false;
}

std::optional<Answer> ProbeSocket::read_answer() {
  std::array<char, 1> payload{};  // of no interest
  alignas(cmsghdr) std::array<char, 512> control{};
  iovec space{payload.data(), payload.size()};
  msghdr message{};
  message.msg_iov = &space;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const std::string host = to_string(host_);
  const bool is_error = ::recvmsg(socket_.get(), &message, MSG_ERRQUEUE) >= 0;
  // Else somebody listens there, and has answered.
  if (!is_error && ::recvmsg(socket_.get(), &message, 0) < 0) return std::nullopt;
  const Beside beside = read_beside(message);
  if (is_error && beside.error == nullptr) return std::nullopt;
  Answer answer =
      is_error ? to_answer(*beside.error, host) : Answer{.as = Answer::As::kHost, .from = host};
  answer.rtt = since_sent(beside.arrived);
  return answer;
}

// The kernel's time of the arrival does not contain how long we took to look. It is one of the wall
// clock, and does not count where that clock was set meanwhile.
Duration ProbeSocket::since_sent(nanoseconds arrived) const {
  const Duration at_most = steady_clock::now() - sent_;
  const Duration rtt = arrived - sent_by_wall_clock_;
  return rtt > Duration{} && rtt < at_most ? rtt : at_most;
}

bool await_any(const std::vector<int>& sockets, SteadyTime deadline, int interrupt_fd) {
  std::vector<pollfd> polled{{interrupt_fd, POLLIN, 0}};
  for (const int fd : sockets) polled.push_back({fd, POLLIN, 0});
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
  const int wait_ms = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  const int ready = ::poll(polled.data(), polled.size(), wait_ms);
  const bool was_disturbed = ready < 0 && errno == EINTR;
  return was_disturbed || (ready > 0 && polled.front().revents == 0);
}

std::uint64_t smallest_packet(const Address& host) { return family_of(host).header + kUdpHeader; }

std::uint64_t largest_packet(const Address& host) { return family_of(host).largest; }

}  // namespace gauntlet::orchestrator::trace
