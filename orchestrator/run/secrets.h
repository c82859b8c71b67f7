// What comes from the environment and is to be seen nowhere. Pure.
#pragma once

#include <map>
#include <string>

namespace gauntlet::orchestrator::run {

// By the name of the variable.
using Secrets = std::map<std::string, std::string>;

// The text with ${NAME} in the place of every value.
std::string without_secrets(std::string text, const Secrets& secrets);

}  // namespace gauntlet::orchestrator::run
