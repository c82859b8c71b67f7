#include "orchestrator/run/secrets.h"

#include <fmt/format.h>

namespace gauntlet::orchestrator::run {

std::string without_secrets(std::string text, const Secrets& secrets) {
  for (const auto& [name, value] : secrets) {
    if (value.empty()) continue;
    const std::string shown = fmt::format("${{{}}}", name);
    for (std::size_t at = text.find(value); at != std::string::npos;
         at = text.find(value, at + shown.size()))
      text.replace(at, value.size(), shown);
  }
  return text;
}

}  // namespace gauntlet::orchestrator::run
