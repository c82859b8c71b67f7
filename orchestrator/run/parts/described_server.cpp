#include "orchestrator/run/parts/described_server.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/own_folder.h"
#include "base/units.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/run/probe.h"

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

void DescribedServer::prepare() {
  const fs::path& folder = run_.context.server_folder;
  remove_folder(folder);
  make_folder(folder);
  texts_.emplace(server_, TextsOptions{.scenario = run_.scenario,
                                       .folder = folder.string(),
                                       .root = run_.context.root.string(),
                                       .ports = free_ports(run_.scenario.integer("server_pool"))});
  for (const auto& [name, text] : texts_->files()) write_file(folder / name, text);
}

void DescribedServer::start() {
  run_.seen.server = server_.name;
  try {
    prepare();
  } catch (const Error& error) {
    note_trouble(run_.seen, kStatusServerDied, error.what());
    return;
  }
  run_.seen.secrets = texts_->secrets();
  run_.seen.server_argv = texts_->argv();
  process_ = parts::start(run_, run_.context.launch_others, run_.seen.server_argv,
                          run_.context.logs.server, kStatusServerDied);
}

void DescribedServer::await_ready() {
  if (!process_) return;
  run_.programs.push_back({.name = metrics::kServer, .pid = process_->pid(), .is_kept = true});
  constexpr std::chrono::milliseconds kPause{5};
  Probe probe(texts_->readiness(), run_.context.logs.server);
  for (;;) {
    const process::SteadyTime next = steady_clock::now() + kPause;
    if (process_->wait(steady_clock::now())) return note_early_end("before it was ready");
    if (probe.is_ready()) break;
    if (steady_clock::now() >= run_.deadline)
      return note_late(run_, fmt::format("{} was not ready ({})", server_.name, server_.ready));
    if (process_->wait(next)) return note_early_end("before it was ready");
    if (steady_clock::now() < next) {
      run_.seen.interrupted = true;
      return;
    }
  }
  run_.endpoint = texts_->endpoint();
}

void DescribedServer::tell_to_stop() {
  if (!process_) return;
  process_->ignore_interrupts();
  ended_early_ = process_->wait(steady_clock::now()).has_value();
  process_->send_signal(matrix::signal_number(server_.stop).value_or(SIGTERM));
}

void DescribedServer::stop() {
  if (process_) {
    const Duration grace = parse_duration(server_.grace).value_or(Duration{});
    const bool in_time = process_->wait(steady_clock::now() + grace).has_value();
    const process::ExitStatus status = process_->kill();
    run_.seen.server_usage = metrics::to_usage(status.usage);
    note_how_it_stopped(in_time, status);
  }
  remove_folder(run_.context.server_folder);
}

// A program that goes to the background ends at once, and well, while the processes that it started
// go on: nobody could tell when those end.
void DescribedServer::note_early_end(const char* when) {
  const process::ExitStatus status = process_->kill();
  if (status.left_running > 0 && status.clean())
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} went to the background: its first process ended {}, and {} ended; "
                             "start it so that it stays in the foreground",
                             server_.name, when,
                             counted(static_cast<std::uint64_t>(status.left_running),
                                     "that it left running was", "that it left running were")));
  else
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} {} {}", server_.name, to_string(status), when));
}

void DescribedServer::note_how_it_stopped(bool in_time, const process::ExitStatus& status) {
  if (ended_early_)
    note_early_end("while it was needed");
  else if (!in_time)
    note_trouble(run_.seen, kStatusLate,
                 fmt::format("{} did not end within {} (grace) of {}, and was killed", server_.name,
                             server_.grace, server_.stop));
  else if (is_crash(status.signal))
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} {} when told to stop", server_.name, to_string(status)));
  else if (status.left_running > 0)
    note_trouble(run_.seen, kStatusServerDied,
                 fmt::format("{} ended and left {} ended", server_.name,
                             counted(static_cast<std::uint64_t>(status.left_running),
                                     "of its processes running, which was",
                                     "of its processes running, which were")));
}

}  // namespace gauntlet::orchestrator::run::parts
