#include "orchestrator/ab/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::ab {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kLongestMaking{2};     // a build from scratch on a small machine
constexpr std::chrono::seconds kLongestAnswer{10};  // to --version and --help
constexpr std::size_t kMostKept = 2 * process::kLongestLine;  // of the bytes that a program prints

// The lines on stdout of a program that ends well, of very many only the last ones; what it says on
// stderr goes to ours.
std::vector<std::string> lines_of(const std::vector<std::string>& argv, Duration patience,
                                  const process::Launcher& launch) {
  const auto process = launch(argv, "", {});
  const process::SteadyTime deadline = std::chrono::steady_clock::now() + patience;
  std::vector<std::string> lines;
  std::size_t bytes = 0;
  std::string line;
  process::Got got = process->read_line(line, deadline);
  for (; got == process::Got::kLine; got = process->read_line(line, deadline)) {
    lines.push_back(line);
    bytes += line.size() + sizeof line;
    if (bytes <= kMostKept) continue;
    lines.erase(lines.begin(), lines.end() - 1);
    bytes = 0;
  }
  if (got == process::Got::kInterrupted) throw Error("interrupted", ExitCode::kInterrupted);
  if (got == process::Got::kTooLong)
    throw Error(fmt::format("'{}' printed a line of more than {}", argv.back(),
                            format_bytes(static_cast<double>(process::kLongestLine))),
                ExitCode::kUnable);
  const auto status = got == process::Got::kEnd ? process->wait(deadline) : std::nullopt;
  if (!status)
    throw Error(fmt::format("'{}' had not ended after {}", argv.back(), format_duration(patience)),
                ExitCode::kUnable);
  if (!status->clean())
    throw Error(fmt::format("'{}' {}", argv.back(), to_string(*status)), ExitCode::kUnable);
  return lines;
}

std::string make_folder(const std::string& command, const process::Launcher& launch) {
  const std::vector<std::string> lines =
      lines_of({"/bin/sh", "-c", command}, kLongestMaking, launch);
  if (!lines.empty() && fs::is_directory(lines.back())) return lines.back();
  throw Error(
      fmt::format("'{}' is no folder, and as a command its last line names none: '{}'; print the "
                  "folder of server_pool and client_pool last",
                  command, lines.empty() ? "" : lines.back()),
      ExitCode::kUnable);
}

// "0.1.0 47216a6f0f26" is "0.1.0+47216a6f0f26" in a row.
std::string version_of(const std::string& program, const process::Launcher& launch) {
  const std::vector<std::string> lines = lines_of({program, "--version"}, kLongestAnswer, launch);
  std::string version = lines.empty() ? "unknown" : lines.front();
  std::replace(version.begin(), version.end(), ' ', '+');
  return version;
}

std::set<std::string> known_flags(const std::string& program, const process::Launcher& launch) {
  return flags_in(lines_of({program, "--help"}, kLongestAnswer, launch));
}

// The flags of settings that a program does not know, none of which a scenario may need.
std::set<std::string> lacking(const std::string& program, std::string_view matrix::Setting::*flag,
                              const std::set<std::string>& known,
                              const std::vector<matrix::Scenario>& scenarios) {
  std::set<std::string> lacks;
  for (std::size_t i = 0; i < matrix::settings().size(); ++i) {
    const matrix::Setting& setting = matrix::settings()[i];
    const std::string name(setting.*flag);
    if (name.empty() || known.contains(name)) continue;
    for (const matrix::Scenario& scenario : scenarios)
      if (scenario.values[i].text != setting.initial)
        throw Error(
            fmt::format("'{}' does not know {}, which '{}: {}' needs; leave that setting "
                        "out, or compare builds that know it",
                        program, name, setting.name, scenario.values[i].text));
    lacks.insert(name);
  }
  return lacks;
}

}  // namespace

std::set<std::string> flags_in(const std::vector<std::string>& help) {
  constexpr std::string_view kOfNames = "abcdefghijklmnopqrstuvwxyz0123456789-";
  std::set<std::string> flags;
  for (const std::string& line : help) {
    for (std::size_t at = line.find("--"); at != std::string::npos; at = line.find("--", at)) {
      const std::size_t end = std::min(line.find_first_not_of(kOfNames, at), line.size());
      const bool begins = at == 0 || line[at - 1] == ' ' || line[at - 1] == ',';
      if (begins && end > at + 2) flags.insert(line.substr(at, end - at));
      at = end;
    }
  }
  return flags;
}

Build find_build(const std::string& name, const std::string& where,
                 const std::vector<matrix::Scenario>& scenarios, const process::Launcher& launch) {
  try {
    Build build{.name = name};
    const bool is_there = where.empty() || fs::is_directory(where);
    build.programs = run::find_programs(is_there ? where : make_folder(where, launch));
    run::Programs& programs = build.programs;
    build.folder = fs::path(programs.client_pool).parent_path().string();
    build.version = version_of(programs.server_pool, launch);
    const auto of_server = known_flags(programs.server_pool, launch);
    programs.server_lacks =
        lacking(programs.server_pool, &matrix::Setting::server_flag, of_server, scenarios);
    const auto of_client = known_flags(programs.client_pool, launch);
    programs.client_lacks =
        lacking(programs.client_pool, &matrix::Setting::client_flag, of_client, scenarios);
    if (!of_server.contains(run::kTcpSamples)) programs.server_lacks.insert(run::kTcpSamples);
    for (const char* flag : {run::kKeepUploads, run::kLive, run::kTcpSamples, run::kCapture})
      if (!of_client.contains(flag)) programs.client_lacks.insert(flag);
    return build;
  } catch (const Error& error) {
    throw Error(fmt::format("--{}: {}", name, error.what()), error.code());
  }
}

}  // namespace gauntlet::orchestrator::ab
