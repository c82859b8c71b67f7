# A script: writes the files.h and files.cpp of embed_files. Arrays of bytes, since string literals
# have limits.
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS files)
  cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${source} OUTPUT_VARIABLE file_name)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  # A zero more, which does not count: an empty file is an array, too.
  string(APPEND arrays "constexpr unsigned char kFile${number}[] = {${bytes}0};\n")
  string(APPEND entries "      {\"${file_name}\", text_of(kFile${number})},\n")
  math(EXPR number "${number} + 1")
endforeach()
set(head "// Made of the files in ${name}.\n")

file(CONFIGURE OUTPUT ${generated}/files.h @ONLY CONTENT [[
@head@#pragma once

#include "base/embedded_files.h"

namespace @namespace@ {

EmbeddedFiles files();  // in the order of their names

}  // namespace @namespace@
]])

file(CONFIGURE OUTPUT ${generated}/files.cpp @ONLY CONTENT [[
@head@#include "@name@/files.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace @namespace@ {
namespace {

@arrays@
template <std::size_t Size>
std::string_view text_of(const unsigned char (&bytes)[Size]) {
  return {reinterpret_cast<const char*>(bytes), Size - 1};
}

}  // namespace

EmbeddedFiles files() {
  static const std::array<EmbeddedFile, @number@> kFiles{{
@entries@  }};
  return kFiles;
}

}  // namespace @namespace@
]])
