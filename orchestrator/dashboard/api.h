// What the page's addresses answer; docs/dashboard.md lists them.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "net/asio.h"
#include "orchestrator/dashboard/access.h"
#include "orchestrator/dashboard/live_state.h"
#include "orchestrator/dashboard/look_back.h"
#include "orchestrator/dashboard/request.h"
#include "orchestrator/dashboard/routes.h"
#include "orchestrator/dashboard/server_watch.h"

namespace gauntlet::orchestrator::dashboard {

// What the page can do to runs.
struct RunControl {
  // Starts orchestrator with these arguments; throws Error when it cannot. Empty: this page shows
  // one run, and starts none.
  std::function<void(std::vector<std::string> arguments)> start{};
  // Sends a signal to the campaign in hand.
  std::function<void(int)> signal{};
};

struct ApiOptions {
  AccessRules access{};
  std::filesystem::path results{};
  std::filesystem::path scenarios{};
  std::string one_click{};  // the matrix file of the one-click test
};

class Api {
 public:
  // The state, the watch and what the control refers to outlive it.
  Api(asio::io_context& io, ApiOptions options, LiveState& state, ServerWatch& watch,
      RunControl control);

  // Never throws: what goes wrong is an answer, too.
  net::Awaitable<Response> answer(const Request& request);

 private:
  std::optional<Response> refuse(const Request& request) const;

  Response page(const Call& call);
  Response asset(const Call& call);
  Response events(const Call& call);
  Response about(const Call& call);
  net::Awaitable<Response> figures(const Call& call);
  Response start_test(const Call& call);
  Response test_status(const Call& call);
  net::Awaitable<Response> toggle_cache(const Call& call);
  Response scenarios(const Call& call);
  Response settings(const Call& call);
  net::Awaitable<Response> expand(const Call& call);
  net::Awaitable<Response> start_run(const Call& call);
  Response pause(const Call& call);
  Response go_on(const Call& call);
  Response stop(const Call& call);

  Response begin(std::vector<std::string> arguments);
  Response control(int signal, Phase phase);
  std::vector<std::string> selection(const Request& request) const;

  asio::io_context& io_;
  ApiOptions options_;
  LiveState& state_;
  ServerWatch& watch_;
  RunControl control_;
  LookBack look_back_;
  Routes routes_{};
};

}  // namespace gauntlet::orchestrator::dashboard
