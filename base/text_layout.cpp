#include "base/text_layout.h"

#include <sys/ioctl.h>

#include <algorithm>

namespace gauntlet {
namespace {

// In UTF-8, all bytes of a character but the first begin with the bits 10.
bool begins_character(char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }

// The beginning of a text that takes at most so many columns.
std::string_view beginning(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  while (at < text.size() && (columns > 0 || !begins_character(text[at])))
    if (begins_character(text[at++])) --columns;
  return text.substr(0, at);
}

// Takes a run of blanks, or of anything else, off the front of a text.
std::string_view take_run(std::string_view& text, bool blanks) {
  const std::size_t end = blanks ? text.find_first_not_of(' ') : text.find(' ');
  const std::string_view run = text.substr(0, end);
  text.remove_prefix(run.size());
  return run;
}

std::vector<std::size_t> widths_of(const std::vector<TextRow>& rows) {
  std::vector<std::size_t> widths;
  for (const TextRow& cells : rows) {
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], text_width(cells[i]));
  }
  return widths;
}

}  // namespace

std::size_t text_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::optional<std::size_t> terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

std::optional<std::size_t> terminal_height(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return std::nullopt;
  return size.ws_row;
}

std::vector<std::string> aligned_lines(const std::vector<TextRow>& rows, std::string_view sides,
                                       std::size_t gap) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::vector<std::string> lines;
  for (const TextRow& cells : rows) {
    std::string& line = lines.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string blanks(widths[i] - text_width(cells[i]), ' ');
      const bool right = i < sides.size() && sides[i] == '>';
      if (i > 0) line.append(gap, ' ');
      line += right ? blanks + cells[i] : cells[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
  }
  return lines;
}

std::string aligned(const std::vector<TextRow>& rows, std::string_view sides, std::size_t gap) {
  std::string text;
  for (const std::string& line : aligned_lines(rows, sides, gap)) text += line + '\n';
  return text;
}

std::string markdown_table(const std::vector<TextRow>& rows, std::string_view sides) {
  std::string text;
  for (std::size_t line = 0; line < rows.size(); ++line) {
    for (const std::string& cell : rows[line]) text += "| " + markdown_cell(cell) + ' ';
    text += "|\n";
    if (line > 0) continue;
    for (std::size_t i = 0; i < rows[line].size(); ++i)
      text += i < sides.size() && sides[i] == '>' ? "| ---: " : "| --- ";
    text += "|\n";
  }
  return text;
}

std::string markdown_cell(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|')
      safe += "\\|";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '`')
      safe += '\'';
    else
      safe += c == '\n' ? ' ' : c;
  }
  return safe;
}

std::string markup_text(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out;
  std::size_t used = 0;  // columns of the last line
  bool has_word = false;
  const auto break_line = [&] {
    out += '\n' + margin;
    used = indent;
    has_word = false;
  };
  while (!text.empty()) {
    const std::string_view blanks = take_run(text, true);
    std::string_view word = take_run(text, false);
    if (has_word && used + blanks.size() + text_width(word) > width) {
      break_line();
    } else {
      out += blanks;
      used += blanks.size();
    }
    for (;;) {
      const std::string_view piece = beginning(word, width - std::min(width, used));
      out += piece;
      used += text_width(piece);
      has_word = true;
      word.remove_prefix(piece.size());
      if (word.empty()) break;
      break_line();
    }
  }
  return out;
}

}  // namespace gauntlet
