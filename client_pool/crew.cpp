#include "client_pool/crew.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/json_text.h"
#include "base/output.h"
#include "base/process.h"
#include "base/units.h"

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::string_view kReady = "ready\n";

// A worker's end does not block: Asio, which watches it, has seen to that.
void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) {
      pollfd full{socket, POLLOUT, 0};
      ::poll(&full, 1, -1);
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return;  // the pool has gone; nobody is left to tell
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::optional<net::SteadyTime> hear_start(int socket) {
  std::int64_t nanoseconds = 0;
  const ssize_t n = ::recv(socket, &nanoseconds, sizeof nanoseconds, MSG_WAITALL);
  if (n != sizeof nanoseconds) return std::nullopt;
  return net::SteadyTime(Duration(nanoseconds));
}

// A worker's whole life, as a thread or as a process. False when it broke off.
bool work(const Plan& plan, std::size_t index, LiveCounters& live, const UniqueFd& control) try {
  Worker worker(plan, index, live);
  send_all(control.get(), kReady);
  const auto start = hear_start(control.get());
  if (!start) return false;
  const Tell tell = [&control](const contract::LiveLine& line) {
    send_all(control.get(), json_text(to_json(line)) + "\n");
  };
  const WorkerResult result = worker.run(*start, control.get(), tell);
  send_all(control.get(), json_text(to_json(result)) + "\n");
  return true;
} catch (const std::exception& error) {
  say("client_pool: worker {}: {}\n", index, error.what());
  return false;
}

std::string reap_process(pid_t pid) {
  int status = 0;
  return ::waitpid(pid, &status, 0) == pid ? describe_end_of(status) : "was lost";
}

}  // namespace

Crew::Crew(const Plan& plan, std::span<LiveCounters> live)
    : plan_(plan), live_(live), members_(plan.workers) {}

Crew::~Crew() {
  for (Member& member : members_) member.control.reset();  // ends who still runs
  kill_processes();
  reap();
}

void Crew::hire() {
  for (std::size_t index = 0; index < members_.size(); ++index) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      throw_errno("cannot create a socket for a worker");
    members_[index].control.reset(ends[0]);
    if (plan_.options.mode == Mode::kThread)
      start_thread(index, UniqueFd(ends[1]));
    else
      start_process(index, UniqueFd(ends[1]));
  }
}

std::vector<int> Crew::pids() const {
  std::vector<int> pids;
  for (const Member& member : members_)
    if (member.pid > 0) pids.push_back(member.pid);
  return pids;
}

void Crew::start_thread(std::size_t index, UniqueFd control) {
  const auto life = [this, index](const UniqueFd& fd) { work(plan_, index, live_[index], fd); };
  try {
    members_[index].thread = std::thread(life, std::move(control));
  } catch (const std::system_error& problem) {
    throw Error(fmt::format("cannot start worker {} as a thread: {}; lower --workers, or raise the "
                            "limits of memory and threads (ulimit -v, -u)",
                            index, problem.code().message()),
                ExitCode::kUnable);
  }
}

void Crew::start_process(std::size_t index, UniqueFd control) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) throw_errno("cannot start a worker process");
  members_[index].pid = pid;
  if (pid > 0) return;
  die_with_parent(parent);
  members_.clear();  // the pool's ends of all sockets
  ::_exit(work(plan_, index, live_[index], control) ? 0 : 1);
}

void Crew::await_ready() {
  constexpr auto kPatience = std::chrono::seconds(30);
  const auto deadline = Clock::now() + kPatience;
  const auto late = [this] {
    return std::find_if(members_.begin(), members_.end(), [](const Member& member) {
      return member.control && !member.said.starts_with(kReady);
    });
  };
  while (late() != members_.end()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0)
      throw Error(fmt::format("worker {} was not ready within {} s", late() - members_.begin(),
                              kPatience.count()),
                  ExitCode::kUnable);
    listen(-1, left);
  }
}

void Crew::start(net::SteadyTime time) {
  const std::int64_t nanoseconds = Duration(time.time_since_epoch()).count();
  const std::string_view bytes(reinterpret_cast<const char*>(&nanoseconds), sizeof nanoseconds);
  for (const Member& member : members_)
    if (member.control) send_all(member.control.get(), bytes);
}

void Crew::stop() {
  constexpr auto kPatience = std::chrono::seconds(5);
  if (!stop_deadline_) stop_deadline_ = Clock::now() + kPatience;
  for (const Member& member : members_) {
    if (!member.control) continue;
    send_all(member.control.get(), "!");
    if (member.pid > 0) ::kill(member.pid, SIGCONT);  // who is stopped would not hear of it
  }
}

bool Crew::busy() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const Member& member) { return static_cast<bool>(member.control); });
}

bool Crew::listen(int interrupt, std::chrono::milliseconds at_most) {
  std::vector<pollfd> waiting = {{interrupt, POLLIN, 0}};
  for (const Member& member : members_) waiting.push_back({member.control.get(), POLLIN, 0});
  const int came = ::poll(waiting.data(), waiting.size(), static_cast<int>(at_most.count()));
  if (came > 0)
    for (std::size_t i = 0; i < members_.size(); ++i)
      if (waiting[i + 1].revents != 0) hear(members_[i]);
  if (stop_deadline_ && Clock::now() > *stop_deadline_) kill_processes();
  return came > 0 && waiting[0].revents != 0;
}

void Crew::hear(Member& member) {
  char bytes[64 * 1024];
  const ssize_t n = ::recv(member.control.get(), bytes, sizeof bytes, 0);
  if (n > 0) {
    member.said.append(bytes, static_cast<std::size_t>(n));
    hear_live_lines(member);
  } else if (n == 0 || errno != EINTR) {
    member.control.reset();
  }
}

// Takes those that are whole out of what it said.
void Crew::hear_live_lines(Member& member) {
  for (;;) {
    const std::string_view said =
        std::string_view(member.said).substr(std::min(kReady.size(), member.said.size()));
    if (!contract::is_live_line(said)) return;
    const std::size_t end = said.find('\n');
    if (end == std::string_view::npos) return;
    member.live.follow_with(contract::live_from_json(nlohmann::json::parse(said.substr(0, end))));
    member.live_is_new = true;
    member.said.erase(kReady.size(), end + 1);
  }
}

std::optional<contract::LiveLine> Crew::take_live() {
  const bool whole = std::all_of(members_.begin(), members_.end(), [](const Member& member) {
    return member.live_is_new || !member.control;
  });
  const bool any = std::any_of(members_.begin(), members_.end(),
                               [](const Member& member) { return member.live_is_new; });
  if (!whole || !any) return std::nullopt;
  contract::LiveLine all;
  for (Member& member : members_) {
    all.merge(member.live);
    member.live.latency = {};
    member.live.most_active = 0;
    member.live.recent.clear();
    member.live.tcp = {};
    member.live_is_new = false;
    if (!member.control) member.live.active = 0;
  }
  return all;
}

void Crew::kill_processes() {
  for (const Member& member : members_)
    if (member.pid > 0) ::kill(member.pid, SIGKILL);
}

void Crew::reap() {
  for (Member& member : members_) {
    if (member.thread.joinable()) member.thread.join();
    if (member.pid > 0) member.ended = reap_process(std::exchange(member.pid, 0));
  }
}

WorkerResult Crew::finish() {
  reap();
  WorkerResult all;
  for (std::size_t index = 0; index < members_.size(); ++index) all.merge(result_of(index));
  return all;
}

WorkerResult Crew::result_of(std::size_t index) const {
  const std::string_view said = members_[index].said;
  if (said.size() <= kReady.size() || !said.ends_with('\n')) return result_of_dead(index);
  return result_from_json(nlohmann::json::parse(said.substr(kReady.size())));
}

WorkerResult Crew::result_of_dead(std::size_t index) const {
  const std::string& ended = members_[index].ended;
  const Share share = share_of(plan_, index);
  const std::vector<ClientTally> clients(share.count, {.failed = true});
  contract::Totals totals{.connected = true};  // for all that is known
  totals.first_error = {
      Duration::zero(),
      fmt::format("worker {} {}; its {} as failed", index, ended.empty() ? "broke off" : ended,
                  counted(share.count, "client counts", "clients count"))};
  totals.errors[name_of(ErrorKind::kWorkerDied)] = share.count;
  totals.clients = totals_of(clients);
  for (std::size_t i = 0; i < share.count; ++i) {
    const Target& target = plan_.targets[(share.first + i) % plan_.targets.size()];
    ++totals.targets[target.name].failed_requests;
  }
  return {.totals = std::move(totals),
          .uploaded = std::vector<Uploaded>(share.count, Uploaded::kNothing)};
}

}  // namespace gauntlet::client_pool
