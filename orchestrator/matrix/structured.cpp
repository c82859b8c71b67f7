#include "orchestrator/matrix/structured.h"

#include <algorithm>

#include "contract/events.h"
#include "contract/tree_shape.h"

namespace gauntlet::orchestrator::matrix {
namespace {

// Of a map: empty where it does not have the key.
std::string text_under(std::string_view key, const Tree& map) {
  const auto is_it = [key](const Tree& entry) { return entry.key == key; };
  const auto found = std::find_if(map.items.begin(), map.items.end(), is_it);
  return found == map.items.end() ? std::string() : found->text;
}

// {folders: 100, files: 10000, sizes: lognormal(16K, 1.5)}. In a map of a single line, YAML takes
// the comma within "lognormal(16KiB, 1.5)" for its own, and "1.5)" for a key.
std::optional<std::string> tree_text(const Tree& map) {
  std::string sizes = text_under("sizes", map);
  const bool split = map.items.size() == 4 && map.items.back().key.ends_with(')');
  if (split) sizes += "," + map.items.back().key;
  const auto shape =
      contract::parse_tree_shape(text_under("folders", map), text_under("files", map), sizes);
  if (!shape || map.items.size() != (split ? 4 : 3)) return std::nullopt;
  return contract::to_text(*shape);
}

// {at: 2s, kill: mirror 1}
std::optional<std::string> event_text(const Tree& map) {
  if (map.kind != Tree::Kind::kMap || map.items.size() != 2) return std::nullopt;
  const std::string at = text_under("at", map);
  const Tree& action = map.items[map.items.front().key == "at" ? 1 : 0];
  return contract::event_word(at, action.key, action.text);
}

// A list of events, or one that is alone.
std::optional<std::string> events_text(const Tree& tree) {
  std::string text;
  for (const Tree& each : tree.kind == Tree::Kind::kList ? tree.items : std::vector{tree}) {
    const auto event = event_text(each);
    if (!event) return std::nullopt;
    text += (text.empty() ? "" : "_") + *event;
  }
  const auto events = contract::parse_events(text);
  return events ? std::optional(contract::to_text(*events)) : std::nullopt;
}

}  // namespace

bool is_structured(const Tree& value, const Setting& setting) {
  if (setting.kind == Kind::kTree) return value.kind == Tree::Kind::kMap;
  return setting.kind == Kind::kEvents &&
         (value.kind == Tree::Kind::kMap || value.kind == Tree::Kind::kList);
}

std::optional<std::string> structured_text(const Tree& value, const Setting& setting) {
  return setting.kind == Kind::kTree ? tree_text(value) : events_text(value);
}

}  // namespace gauntlet::orchestrator::matrix
