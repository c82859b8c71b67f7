// Words that people bring along from other tools, and what they are called here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::orchestrator::matrix {

// What is meant by a word: settings, values and parts of a matrix file. Letters may be large, and
// '-' stands for '_'. Empty for a word that is not known.
std::vector<std::string_view> meant_by(std::string_view word);

}  // namespace gauntlet::orchestrator::matrix
