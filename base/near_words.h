// What somebody may have meant by a word that is misspelt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet {

// The candidate nearest to the word by edit distance, whatever its capital letters; empty when none
// is near. The first of several that are as near.
std::string_view nearest_word(std::string_view word,
                              const std::vector<std::string_view>& candidates);

// How a sentence about such a word ends: "; did you mean 'mode' or 'server_pool'?". Empty where no
// word is meant.
std::string did_you_mean(const std::vector<std::string_view>& meant);
// The same of the nearest candidate.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace gauntlet
