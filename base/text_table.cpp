#include "base/text_table.h"

#include <algorithm>

namespace gauntlet {
namespace {

// Characters of UTF-8, not bytes: ± is two.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& lines) {
  std::vector<std::size_t> widths;
  for (const auto& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], width_of(line[i]));
  }
  return widths;
}

}  // namespace

std::string aligned(const std::vector<std::vector<std::string>>& lines, std::string_view sides,
                    std::size_t gap) {
  const std::vector<std::size_t> widths = widths_of(lines);
  std::string text;
  for (const auto& line : lines) {
    std::string shown;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string blanks(widths[i] - width_of(line[i]), ' ');
      const bool right = i < sides.size() && sides[i] == '>';
      if (i > 0) shown.append(gap, ' ');
      shown += right ? blanks + line[i] : line[i] + blanks;
    }
    shown.erase(shown.find_last_not_of(' ') + 1);
    text += shown + '\n';
  }
  return text;
}

}  // namespace gauntlet
