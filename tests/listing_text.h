// Whole listings, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/listing.h"

namespace gauntlet::wire {

inline std::string listing_text(ListingFormat format, std::string_view path,
                                const std::vector<Entry>& entries) {
  std::string text;
  ListingWriter writer(format, path, text);
  for (const Entry& entry : entries) writer.add(entry);
  writer.finish();
  return text;
}

inline std::string to_json(const std::vector<Entry>& entries) {
  return listing_text(ListingFormat::kJson, "/", entries);
}
inline std::string to_html(std::string_view path, const std::vector<Entry>& entries) {
  return listing_text(ListingFormat::kHtml, path, entries);
}
inline std::string line_list_answer(const std::vector<std::string>& names) {
  std::vector<Entry> entries;
  for (const std::string& name : names) entries.push_back({.name = name});
  return listing_text(ListingFormat::kLine, "/", entries);
}

}  // namespace gauntlet::wire
