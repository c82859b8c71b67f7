#include "base/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <sstream>
#include <utility>
#include <vector>

#include "base/near_words.h"
#include "base/output.h"
#include "base/units.h"
#include "base/utf8.h"
#include "base/version.h"

namespace gauntlet {

namespace {

// For the last sentence of a program, which says why it failed.
constexpr std::chrono::seconds kMessagePatience{1};

template <typename... Values>
int fail(ExitCode code, fmt::format_string<Values...> format, Values&&... values) {
  say_within(kMessagePatience, format, std::forward<Values>(values)...);
  return static_cast<int>(code);
}

std::string out_of_memory;
std::terminate_handler otherwise = nullptr;

bool memory_is_short() {
  constexpr std::size_t kLittle = 256 * kKiB;
  void* const some = std::malloc(kLittle);
  std::free(some);
  return some == nullptr;
}

// Whether memory is why the program is to end. Where there is none for the exception itself, it
// ends without one.
bool ends_for_memory() {
  const auto error = std::current_exception();
  if (!error) return memory_is_short();
  try {
    std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    return true;
  } catch (...) {  // a mistake of ours
    return false;
  }
}

// Where memory is short, Asio throws from destructors, and nobody can catch that.
[[noreturn]] void end_without_memory() {
  if (ends_for_memory()) {
    write_stderr(out_of_memory, kMessagePatience);
    std::_Exit(static_cast<int>(ExitCode::kUnable));
  }
  otherwise();
  std::abort();
}

void prepare_for_too_little_memory(const std::string& name) {
  out_of_memory = name + ": out of memory; is there a limit (ulimit -v)?\n";
  const std::terminate_handler before = std::set_terminate(end_without_memory);
  if (before != end_without_memory) otherwise = before;
}

int run_body(const std::string& name, const std::function<ExitCode()>& body) {
  try {
    prepare_streams();
    prepare_for_too_little_memory(name);
    return static_cast<int>(body());
  } catch (const CLI::Success& help) {
    return help.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return fail(ExitCode::kBadInput, "{}: {} (see {} --help)\n", name,
                printable_lines(error.what()), name);
  } catch (const Error& error) {
    return fail(error.code(), "{}: {}\n", name, error.what());
  } catch (const std::bad_alloc&) {
    return fail(ExitCode::kUnable, "{}", out_of_memory);
  } catch (const std::exception& error) {
    return fail(ExitCode::kUnable, "{}: unexpected: {}\n", name, printable_lines(error.what()));
  }
}

// Nobody needs to be told who has closed the pipe himself (`| head`).
int judge_output(const std::string& name, int code) {
  const int error = flush_stdout();
  if (error != 0 && error != EPIPE)
    fail(ExitCode::kUnable, "{}: cannot write to stdout: {}\n", name, std::strerror(error));
  return static_cast<int>(with_output(static_cast<ExitCode>(code), error == 0));
}

}  // namespace

int run_program(const std::string& name, const std::function<ExitCode()>& body) {
  return judge_output(name, run_body(name, body));
}

void add_version(CLI::App& command) {
  command.set_version_flag("--version", fmt::format("{} {}", kVersion, kRevision));
}

void add_common(CLI::App& app) {
  add_version(app);
  app.get_formatter()->column_width(36);
}

namespace {

// The names that may stand where the app found one that it does not know.
std::vector<std::string> known_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  const std::vector<CLI::App*> parsed = app.get_subcommands();
  if (parsed.empty())
    for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  for (const CLI::App* command : parsed)
    for (std::string& word : known_words(*command)) words.push_back(std::move(word));
  return words;
}

std::string known_word_near(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> known = known_words(app);
  const std::string name = word.substr(0, word.find('='));
  return did_you_mean(name, {known.begin(), known.end()});
}

// CLI11 names the words that nobody expected, but not what was meant by them.
[[noreturn]] void refuse_unexpected(const CLI::App& app) {
  const std::vector<std::string> words = app.remaining(true);
  const std::string word = words.empty() ? "" : words.front();
  const bool wants_command = !app.get_subcommands({}).empty() && app.get_subcommands().empty();
  const char* const what = word.starts_with('-') ? "no option"
                           : wants_command       ? "no command"
                                                 : "not expected here";
  throw CLI::ExtrasError(fmt::format("'{}' is {}{}", word, what, known_word_near(app, word)),
                         CLI::ExitCodes::ExtrasError);
}

}  // namespace

void parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    std::ostringstream text;
    app.exit(help, text, text);
    write_stdout(text.str());
    throw;
  } catch (const CLI::ExtrasError&) {
    refuse_unexpected(app);
  } catch (const CLI::RequiredError&) {
    if (app.get_subcommands().empty() && !app.remaining().empty()) refuse_unexpected(app);
    throw;
  }
}

namespace {

// CLI11 would take a negative number for a huge one.
std::uint64_t to_count(const std::string& name, const std::string& text, Bounds bounds) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && rest == end && number >= bounds.least && number <= bounds.most)
    return number;
  const bool is_huge = error == std::errc::result_out_of_range;
  const std::string upper =
      bounds.most < Bounds{}.most || is_huge ? fmt::format("to {}", bounds.most) : "on";
  throw CLI::ValidationError(
      name, fmt::format("'{}' is not a whole number from {} {}", text, bounds.least, upper));
}

}  // namespace

CLI::Option* add_count(CLI::App& app, const std::string& names, std::uint64_t& value,
                       const std::string& help, Bounds bounds) {
  CLI::Option* option = app.add_option_function<std::string>(
      names,
      [&value, names, bounds](const std::string& text) { value = to_count(names, text, bounds); },
      help);
  return option->type_name("N")->default_str(std::to_string(value));
}

CLI::Option* add_port(CLI::App& app, const std::string& names, std::uint16_t& value,
                      const std::string& help) {
  CLI::Option* option = app.add_option_function<std::string>(
      names,
      [&value, names](const std::string& text) {
        constexpr Bounds kPorts{.most = std::numeric_limits<std::uint16_t>::max()};
        value = static_cast<std::uint16_t>(to_count(names, text, kPorts));
      },
      help);
  return option->type_name("PORT")->default_str(std::to_string(value));
}

CLI::Option* add_number(CLI::App& app, const std::string& names, double& value,
                        const std::string& help) {
  CLI::Option* option = app.add_option_function<std::string>(
      names,
      [&value, names](const std::string& text) {
        const auto number = parse_number(text);
        if (!number) throw CLI::ValidationError(names, fmt::format("'{}' is not a number", text));
        value = *number;
      },
      help);
  return option->type_name("N")->default_str(fmt::format("{:g}", value));
}

CLI::Option* add_duration(CLI::App& app, const std::string& names, Duration& value,
                          const std::string& help) {
  CLI::Option* option = app.add_option_function<std::string>(
      names,
      [&value, names](const std::string& text) {
        const auto parsed = parse_duration(text);
        if (!parsed) throw CLI::ValidationError(names, why_no_duration(text));
        value = *parsed;
      },
      help);
  return option->type_name("DURATION")->default_str(exact_duration(value));
}

CLI::Option* add_size(CLI::App& app, const std::string& names, std::uint64_t& value,
                      const std::string& help) {
  CLI::Option* option = app.add_option_function<std::string>(
      names,
      [&value, names](const std::string& text) {
        const auto parsed = parse_size(text);
        if (!parsed) throw CLI::ValidationError(names, why_no_size(text));
        value = *parsed;
      },
      help);
  return option->type_name("SIZE")->default_str(exact_size(value));
}

}  // namespace gauntlet
