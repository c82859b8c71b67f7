// A folder's listing: a JSON array of the shape that nginx gives with `autoindex_format json`, a
// page of HTML, or the line protocol's answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::wire {

struct Entry {
  std::string name{};  // within the folder; of what is found further down, with the folders to it
  bool directory = false;
  std::time_t mtime = 0;   // seconds since 1970
  std::uint64_t size = 0;  // bytes; of files only
};

enum class ListingFormat : std::uint8_t {
  kJson,  // [{ "name":"a.bin", "type":"file", "mtime":"Sat, 31 Jan 2026 23:59:59 GMT",
          // "size":1048576 }, ...]
  kHtml,  // a page for a browser; names are escaped, links encoded
  kLine,  // the line protocol's answer: names alone
};
inline constexpr std::size_t kListingFormats = 3;

// Writes a listing entry by entry. A name that is not UTF-8 is shown as base/utf8.h does; in JSON
// its entry has an "href" as well, the name as a URL has it: "name":"a\\xff", "href":"a%FF".
class ListingWriter {
 public:
  // Appends to out, which outlives the writer. path is shown in HTML only.
  ListingWriter(ListingFormat format, std::string_view path, std::string& out);

  void add(const Entry& entry);
  // cut: why entries are missing, which the line protocol's answer says; empty when none is.
  void finish(std::string_view cut = {});

 private:
  void add_json(const Entry& entry);
  void add_html(const Entry& entry);
  void add_line(const Entry& entry);

  ListingFormat format_;
  std::string& out_;
  const char* comma_ = "";
};

// The number of entries in a JSON listing, which must be an array of objects with a name; nothing
// when it is not one.
std::optional<std::size_t> count_entries(std::string_view json);

// The entries of a JSON listing, as ListingWriter writes it; nothing when it is no such listing. A
// time that cannot be read is 0.
std::optional<std::vector<Entry>> parse_listing(std::string_view json);

}  // namespace gauntlet::wire
