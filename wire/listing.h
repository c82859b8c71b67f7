// A folder as a JSON array of the shape that nginx gives with `autoindex_format json`, or as HTML.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::wire {

struct Entry {
  std::string name{};
  bool directory = false;
  std::time_t mtime = 0;   // seconds since 1970
  std::uint64_t size = 0;  // bytes; of files only
};

// [{ "name":"a.bin", "type":"file", "mtime":"Sat, 31 Jan 2026 23:59:59 GMT", "size":1048576 }, ...]
// A name that is not UTF-8 is shown as base/utf8.h does, and its entry has an "href", the name as a
// URL has it: "name":"a\\xff", "href":"a%FF".
std::string to_json(const std::vector<Entry>& entries);
// A page for a browser, in UTF-8; names are escaped, links encoded.
std::string to_html(std::string_view path, const std::vector<Entry>& entries);

// The number of entries in a JSON listing, which must be an array of objects with a name; nothing
// when it is not one.
std::optional<std::size_t> count_entries(std::string_view json);

}  // namespace gauntlet::wire
