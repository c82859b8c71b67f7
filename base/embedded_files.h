// Files that are part of the program (cmake/embed_files.cmake).
#pragma once

#include <span>
#include <string_view>

namespace gauntlet {

struct EmbeddedFile {
  std::string_view name;  // below their folder: "page.html", "vendor/uplot.js"
  std::string_view text;
};

using EmbeddedFiles = std::span<const EmbeddedFile>;

// The text of the file of that name; throws std::logic_error when it is none of them.
std::string_view text_of(EmbeddedFiles files, std::string_view name);

}  // namespace gauntlet
