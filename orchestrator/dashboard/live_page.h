// The page and what it is made of, on one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/own_folder.h"
#include "base/unique_fd.h"
#include "net/asio.h"
#include "orchestrator/dashboard/api.h"
#include "orchestrator/dashboard/feed.h"
#include "orchestrator/dashboard/live_state.h"
#include "orchestrator/dashboard/server.h"
#include "orchestrator/dashboard/server_watch.h"

namespace gauntlet::orchestrator::dashboard {

// Where the page is.
struct PageAddress {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 5000;  // 0: a free one
};

struct PageFolders {
  std::filesystem::path results = "results";
  std::filesystem::path scenarios = "scenarios";
};

class LivePage {
 public:
  // Binds the address. Throws Error (kUnable) when it is taken, and (kBadInput) where a file stands
  // in the place of a folder.
  LivePage(const PageAddress& address, const PageFolders& folders);
  LivePage(LivePage&&) = delete;

  // For a browser of this machine: "http://127.0.0.1:5000/", with the token where one is needed.
  const std::string& url() const { return url_; }
  LiveState& state() { return state_; }
  asio::io_context& io() { return io_; }

  // Before run().
  void set_control(RunControl control);
  // Serves the page until stop (not owned) becomes readable. Then the run that it has started is
  // told to stop, and pages that read get what they were told.
  void run(int stop);

 private:
  net::Awaitable<void> watch(int stop);
  net::Awaitable<void> end_run();
  net::Awaitable<void> let_pages_go();
  net::Awaitable<void> tick();
  net::Awaitable<void> ask_server();

  AccessRules access_{};
  UniqueFd listener_{};
  std::string url_{};
  PageFolders folders_;
  std::optional<OwnFolder> own_folder_{};  // where runs are started
  LiveState state_;
  Feed feed_;
  std::unique_ptr<Api> api_{};
  std::function<void(int)> signal_run_{};  // that the page has started; empty: it starts none
  Server server_;
  ServerWatch watch_;
  asio::io_context io_;  // last, so destroyed first: its coroutines use what is above
};

}  // namespace gauntlet::orchestrator::dashboard
