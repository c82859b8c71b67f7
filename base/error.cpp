#include "base/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/utf8.h"

namespace gauntlet {

std::string to_string(const Place& place) {
  std::string text = printable(place.file);
  if (place.line > 0) text += fmt::format(":{}", place.line);
  if (!place.key.empty())
    text += fmt::format("{}key '{}'", text.empty() ? "" : ": ", printable(place.key));
  return text;
}

Error::Error(const std::string& sentence, ExitCode code)
    : std::runtime_error(printable_lines(sentence)), code_(code) {}

Error::Error(Place place, const std::string& sentence, ExitCode code)
    : std::runtime_error((to_string(place).empty() ? "" : to_string(place) + ": ") +
                         printable_lines(sentence)),
      code_(code),
      place_(std::move(place)) {}

void throw_errno(const std::string& what, ExitCode code) {
  throw Error(fmt::format("{}: {}", what, std::strerror(errno)), code);
}

}  // namespace gauntlet
