// Listings: what a client counts in those of others, and what comes back of those that we write.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/fuzz/require.h"
#include "wire/line.h"
#include "wire/listing.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::wire;

// Whatever is counted is an array of objects with a name, and as long as that.
void try_to_count(std::string_view text) {
  parse_listing(text);
  const auto count = count_entries(text);
  if (!count) return;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  require(json.is_array() && json.size() == *count);
  for (const auto& entry : json) require(entry.is_object() && entry.contains("name"));
}

// Names from the lines of the input; what else is told of an entry, from the first byte of each.
std::vector<Entry> entries_of(std::string_view text) {
  std::vector<Entry> entries;
  while (!text.empty()) {
    const std::string_view name = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(name.size() + 1, text.size()));
    const std::uint64_t number = name.empty() ? 0 : static_cast<unsigned char>(name.front());
    entries.push_back({.name = std::string(name),
                       .directory = number % 4 == 3,
                       .mtime = static_cast<std::time_t>((number << 32) - (number << 40)),
                       .size = number << 56});
  }
  return entries;
}

std::string written(ListingFormat format, const std::vector<Entry>& entries) {
  std::string text;
  ListingWriter writer(format, "/files/", text);
  for (const Entry& entry : entries) writer.add(entry);
  writer.finish();
  return text;
}

void try_json(const std::vector<Entry>& entries) {
  const std::string text = written(ListingFormat::kJson, entries);
  require(count_entries(text) == entries.size());
  const auto json = nlohmann::json::parse(text);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    require(json[i].contains("size") != entries[i].directory);
    if (!entries[i].directory) require(json[i]["size"] == entries[i].size);
  }
  // No file's name holds NUL, and no URL.
  const auto holds_nul = [](const Entry& entry) {
    return entry.name.find('\0') != entry.name.npos;
  };
  if (std::any_of(entries.begin(), entries.end(), holds_nul)) return;
  const auto read = parse_listing(text);
  require(read && read->size() == entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    require((*read)[i].name == entries[i].name && (*read)[i].directory == entries[i].directory);
    require(entries[i].directory || (*read)[i].size == entries[i].size);
  }
}

// Nothing of a name becomes markup.
void try_html(const std::vector<Entry>& entries) {
  const std::string text = written(ListingFormat::kHtml, entries);
  const std::string empty = written(ListingFormat::kHtml, {});
  const auto tags = [](const std::string& html) {
    return std::count(html.begin(), html.end(), '<');
  };
  constexpr std::ptrdiff_t kTagsOfARow = 10;
  require(tags(text) == tags(empty) + kTagsOfARow * static_cast<std::ptrdiff_t>(entries.size()));
}

void try_line(const std::vector<Entry>& entries) {
  const std::string text = written(ListingFormat::kLine, entries);
  require(text.find(kAnswerEnd) == text.size() - kAnswerEnd.size());
  const LineAnswer answer = parse_line_answer(text);
  require(answer.names && answer.names->size() == entries.size());
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  const std::string_view input = as_text(data, size);
  try_to_count(input);
  const auto entries = entries_of(input);
  try_json(entries);
  try_html(entries);
  try_line(entries);
  return 0;
}
