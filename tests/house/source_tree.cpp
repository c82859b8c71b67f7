#include "tests/house/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gauntlet::house {

namespace fs = std::filesystem;

std::vector<SourceFile> read_sources() {
  static constexpr const char* kRooms[] = {"base", "wire",        "metrics",     "contract",
                                           "net",  "server_pool", "client_pool", "orchestrator"};
  std::vector<SourceFile> sources;
  for (const char* room : kRooms) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(GAUNTLET_SOURCE_DIR) / room)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream file(entry.path());
      sources.push_back({.path = fs::relative(entry.path(), GAUNTLET_SOURCE_DIR),
                         .room = room,
                         .text = std::string(std::istreambuf_iterator<char>(file), {})});
    }
  }
  std::sort(sources.begin(), sources.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return sources;
}

std::string without_comments_and_strings(const std::string& text) {
  std::string result = text;
  const auto blank = [&result](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && i < result.size(); ++i)
      if (result[i] != '\n') result[i] = ' ';
  };
  const auto end_of = [&text](const std::string& mark, std::size_t from) {
    const std::size_t at = text.find(mark, from);
    return at == std::string::npos ? text.size() : at + mark.size();
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text.compare(i, 2, "//") == 0) {
      end = end_of("\n", i);
    } else if (text.compare(i, 2, "/*") == 0) {
      end = end_of("*/", i + 2);
    } else if (text.compare(i, 2, "R\"") == 0) {
      const std::size_t open = text.find('(', i);
      std::string close = text.substr(i + 1, open - i - 1);  // "delimiter
      close.front() = ')';
      end = end_of(close + '"', open);
    } else if (text[i] == '"' || (text[i] == '\'' && (i == 0 || !std::isalnum(text[i - 1])))) {
      while (end < text.size() && text[end] != text[i]) end += text[end] == '\\' ? 2 : 1;
      ++end;
    } else {
      ++i;
      continue;
    }
    blank(i, end);
    i = end;
  }
  return result;
}

int line_of(const std::string& text, std::size_t offset) {
  return 1 + static_cast<int>(std::count(text.begin(),
                                         text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

}  // namespace gauntlet::house
