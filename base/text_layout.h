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

// The columns and the lines of the terminal behind a file descriptor; nothing when it is no
// terminal.
std::optional<std::size_t> terminal_width(int descriptor);
std::optional<std::size_t> terminal_height(int descriptor);

using TextRow = std::vector<std::string>;  // of one line

// A line for each row, with its cells under those of the others and gap blanks between; no blanks
// at the end. sides has a letter for each column: '<' for words, which stand to the left, and '>'
// for figures, which stand to the right; columns beyond it stand to the left.
std::vector<std::string> aligned_lines(const std::vector<TextRow>& rows,
                                       std::string_view sides = {}, std::size_t gap = 2);
// The same as one text, each line with a line feed at its end.
std::string aligned(const std::vector<TextRow>& rows, std::string_view sides, std::size_t gap = 2);

// The same as a table of Markdown, with the first row as its head. The cells are texts of any kind.
std::string markdown_table(const std::vector<TextRow>& rows, std::string_view sides);
// A text on one line that neither ends its cell nor begins a tag in Markdown.
std::string markdown_cell(std::string_view text);

// A text as it stands in HTML and XML, also as the value of an attribute in double quotes.
std::string markup_text(std::string_view text);

// The text in lines of at most width columns, without a line break at its end. It is broken at
// blanks, and within a word only where the word alone is too long. All lines but the first are
// indented, by less than width.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace gauntlet
