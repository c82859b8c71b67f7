// What the programs print on stdout and say on stderr. Neither can end their work, whatever the two
// streams are: full, closed, or without a reader.
#pragma once

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace gauntlet {

// Call it before anything else opens a file. Opens /dev/null on those of descriptors 0 to 2 that
// are closed, so that no file gets their numbers; a closed stdout so that what is written to it
// fails. From then on SIGPIPE and SIGXFSZ are errors of the calls that cause them. Throws Error
// (kUnable).
void prepare_streams();

// --- stdout: what a program was asked for ---

// Buffered. What fails is remembered.
void write_stdout(std::string_view text);

template <typename... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
  write_stdout(fmt::vformat(format, fmt::make_format_args(values...)));
}

// Hands on what is buffered. 0 when all that was ever written to stdout has arrived, else the errno
// of the first failure.
int flush_stdout();

// What a command ends with whose output did, or did not, arrive as a whole: lost output is kUnable,
// but hides no other code.
constexpr ExitCode with_output(ExitCode code, bool whole) {
  return whole || code != ExitCode::kOk ? code : ExitCode::kUnable;
}

// --- stderr: messages for people ---

// Never blocks: a message that stderr does not take within the patience is lost, and the next one
// that it takes says how many were. False: this one was lost, or a part of it. From any thread.
bool write_stderr(std::string_view text,
                  std::chrono::milliseconds patience = std::chrono::milliseconds(0)) noexcept;

template <typename... Values>
void say_within(std::chrono::milliseconds patience, fmt::format_string<Values...> format,
                Values&&... values) noexcept {
  try {
    write_stderr(fmt::vformat(format, fmt::make_format_args(values...)), patience);
  } catch (...) {
    write_stderr("out of memory for a message\n", patience);
  }
}

template <typename... Values>
void say(fmt::format_string<Values...> format, Values&&... values) noexcept {
  say_within(std::chrono::milliseconds(0), format, std::forward<Values>(values)...);
}

// Whether stderr is a terminal on which a line can be drawn anew.
bool stderr_redraws();

}  // namespace gauntlet
