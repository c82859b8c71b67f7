// The one exception of Gauntlet, and the exit codes of its programs.
#pragma once

#include <stdexcept>
#include <string>

namespace gauntlet {

enum class ExitCode : int {
  kOk = 0,
  kFailed = 1,         // something under test failed
  kBadInput = 2,       // bad input or usage
  kUnable = 3,         // could not start, or could not judge
  kInterrupted = 130,  // SIGINT or SIGTERM
};

// Where in a file a mistake stands. Parts that are not known are empty or 0.
struct Place {
  std::string file{};
  int line = 0;  // 1-based
  std::string key{};
};

// Thrown for bad input and broken set-up, caught only in main. what() is one clear sentence that
// begins with the place and ends with the fix; whatever it quotes, it is UTF-8 that does nothing to
// a terminal. Network errors of a request are values, never this.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& sentence, ExitCode code = ExitCode::kBadInput);
  Error(Place place, const std::string& sentence, ExitCode code = ExitCode::kBadInput);

  ExitCode code() const { return code_; }
  const Place& place() const { return place_; }

 private:
  ExitCode code_;
  Place place_;
};

// Throws an Error that ends with the text of errno: "cannot open 'x': No such file or directory".
[[noreturn]] void throw_errno(const std::string& what, ExitCode code = ExitCode::kUnable);

// "file:12: key 'volume'": the beginning of a sentence about a place; empty for an empty place.
std::string to_string(const Place& place);

}  // namespace gauntlet
