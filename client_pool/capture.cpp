#include "client_pool/capture.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "client_pool/interface.h"

#ifdef GAUNTLET_PCAP
#include <pcap/pcap.h>
#include <poll.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>

#include "base/process.h"
#include "base/wake.h"
#endif

namespace gauntlet::client_pool {

std::string capture_filter(std::vector<std::uint16_t> ports) {
  std::sort(ports.begin(), ports.end());
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  std::vector<std::string> parts;
  for (std::size_t first = 0, next = 0; first < ports.size(); first = next) {
    for (next = first + 1; next < ports.size() && ports[next] == ports[next - 1] + 1; ++next) {
    }
    parts.push_back(next - first == 1
                        ? fmt::format("port {}", ports[first])
                        : fmt::format("portrange {}-{}", ports[first], ports[next - 1]));
  }
  return fmt::format("tcp and ({})", fmt::join(parts, " or "));
}

#ifdef GAUNTLET_PCAP
namespace {

constexpr int kHeaderBytes = 128;               // Ethernet, IPv6 and TCP with all options fit
constexpr int kKernelBytes = 16 * 1024 * 1024;  // what the kernel keeps until it is read
constexpr int kHandedOverMs = 20;               // so late at most the kernel hands packets over

using Handle = std::unique_ptr<pcap_t, decltype(&::pcap_close)>;
using Dump = std::unique_ptr<pcap_dumper_t, decltype(&::pcap_dump_close)>;

[[noreturn]] void say_why_not(pcap_t* handle, int error, const std::string& interface) {
  if (error == PCAP_ERROR_PERM_DENIED)
    throw Error(fmt::format("cannot capture on {} without the right CAP_NET_RAW; give it by: sudo "
                            "setcap cap_net_raw+ep {}/client_pool",
                            interface, program_folder()),
                ExitCode::kUnable);
  const std::string why = ::pcap_geterr(handle);
  throw Error(fmt::format("cannot capture on {}: {}", interface,
                          why.empty() ? ::pcap_statustostr(error) : why),
              ExitCode::kUnable);
}

Handle open_interface(const std::string& interface) {
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  Handle handle(::pcap_create(interface.c_str(), error.data()), &::pcap_close);
  if (handle == nullptr)
    throw Error(fmt::format("cannot capture on {}: {}", interface, error.data()),
                ExitCode::kUnable);
  ::pcap_set_snaplen(handle.get(), kHeaderBytes);
  ::pcap_set_buffer_size(handle.get(), kKernelBytes);
  ::pcap_set_timeout(handle.get(), kHandedOverMs);
  ::pcap_set_tstamp_precision(handle.get(), PCAP_TSTAMP_PRECISION_NANO);
  const int result = ::pcap_activate(handle.get());
  if (result < 0) say_why_not(handle.get(), result, interface);
  // Else a read waits for the first packet, however long that takes.
  if (::pcap_setnonblock(handle.get(), 1, error.data()) != 0)
    throw Error(fmt::format("cannot capture on {}: {}", interface, error.data()),
                ExitCode::kUnable);
  return handle;
}

void set_filter(pcap_t* handle, const std::string& filter) {
  bpf_program program{};
  const bool set = ::pcap_compile(handle, &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0 &&
                   ::pcap_setfilter(handle, &program) == 0;
  ::pcap_freecode(&program);
  if (!set)
    throw Error(fmt::format("cannot capture '{}': {}", filter, ::pcap_geterr(handle)),
                ExitCode::kUnable);
}

Dump open_dump(pcap_t* handle, const std::string& file) {
  Dump dump(::pcap_dump_open(handle, file.c_str()), &::pcap_dump_close);
  if (dump == nullptr) throw Error(::pcap_geterr(handle), ExitCode::kUnable);
  return dump;
}

}  // namespace

class Capture::Session {
 public:
  Session(const std::string& file, const std::string& interface, const std::string& filter)
      : file_(file), handle_(open_interface(interface)), dump_(nullptr, &::pcap_dump_close) {
    set_filter(handle_.get(), filter);
    dump_ = open_dump(handle_.get(), file);
    thread_ = std::thread([this] { run(); });
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { join(); }

  void finish(contract::CaptureReport& report) {
    join();
    pcap_stat counts{};
    if (::pcap_stats(handle_.get(), &counts) == 0)
      report.dropped = std::uint64_t{counts.ps_drop} + counts.ps_ifdrop;
    report.packets = packets_;  // ps_recv counts what passes over loopback twice
    if (::pcap_dump_flush(dump_.get()) != 0 || std::ferror(::pcap_dump_file(dump_.get())) != 0)
      report.problem = fmt::format("cannot write '{}': {}", file_, std::strerror(errno));
    else
      report.problem = problem_;
  }

 private:
  void join() {
    if (!thread_.joinable()) return;
    stop_.raise();
    thread_.join();
  }

  static void receive(u_char* user, const pcap_pkthdr* header, const u_char* bytes) {
    auto& session = *reinterpret_cast<Session*>(user);
    ++session.packets_;
    ::pcap_dump(reinterpret_cast<u_char*>(session.dump_.get()), header, bytes);
  }

  // Waits for packets or for the end. Once that is asked for, what the kernel has not handed over
  // yet comes within its time.
  void run() {
    std::array<pollfd, 2> waiting{pollfd{::pcap_get_selectable_fd(handle_.get()), POLLIN, 0},
                                  pollfd{stop_.fd(), POLLIN, 0}};
    constexpr int kForever = -1;
    constexpr int kAll = -1;
    bool ending = false;
    for (;;) {
      const int ready =
          ::poll(waiting.data(), ending ? 1 : 2, ending ? 3 * kHandedOverMs : kForever);
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return;
      if (waiting[0].revents != 0 &&
          ::pcap_dispatch(handle_.get(), kAll, receive, reinterpret_cast<u_char*>(this)) < 0) {
        problem_ = fmt::format("the capture broke off: {}", ::pcap_geterr(handle_.get()));
        return;
      }
      ending = ending || waiting[1].revents != 0;
    }
  }

  std::string file_;
  Handle handle_;
  Dump dump_;
  Wake stop_{};
  std::uint64_t packets_ = 0;  // of the thread, until it is joined, as is the next
  std::string problem_{};
  std::thread thread_{};
};

#else

class Capture::Session {
 public:
  Session(const std::string&, const std::string&, const std::string&) {
    throw Error(
        "this build captures no packets: libpcap is missing; install libpcap-dev and configure "
        "with -DGAUNTLET_PCAP=ON",
        ExitCode::kUnable);
  }
  void finish(contract::CaptureReport&) {}
};

#endif

Capture::Capture(const std::string& file, const std::vector<asio::ip::tcp::endpoint>& ends) {
  std::set<std::string> interfaces;
  std::vector<std::uint16_t> ports;
  for (const asio::ip::tcp::endpoint& end : ends) {
    interfaces.insert(interface_to(end));
    ports.push_back(end.port());
  }
  report_.interface = interfaces.size() == 1 ? *interfaces.begin() : kAnyInterface;
  try {
    session_ = std::make_unique<Session>(file, report_.interface, capture_filter(ports));
  } catch (const Error& error) {
    report_.problem = error.what();
  }
}

Capture::~Capture() = default;

contract::CaptureReport Capture::finish() {
  if (session_) session_->finish(report_);
  session_.reset();
  return report_;
}

}  // namespace gauntlet::client_pool
