#include "orchestrator/run/parts/kept_program.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/own_folder.h"
#include "base/units.h"
#include "orchestrator/matrix/server.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw_errno(fmt::format("cannot write '{}'", path.string()));
}

void remove_folder(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

// Signals by which a program ends that has gone wrong itself.
bool is_crash(int signal) {
  return signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS || signal == SIGFPE ||
         signal == SIGILL;
}

}  // namespace

void KeptProgram::start() {
  const fs::path& folder = run_.context.server_folder;
  try {
    options_ = prepare();
    options_.readiness.place = run_.place_of_servers;
    remove_folder(folder);
    make_folder(folder);
    for (const auto& [name, text] : options_.files) write_file(folder / name, text);
  } catch (const Error& error) {
    note_trouble(run_.seen, kStatusServerDied, error.what());
    return;
  }
  process_ = parts::start(run_, run_.context.launch_others, options_.argv, run_.context.logs.server,
                          kStatusServerDied, run_.place_of_servers);
}

void KeptProgram::await_ready() {
  if (!process_) return;
  run_.programs.push_back({.name = options_.sampled_as, .pid = process_->pid(), .is_kept = true});
  if (is_ready()) run_.endpoint = options_.endpoint;
}

// Waits until it is. False: it is not, which is noted.
bool KeptProgram::is_ready() {
  constexpr std::chrono::milliseconds kPause{5};
  Probe probe(options_.readiness, run_.context.logs.server);
  for (;;) {
    const process::SteadyTime next = steady_clock::now() + kPause;
    if (process_->wait(steady_clock::now())) break;
    if (probe.is_ready()) return true;
    if (steady_clock::now() >= run_.deadline) {
      note_late(run_, fmt::format("{} was not ready ({})", options_.name, options_.ready));
      return false;
    }
    if (process_->wait(next)) break;
    if (steady_clock::now() < next) {
      run_.seen.interrupted = true;
      return false;
    }
  }
  note_early_end("before it was ready");
  return false;
}

void KeptProgram::tell_to_stop() {
  if (!process_) return;
  process_->ignore_interrupts();
  ended_early_ = process_->wait(steady_clock::now()).has_value();
  process_->send_signal(matrix::signal_number(options_.stop).value_or(SIGTERM));
}

void KeptProgram::stop() {
  if (process_) {
    const Duration grace = parse_duration(options_.grace).value_or(Duration{});
    const bool in_time = process_->wait(steady_clock::now() + grace).has_value();
    const process::ExitStatus status = process_->kill();
    run_.seen.*options_.usage = metrics::to_usage(status.usage);
    note_how_it_stopped(in_time, status);
  }
  remove_folder(run_.context.server_folder);
}

// A program that goes to the background ends at once, and well, while the processes that it started
// go on: nobody could tell when those end.
void KeptProgram::note_early_end(const char* when) {
  const process::ExitStatus status = process_->kill();
  if (status.left_running > 0 && status.clean())
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} went to the background: its first process ended {}, and {} ended; "
                             "start it so that it stays in the foreground",
                             options_.name, when,
                             counted(static_cast<std::uint64_t>(status.left_running),
                                     "that it left running was", "that it left running were")));
  else
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} {} {}", options_.name, to_string(status), when));
}

void KeptProgram::note_how_it_stopped(bool in_time, const process::ExitStatus& status) {
  if (ended_early_)
    note_early_end("while it was needed");
  else if (!in_time)
    note_trouble(run_.seen, kStatusLate,
                 fmt::format("{} did not end within {} (grace) of {}, and was killed",
                             options_.name, options_.grace, options_.stop));
  else if (is_crash(status.signal))
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} {} when told to stop", options_.name, to_string(status)));
  else if (status.left_running > 0)
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} ended and left {} ended", options_.name,
                             counted(static_cast<std::uint64_t>(status.left_running),
                                     "of its processes running, which was",
                                     "of its processes running, which were")));
}

}  // namespace gauntlet::orchestrator::run::parts
