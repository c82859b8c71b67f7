// Programs of ours beside the page: what they print is awaited, and holds up no page.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"
#include "net/asio.h"

namespace gauntlet::orchestrator::dashboard {

struct Printed {
  int exit_code = -1;  // -1: a signal ended it
  std::string out{};
  std::string err{};
};

// Runs orchestrator itself with these arguments, to its end. Of what it prints no more is kept than
// kMostPrinted. Throws Error (kUnable) when it cannot be run.
inline constexpr std::size_t kMostPrinted = std::size_t{64} * 1024 * 1024;
net::Awaitable<Printed> run_command(asio::io_context& io, std::vector<std::string> arguments);

// A campaign in a process of its own, whose events come as lines (outputs/jsonl.h).
class CampaignProcess {
 public:
  using TakeLine = std::function<void(std::string_view)>;

  // Runs orchestrator with these arguments, and has it tell its events. Throws Error (kUnable).
  CampaignProcess(asio::io_context& io, std::vector<std::string> arguments);
  CampaignProcess(const CampaignProcess&) = delete;
  CampaignProcess& operator=(const CampaignProcess&) = delete;
  ~CampaignProcess();  // ends it at once, with all that it has started

  // To its end. Returns the exit code; -1: a signal ended it.
  net::Awaitable<int> await_end(TakeLine take_event, TakeLine take_message);

  void send_signal(int signal) const;

 private:
  net::Awaitable<void> follow(net::Descriptor& source, TakeLine take);

  asio::io_context& io_;
  int pid_ = -1;
  bool ended_ = false;
  net::Descriptor pidfd_;
  net::Descriptor events_;
  net::Descriptor messages_;
  UniqueFd events_kept_open_{};  // so that the pipe does not end before it was opened
};

}  // namespace gauntlet::orchestrator::dashboard
