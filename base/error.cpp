#include "base/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace gauntlet {

std::string to_string(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += fmt::format(":{}", place.line);
  if (!place.key.empty()) text += fmt::format("{}key '{}'", text.empty() ? "" : ": ", place.key);
  return text;
}

Error::Error(Place place, const std::string& sentence, ExitCode code)
    : std::runtime_error(to_string(place).empty() ? sentence : to_string(place) + ": " + sentence),
      code_(code),
      place_(std::move(place)) {}

void throw_errno(const std::string& what, ExitCode code) {
  throw Error(fmt::format("{}: {}", what, std::strerror(errno)), code);
}

}  // namespace gauntlet
