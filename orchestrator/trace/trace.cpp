#include "orchestrator/trace/trace.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "orchestrator/process/child.h"
#include "orchestrator/trace/mtr.h"
#include "orchestrator/trace/path_mtu.h"
#include "orchestrator/trace/sockets.h"
#include "orchestrator/trace/udp.h"

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::steady_clock;
using HopsOfMtr = tl::expected<std::vector<Hop>, std::string>;

constexpr auto kBesideRounds = std::chrono::seconds(5);

SteadyTime deadline_of(const Effort& effort) {
  return steady_clock::now() + effort.interval * effort.rounds + kBesideRounds;
}

std::string read_all(process::Child& mtr, SteadyTime deadline) {
  std::string text;
  std::string line;
  while (mtr.read_line(line, deadline) == process::Got::kLine) text += line + '\n';
  return text;
}

// What mtr found, or why it found nothing.
HopsOfMtr run_mtr(const std::vector<std::string>& argv, SteadyTime deadline, int interrupt_fd) {
  try {
    process::Child mtr({.argv = argv, .stderr_file = "/dev/null", .interrupt_fd = interrupt_fd});
    const std::string text = read_all(mtr, deadline);
    const auto status = mtr.wait(deadline);
    if (!status) return tl::unexpected<std::string>("it did not end in time, or was interrupted");
    if (!status->clean())
      return tl::unexpected(
          fmt::format("it {}; to see why: {}", to_string(*status), fmt::join(argv, " ")));
    return parse_mtr(text);
  } catch (const Error& error) {
    return tl::unexpected(fmt::format("{} (Debian: mtr-tiny)", error.what()));
  }
}

class Trace {
 public:
  Trace(const Target& target, const Effort& effort)
      : effort_(effort),
        host_(address_of(target.host)),
        path_{.target = target, .address = to_string(host_)},
        deadline_(deadline_of(effort)) {}

  // The path MTU comes first, since the host must answer for it, and answers only a few probes at
  // once. It is asked again where only that failed: on a new link neighbours are found late.
  Path run() {
    MtuFound mtu = find_mtu();
    if (effort_.method == Choice::kUdp || !find_hops_by_mtr()) find_hops_by_udp();
    if (path_.reached && !mtu.mtu.confirmed) mtu = find_mtu();
    path_.mtu = mtu.mtu;
    note(std::move(mtu.note));
    note_end();
    return std::move(path_);
  }

 private:
  MtuFound find_mtu() { return find_path_mtu(host_, deadline_, effort_.interrupt_fd); }

  bool find_hops_by_mtr() {
    HopsOfMtr hops = run_mtr(mtr_command(path_.address, path_.target.port, effort_), deadline_,
                             effort_.interrupt_fd);
    if (!hops) {
      if (effort_.method == Choice::kMtr)
        throw Error(fmt::format("no path by mtr: {}", hops.error()), ExitCode::kUnable);
      note(fmt::format("by UDP, since mtr is of no use here: {}", hops.error()));
      return false;
    }
    path_.method = path_.target.port ? Method::kMtrTcp : Method::kMtrIcmp;
    path_.hops = std::move(*hops);
    path_.reached = !path_.hops.empty() && path_.hops.back().addresses.front() == path_.address;
    return true;
  }

  void find_hops_by_udp() {
    const Rounds rounds = probe_by_udp(host_, effort_, deadline_);
    path_.method = Method::kUdp;
    path_.hops = rounds.hops();
    path_.reached = rounds.reached();
    note(rounds.refusal());
  }

  void note_end() {
    if (path_.reached) return;
    note(path_.hops.empty()
             ? "nothing on the way answers"
             : fmt::format("nothing answers beyond hop {}; the host may be further away",
                           path_.hops.size()));
  }

  void note(std::string sentence) {
    if (!sentence.empty()) path_.notes.push_back(std::move(sentence));
  }

  const Effort& effort_;
  Address host_;
  Path path_;
  SteadyTime deadline_;
};

}  // namespace

Path trace(const Target& target, const Effort& effort) { return Trace(target, effort).run(); }

bool is_elsewhere(const Target& target) {
  try {
    return is_elsewhere(address_of(target.host));
  } catch (const Error&) {
    return true;
  }
}

}  // namespace gauntlet::orchestrator::trace
