// Tables of text for people: lines of fields, each column as wide as its longest field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet {

// The lines below each other, each with a line feed at its end and no blanks before it. sides has a
// letter for each column: '<' for words, which stand to the left, and '>' for figures, which stand
// to the right; columns beyond it stand to the left. gap: blanks between columns.
std::string aligned(const std::vector<std::vector<std::string>>& lines, std::string_view sides,
                    std::size_t gap = 2);

}  // namespace gauntlet
