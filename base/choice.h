// Options that take one of a few words. Apart from base/program.h, since templates need CLI11
// itself.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/near_words.h"

namespace gauntlet {

// Words of choices, as any list of {word, choice} has them.
template <typename Word, std::size_t N>
auto by_word(const Word (&words)[N]) {
  std::map<std::string, decltype(Word::choice)> names;
  for (const auto& [word, choice] : words) names.emplace(word, choice);
  return names;
}

// The word for a choice; empty when it has none.
template <typename Choice>
std::string name_in(const std::map<std::string, Choice>& names, Choice choice) {
  for (const auto& [name, value] : names)
    if (value == choice) return name;
  return {};
}

template <typename Choice>
std::vector<std::string_view> names_of(const std::map<std::string, Choice>& names) {
  std::vector<std::string_view> words;
  for (const auto& [word, choice] : names) words.push_back(word);
  return words;
}

// "'GET' is not one of delete|get; did you mean 'get'?"
inline std::string why_no_choice(const std::string& word,
                                 const std::vector<std::string_view>& words) {
  return fmt::format("'{}' is not one of {}{}", word, fmt::join(words, "|"),
                     did_you_mean(word, words));
}

// What an option of that name was given; throws CLI::ValidationError for what is none of the words.
template <typename Choice>
Choice choice_of(const std::string& name, const std::string& word,
                 const std::map<std::string, Choice>& names) {
  const auto found = names.find(word);
  if (found == names.end()) throw CLI::ValidationError(name, why_no_choice(word, names_of(names)));
  return found->second;
}

// Assigns to value, which must outlive the parsing, and shows its word as the default.
template <typename Choice>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Choice& value,
                        const std::map<std::string, Choice>& names, const std::string& help) {
  std::string words;
  for (const auto& [word, choice] : names) words += (words.empty() ? "" : "|") + word;
  CLI::Option* option = app.add_option_function<std::string>(
      name,
      [&value, &names, name](const std::string& word) { value = choice_of(name, word, names); },
      help);
  return option->type_name(words)->default_str(name_in(names, value));
}

// The same for on and off, of which on need not be written: "--cache" is "--cache on".
inline CLI::Option* add_switch(CLI::App& app, const std::string& name, bool& value,
                               const std::map<std::string, bool>& names, const std::string& help) {
  CLI::Option* option = app.add_option_function<std::string>(
      name,
      [&value, &names, name](const std::string& word) {
        value = choice_of(name, word.empty() ? "on" : word, names);
      },
      help + " [" + name_in(names, value) + "]");
  return option->type_name("[off|on]")->expected(0, 1);  // a default would stand for no word
}

}  // namespace gauntlet
