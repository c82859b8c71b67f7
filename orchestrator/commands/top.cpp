#include "orchestrator/commands/top.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "base/json_text.h"
#include "base/output.h"
#include "base/program.h"
#include "metrics/processes.h"
#include "orchestrator/process/interrupt.h"

namespace gauntlet::orchestrator::commands {
namespace {

using Processes = std::vector<metrics::ProcessUse>;
using Clock = std::chrono::steady_clock;

constexpr auto kRefreshEvery = std::chrono::seconds(1);
constexpr int kMostPid = 1 << 22;  // that Linux gives
constexpr const char* kClearScreen = "\x1b[H\x1b[J";
constexpr std::array<std::string_view, 3> kOurs{"server_pool", "client_pool", "orchestrator"};

struct Look {
  Processes processes = metrics::read_processes();
  Clock::time_point taken = Clock::now();
};

// These and all that descend from them, as far as they are there.
std::set<int> with_descendants(const Processes& processes, const std::set<int>& roots) {
  std::multimap<int, int> children;
  std::set<int> found;
  std::vector<int> open;
  for (const metrics::ProcessUse& process : processes) {
    children.emplace(process.parent, process.pid);
    if (roots.contains(process.pid)) open.push_back(process.pid);
  }
  while (!open.empty()) {
    const int pid = open.back();
    open.pop_back();
    if (!found.insert(pid).second) continue;
    const auto [first, last] = children.equal_range(pid);
    for (auto child = first; child != last; ++child) open.push_back(child->second);
  }
  return found;
}

// The programs of Gauntlet and what an orchestrator started, servers of others among them; not this
// program itself.
std::set<int> programs_of_sweeps(const Processes& processes) {
  std::set<int> ours;
  for (const metrics::ProcessUse& process : processes)
    if (process.pid != ::getpid() &&
        std::find(kOurs.begin(), kOurs.end(), process.name) != kOurs.end())
      ours.insert(process.pid);
  return with_descendants(processes, ours);
}

// What is shown of a look, or of the time between two.
struct Shown {
  metrics::Top top{};
  std::set<int> ours{};
};

bool refreshes_a_terminal(const TopOptions& options) {
  return options.watch && !options.json && ::isatty(STDOUT_FILENO) == 1;
}

// Not more than a terminal has lines for, beside the title, the heading, the legend and the end.
std::size_t most_shown(const TopOptions& options) {
  constexpr std::size_t kOtherLines = 4;
  winsize size{};
  if (!refreshes_a_terminal(options) || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
      size.ws_row <= kOtherLines)
    return options.most;
  return std::min<std::size_t>(options.most, size.ws_row - kOtherLines);
}

Shown make_shown(const TopOptions& options, const Look* earlier, const Look& later) {
  Processes processes = later.processes;
  Duration interval{};
  if (earlier != nullptr) {
    processes = metrics::used_between(earlier->processes, std::move(processes));
    interval = later.taken - earlier->taken;
  }
  if (!options.pids.empty()) {
    const auto wanted =
        with_descendants(processes, std::set<int>(options.pids.begin(), options.pids.end()));
    std::erase_if(processes, [&](const auto& each) { return !wanted.contains(each.pid); });
  }
  return {.top = metrics::top_of(std::move(processes), most_shown(options), interval),
          .ours = programs_of_sweeps(later.processes)};
}

std::string to_text(const Shown& shown) {
  std::vector<TextRow> rows = metrics::top_rows(shown.top);
  rows[0].insert(rows[0].begin(), "");
  bool marked = false;
  for (std::size_t i = 0; i < shown.top.processes.size(); ++i) {
    const bool is_ours = shown.ours.contains(shown.top.processes[i].pid);
    rows[i + 1].insert(rows[i + 1].begin(), is_ours ? "*" : "");
    marked = marked || is_ours;
  }
  std::string text = metrics::title_of(shown.top) + "\n" +
                     aligned(rows, fmt::format("<{}", metrics::kTopSides), 2);
  if (marked) text += "* a program of Gauntlet, or one that orchestrator has started\n";
  return text;
}

std::string to_json_line(const Shown& shown) {
  nlohmann::ordered_json line = metrics::to_json(shown.top);
  for (nlohmann::ordered_json& row : line["top"])
    row["gauntlet"] = shown.ours.contains(row["pid"].get<int>());
  return json_text(line) + "\n";
}

void show(const TopOptions& options, const Shown& shown) {
  if (options.json) return print("{}", to_json_line(shown));
  if (refreshes_a_terminal(options)) print("{}", kClearScreen);
  print("{}{}", to_text(shown), options.watch ? "\n" : "");
}

bool any_is_there(const std::vector<int>& pids, const Processes& processes) {
  return std::any_of(processes.begin(), processes.end(), [&](const auto& process) {
    return std::find(pids.begin(), pids.end(), process.pid) != pids.end();
  });
}

void refuse_missing(const std::vector<int>& pids, const Processes& processes) {
  for (const int pid : pids)
    if (!any_is_there({pid}, processes))
      throw Error(fmt::format("--pid: there is no process {}", pid));
}

// Each second what was used in it, until an interrupt, the end of all processes that were asked
// for, or of whoever reads the output.
ExitCode watch(const TopOptions& options, Look look) {
  const process::Interrupt interrupt;
  while (flush_stdout() == 0) {
    pollfd waiting{interrupt.fd(), POLLIN, 0};
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(look.taken + kRefreshEvery - Clock::now());
    ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (interrupt.raised()) return ExitCode::kInterrupted;
    Look next;
    if (!options.pids.empty() && !any_is_there(options.pids, next.processes)) return ExitCode::kOk;
    show(options, make_shown(options, &look, next));
    look = std::move(next);
  }
  return ExitCode::kOk;
}

}  // namespace

CLI::App* add_command(CLI::App& app, TopOptions& options) {
  CLI::App* top = app.add_subcommand("top", "Show the processes that use most CPU time");
  add_count(*top, "--n,-n", options.most, "How many are shown")
      ->check(CLI::Range(std::uint64_t{1}, metrics::kMostTop));
  top->add_option("--pid", options.pids,
                  "Only this process and its descendants; repeat it for several")
      ->check(CLI::Range(1, kMostPid))
      ->type_name("PID");
  top->add_flag(
      "--watch", options.watch,
      "Show each second what was used in that second, until Ctrl-C (exit code 130), or until "
      "the processes of --pid have ended");
  top->add_flag("--json", options.json, "A line of JSON, with --watch one each second");
  top->footer(
      "Ticks and seconds of CPU time, of user and kernel, are counted since each process began, "
      "with\n"
      "--watch within each second. The programs of a sweep are marked: server_pool, client_pool,\n"
      "orchestrator, and what an orchestrator has started. It is the table that server_pool "
      "answers\n"
      "to GET /-/top (docs/wire_format.md).\n\n"
      "Examples:\n"
      "  orchestrator top\n"
      "  orchestrator top -n 20 --watch\n"
      "  orchestrator top --pid 4711 --pid 4712 --watch\n"
      "  orchestrator top --json | jq '.top[0]'");
  return top;
}

ExitCode execute(const TopOptions& options) {
  Look look;
  refuse_missing(options.pids, look.processes);
  if (options.watch) return watch(options, std::move(look));
  show(options, make_shown(options, nullptr, look));
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
