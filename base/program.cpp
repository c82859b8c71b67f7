#include "base/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <exception>
#include <iostream>

#include "base/units.h"
#include "base/version.h"

namespace gauntlet {

int run_program(const std::string& name, const std::function<ExitCode()>& body) {
  try {
    return static_cast<int>(body());
  } catch (const CLI::Success& help) {
    return help.get_exit_code();
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}: {} (see {} --help)\n", name, error.what(), name);
    return static_cast<int>(ExitCode::kBadInput);
  } catch (const Error& error) {
    fmt::print(stderr, "{}: {}\n", name, error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: unexpected: {}\n", name, error.what());
    return static_cast<int>(ExitCode::kUnable);
  }
}

void add_common(CLI::App& app) {
  app.set_version_flag("--version", fmt::format("{} {}", kVersion, kRevision));
  app.get_formatter()->column_width(36);
}

void parse_command_line(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help);
    throw;
  }
}

CLI::Option* add_count(CLI::App& app, const std::string& names, std::uint64_t& value,
                       const std::string& help) {
  // CLI11 would take a negative number for a huge one.
  const auto check = [](const std::string& text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && rest == end
               ? std::string()
               : fmt::format("'{}' is not a whole number from 0 on", text);
  };
  return app.add_option(names, value, help)
      ->check(CLI::Validator(check, ""))
      ->type_name("N")
      ->capture_default_str();
}

CLI::Option* add_duration(CLI::App& app, const std::string& names, Duration& value,
                          const std::string& help) {
  CLI::Option* option = app.add_option_function<std::string>(
      names,
      [&value, names](const std::string& text) {
        const auto parsed = parse_duration(text);
        if (!parsed)
          throw CLI::ValidationError(
              names, fmt::format("'{}' is not a duration; write it as 500ms, 5s or 2m", text));
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
        if (!parsed)
          throw CLI::ValidationError(
              names, fmt::format("'{}' is not a size; write it as 64KiB, 100MiB or 2GiB", text));
        value = *parsed;
      },
      help);
  return option->type_name("SIZE")->default_str(exact_size(value));
}

}  // namespace gauntlet
