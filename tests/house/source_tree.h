// The project's own sources, as text, for the tests that hold them against the rules of the house.
#pragma once

#include <string>
#include <vector>

namespace gauntlet::house {

struct SourceFile {
  std::string path{};  // relative to the root: "wire/http.cpp"
  std::string room{};  // its top folder: "wire"
  std::string text{};
};

// Every .h and .cpp of the rooms (not of tests), sorted by path.
std::vector<SourceFile> read_sources();

// The text with comments, strings and characters blanked out, line breaks kept.
std::string without_comments_and_strings(const std::string& text);

// 1-based line of an offset.
int line_of(const std::string& text, std::size_t offset);

}  // namespace gauntlet::house
