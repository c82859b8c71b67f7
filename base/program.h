// What the three main functions have in common: the command line, and exceptions -> exit codes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>

#include "base/error.h"

// CLI11 itself is included only where options are declared: its header costs each unit seconds.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace gauntlet {

// Runs body and returns the process's exit code. Help and version texts go to stdout (0); usage
// errors (2), Error (its own code) and any other exception (3) are one line on stderr that begins
// with the program's name. When stdout did not take what was printed, 0 becomes 3.
int run_program(const std::string& name, const std::function<ExitCode()>& body);

// Gives the app --version and a readable help layout.
void add_common(CLI::App& app);
// Gives a command of it --version, too.
void add_version(CLI::App& command);

// Parses; prints the help or version text where it is asked for. Throws what run_program maps.
void parse_command_line(CLI::App& app, int argc, const char* const* argv);

struct Bounds {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

// Options that hold a whole number, a port, a number, a duration or a size in bytes. They assign to
// value, which must outlive the parsing, show its value as the default, and name what they take
// when the text is none of it.
CLI::Option* add_count(CLI::App& app, const std::string& names, std::uint64_t& value,
                       const std::string& help, Bounds bounds = {});
CLI::Option* add_port(CLI::App& app, const std::string& names, std::uint16_t& value,
                      const std::string& help);
CLI::Option* add_number(CLI::App& app, const std::string& names, double& value,
                        const std::string& help);
CLI::Option* add_duration(CLI::App& app, const std::string& names, std::chrono::nanoseconds& value,
                          const std::string& help);
CLI::Option* add_size(CLI::App& app, const std::string& names, std::uint64_t& value,
                      const std::string& help);

}  // namespace gauntlet
