#include "orchestrator/dashboard/live_page.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <utility>

#include "base/error.h"
#include "base/host_ports.h"
#include "base/json_text.h"
#include "net/resolve.h"
#include "net/sockets.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using std::chrono::steady_clock;

// The one-click test: many clients at once, for long enough to be watched.
constexpr const char* kOneClick = R"(# 100 clients at once get a small file for ten seconds.
name: one click
settings:
  operation: get
  volume: 16KiB
  mode: thread
  server_pool: 4
  client_pool: 100
  duration: 10s
  congestion: cubic
  sessions: on
)";

std::int64_t now_ns() {
  return std::chrono::nanoseconds(steady_clock::now().time_since_epoch()).count();
}

ClockOffset clock_offset() {
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::nanoseconds(wall).count() - now_ns();
}

std::string write_one_click(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "one_click.yaml";
  std::ofstream(file) << kOneClick;
  return file.string();
}

// As a browser of this machine reaches what is bound.
asio::ip::address reachable(const asio::ip::address& bound) {
  if (!bound.is_unspecified()) return bound;
  if (bound.is_v4()) return asio::ip::address_v4::loopback();
  return asio::ip::address_v6::loopback();
}

void check_folder(const char* option, const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder, error) && !std::filesystem::is_directory(folder, error))
    throw Error(fmt::format("{}: '{}' is no folder; name one", option, folder.string()));
}

}  // namespace

LivePage::LivePage(const PageAddress& address, const PageFolders& folders)
    : folders_(folders),
      state_([this](std::string_view name,
                    const LiveState::Json& data) { feed_.publish(name, json_text(data)); },
             clock_offset()),
      feed_(fmt::format("{:x}", now_ns()), [this] { return json_text(state_.state()); }),
      server_([this](const Request& request) { return api_->answer(request); }, feed_),
      watch_(io_, state_),
      io_(net::kOneThread) {
  check_folder("--results", folders.results);
  check_folder("--scenarios", folders.scenarios);
  listener_ = net::listen_on({.host = address.bind, .port = address.port});
  const asio::ip::tcp::endpoint place = net::local_endpoint(listener_.get());
  access_.bind = address.bind;
  if (!place.address().is_loopback()) access_.token = make_token();
  const std::string host =
      net::parse_address(address.bind) ? net::host_text(reachable(place.address())) : address.bind;
  url_ = fmt::format("http://{}:{}/", host, place.port());
  if (!access_.token.empty()) url_ += "#token=" + access_.token;
}

void LivePage::set_control(RunControl control) {
  ApiOptions options{
      .access = access_, .results = folders_.results, .scenarios = folders_.scenarios};
  if (control.start) {
    signal_run_ = control.signal;
    own_folder_.emplace(folder_for_temporaries(), "gauntlet_dashboard_");
    options.one_click = write_one_click(own_folder_->path());
  }
  api_ = std::make_unique<Api>(io_, std::move(options), state_, watch_, std::move(control));
}

void LivePage::run(int stop) {
  server_.start(io_, std::move(listener_));
  net::spawn(io_, watch(stop), net::rethrow);
  net::spawn(io_, tick(), net::rethrow);
  net::spawn(io_, ask_server(), net::rethrow);
  io_.run();
}

net::Awaitable<void> LivePage::watch(int stop) {
  net::Descriptor descriptor(io_, ::dup(stop));
  co_await descriptor.async_wait(net::Descriptor::wait_read, net::use_awaitable);
  if (signal_run_ && state_.goes_on()) co_await end_run();
  co_await let_pages_go();
  io_.stop();
}

// As Ctrl-C would: it leaves a table that can be resumed, its report, and nothing that runs. One
// that does not end in time is killed with the page.
net::Awaitable<void> LivePage::end_run() {
  constexpr std::chrono::seconds kPatience{30};
  const auto end = steady_clock::now() + kPatience;
  state_.set_phase(Phase::kStopping);
  signal_run_(SIGINT);
  net::Timer timer(io_);
  while (state_.goes_on() && steady_clock::now() < end) {
    timer.expires_after(std::chrono::milliseconds(20));
    co_await timer.async_wait(net::use_awaitable);
  }
}

net::Awaitable<void> LivePage::let_pages_go() {
  constexpr std::chrono::seconds kPatience{1};
  const auto end = steady_clock::now() + kPatience;
  feed_.publish("closed", "{}");
  feed_.close();
  net::Timer timer(io_);
  while (feed_.subscribers() > 0 && steady_clock::now() < end) {
    timer.expires_after(std::chrono::milliseconds(10));
    co_await timer.async_wait(net::use_awaitable);
  }
}

net::Awaitable<void> LivePage::tick() {
  net::Timer timer(io_);
  for (;;) {
    timer.expires_after(std::chrono::milliseconds(250));
    co_await timer.async_wait(net::use_awaitable);
    state_.tick(now_ns());
  }
}

// What the server under test says of itself, once a second while a page looks on.
net::Awaitable<void> LivePage::ask_server() {
  net::Timer timer(io_);
  for (;;) {
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(net::use_awaitable);
    if (feed_.subscribers() > 0) co_await watch_.refresh();
  }
}

}  // namespace gauntlet::orchestrator::dashboard
