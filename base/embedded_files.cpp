#include "base/embedded_files.h"

#include <stdexcept>

namespace gauntlet {

std::string_view text_of(EmbeddedFiles files, std::string_view name) {
  for (const EmbeddedFile& file : files)
    if (file.name == name) return file.text;
  throw std::logic_error("no file is embedded as " + std::string(name));
}

std::string_view name_without_folder(const EmbeddedFile& file) {
  return file.name.substr(file.name.rfind('/') + 1);
}

std::string filled(std::string_view text, const std::map<std::string, std::string>& names) {
  std::string made;
  while (!text.empty()) {
    const std::size_t at = text.find('@');
    made += text.substr(0, at);
    if (at == std::string_view::npos) break;
    const std::size_t end = text.find('@', at + 1);
    const bool ended = end != std::string_view::npos;
    const auto found = names.find(std::string(text.substr(at + 1, ended ? end - at - 1 : 0)));
    made += found == names.end() ? "@" : found->second;
    text.remove_prefix(found == names.end() ? at + 1 : end + 1);
  }
  return made;
}

}  // namespace gauntlet
