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
#include "orchestrator/dashboard/past_runs.h"
#include "orchestrator/dashboard/request.h"
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
  // A request, and what stands for the stars of its route.
  struct Call {
    const Request& request;
    std::vector<std::string> names{};
  };
  struct Route;
  static const std::vector<Route>& routes();

  std::optional<Response> refuse(const Request& request) const;
  net::Awaitable<Response> route(const Request& request);

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
  Response runs(const Call& call);
  net::Awaitable<Response> report_of_run(const Call& call);
  Response table_of_run(const Call& call);
  Response pictures_of_run(const Call& call);
  Response picture_of_run(const Call& call);
  Response row_of_run(const Call& call);
  net::Awaitable<Response> compare(const Call& call);

  net::Awaitable<Response> report(const std::vector<std::string>& arguments);
  Response begin(std::vector<std::string> arguments);
  Response control(int signal, Phase phase);
  std::vector<std::string> selection(const Request& request) const;
  std::filesystem::path table(const std::string& name) const;

  asio::io_context& io_;
  ApiOptions options_;
  LiveState& state_;
  ServerWatch& watch_;
  RunControl control_;
  PastRuns past_;
};

}  // namespace gauntlet::orchestrator::dashboard
