#include "base/embedded_files.h"

#include <stdexcept>
#include <string>

namespace gauntlet {

std::string_view text_of(EmbeddedFiles files, std::string_view name) {
  for (const EmbeddedFile& file : files)
    if (file.name == name) return file.text;
  throw std::logic_error("no file is embedded as " + std::string(name));
}

}  // namespace gauntlet
