// Files that are part of the program (cmake/embed_files.cmake).
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace gauntlet {

struct EmbeddedFile {
  std::string_view name;  // below their folder: "page.html", "vendor/uplot.js"
  std::string_view text;
};

using EmbeddedFiles = std::span<const EmbeddedFile>;

// The name without its folder: "uplot.js".
std::string_view name_without_folder(const EmbeddedFile& file);

// A text with what stands for each @NAME@ in it. What is put in is not looked through again.
std::string filled(std::string_view text, const std::map<std::string, std::string>& names);

// The text of the file of that name; throws std::logic_error when it is none of them.
std::string_view text_of(EmbeddedFiles files, std::string_view name);

}  // namespace gauntlet
