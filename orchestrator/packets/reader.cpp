#include "orchestrator/packets/reader.h"

#include <fmt/format.h>

#include "base/error.h"

#ifdef GAUNTLET_PCAP
#include <pcap/pcap.h>

#include <array>
#include <exception>
#include <memory>
#include <optional>
#endif

namespace gauntlet::orchestrator::packets {

#ifdef GAUNTLET_PCAP
namespace {

using Capture = std::unique_ptr<pcap_t, decltype(&::pcap_close)>;

std::optional<LinkType> link_type_of(int number) {
  switch (number) {
    case DLT_EN10MB:
      return LinkType::kEthernet;
    case DLT_LINUX_SLL:
      return LinkType::kLinuxCooked;
    case DLT_LINUX_SLL2:
      return LinkType::kLinuxCooked2;
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
      return LinkType::kRawIp;
    case DLT_NULL:
    case DLT_LOOP:
      return LinkType::kLoopback;
    default:
      return std::nullopt;
  }
}

Capture open_capture(std::FILE* open, const std::string& name) {
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  Capture capture(
      ::pcap_fopen_offline_with_tstamp_precision(open, PCAP_TSTAMP_PRECISION_NANO, error.data()),
      &::pcap_close);
  if (capture == nullptr) {
    std::fclose(open);
    throw Error({.file = name}, fmt::format("is no capture that can be read ({}); give a pcap or "
                                            "pcapng file",
                                            error.data()));
  }
  return capture;
}

LinkType link_type_of(pcap_t* capture, const std::string& name) {
  const int number = ::pcap_datalink(capture);
  if (const auto link = link_type_of(number)) return *link;
  const char* known = ::pcap_datalink_val_to_name(number);
  throw Error({.file = name},
              fmt::format("is a capture of links of type {}, which are not read; capture on "
                          "Ethernet, on loopback, or on 'any'",
                          known != nullptr ? known : std::to_string(number)));
}

// What libpcap, which is C, hands through. An exception must not pass through it.
struct Receiver {
  pcap_t* capture;
  LinkType link;
  const PacketHandler& handler;
  std::exception_ptr failure{};
};

void receive(u_char* user, const pcap_pkthdr* header, const u_char* bytes) {
  auto& receiver = *reinterpret_cast<Receiver*>(user);
  constexpr std::int64_t kSecond = 1'000'000'000;
  constexpr std::int64_t kMostSeconds = 1LL << 33;  // more than any clock; less than overflows
  const std::int64_t seconds = header->ts.tv_sec;
  const bool is_time = seconds >= 0 && seconds < kMostSeconds;
  try {
    receiver.handler(receiver.link,
                     {.time_ns = is_time ? seconds * kSecond + header->ts.tv_usec % kSecond : 0,
                      .wire_length = header->len,
                      .bytes = {bytes, header->caplen}});
  } catch (...) {
    receiver.failure = std::current_exception();
    ::pcap_breakloop(receiver.capture);
  }
}

}  // namespace

std::string read_capture(std::FILE* open, const std::string& name, const PacketHandler& handler) {
  const Capture capture = open_capture(open, name);
  Receiver receiver{
      .capture = capture.get(), .link = link_type_of(capture.get(), name), .handler = handler};
  constexpr int kAll = -1;
  const int result =
      ::pcap_loop(capture.get(), kAll, receive, reinterpret_cast<u_char*>(&receiver));
  if (receiver.failure) std::rethrow_exception(receiver.failure);
  return result == PCAP_ERROR ? ::pcap_geterr(capture.get()) : "";
}

std::string read_capture(const std::filesystem::path& file, const PacketHandler& handler) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    throw Error({.file = file.string()}, "is a folder; give a pcap or pcapng file");
  std::FILE* open = std::fopen(file.c_str(), "rbe");
  if (open == nullptr)
    throw_errno(fmt::format("cannot read '{}'", file.string()), ExitCode::kBadInput);
  constexpr std::size_t kBuffer = 1 << 18;  // libpcap reads packet by packet
  std::setvbuf(open, nullptr, _IOFBF, kBuffer);
  return read_capture(open, file.string(), handler);
}

#else

namespace {

[[noreturn]] void say_what_is_missing() {
  throw Error(
      "this build reads no captures: libpcap is missing; install libpcap-dev and configure with "
      "-DGAUNTLET_PCAP=ON",
      ExitCode::kUnable);
}

}  // namespace

std::string read_capture(std::FILE*, const std::string&, const PacketHandler&) {
  say_what_is_missing();
}

std::string read_capture(const std::filesystem::path&, const PacketHandler&) {
  say_what_is_missing();
}

#endif

}  // namespace gauntlet::orchestrator::packets
