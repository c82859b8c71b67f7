// How text is laid out for people: columns under each other, and lines that are not too long.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet {

// How many columns of a terminal a text takes: one for each of its characters, whatever their
// bytes.
std::size_t text_width(std::string_view text);

// The columns of the terminal behind a file descriptor; nothing when it is no terminal.
std::optional<std::size_t> terminal_width(int descriptor);

enum class Align { kLeft, kRight };
using TextRow = std::vector<std::string>;  // of one line

// A line for each row, with its cells under those of the others and two blanks between; no blanks
// at the end. All rows have as many cells. columns says how each column is aligned; those that it
// does not reach, to the left.
std::vector<std::string> aligned(const std::vector<TextRow>& rows,
                                 const std::vector<Align>& columns = {});

// The text in lines of at most width columns, without a line break at its end. It is broken at
// blanks, and within a word only where the word alone is too long. All lines but the first are
// indented, by less than width.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace gauntlet
