#include "orchestrator/matrix/structured.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "contract/events.h"
#include "contract/link.h"
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

// As the file has it, on one line: "{at: 2s, break: server}".
std::string shown(const Tree& tree) {
  if (tree.kind == Tree::Kind::kText) return tree.text;
  if (tree.kind != Tree::Kind::kMap) return describe(tree.kind);
  std::string text;
  for (const Tree& entry : tree.items)
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", entry.key,
                        entry.kind == Tree::Kind::kText ? entry.text : describe(entry.kind));
  return "{" + text + "}";
}

std::string why_no_events(const std::string& what) {
  return fmt::format(
      "has {}; write at most {}, each as {{at: 2s, kill: mirror 1}}, with kill, stop, continue or "
      "restart of server, mirror N, server worker N or mirror N worker N",
      what, contract::kMostEvents);
}

// A list of events, or one that is alone.
tl::expected<std::string, std::string> events_text(const Tree& tree) {
  std::string text;
  for (const Tree& each : tree.kind == Tree::Kind::kList ? tree.items : std::vector{tree}) {
    const auto event = event_text(each);
    if (!event)
      return tl::unexpected(
          why_no_events(fmt::format("'{}', which is no event", printable(shown(each)))));
    text += (text.empty() ? "" : "_") + *event;
  }
  const auto events = contract::parse_events(text);
  if (events) return contract::to_text(*events);
  return tl::unexpected(why_no_events(text.empty() ? "no event" : "too many events"));
}

// {loss: 1%, rate: 100mbit, delay: 20ms}
tl::expected<std::string, std::string> link_text(const Tree& map) {
  std::string text;
  for (const Tree& entry : map.items)
    text += fmt::format("{}{}:{}", text.empty() ? "" : "_", entry.key, entry.text);
  if (const auto link = contract::parse_link(text)) return contract::to_text(*link);
  return tl::unexpected(
      fmt::format("has '{}', which is not {}", printable(shown(map)), contract::describe_links()));
}

}  // namespace

bool is_structured(const Tree& value, const Setting& setting) {
  if (setting.kind == Kind::kTree || setting.kind == Kind::kLink)
    return value.kind == Tree::Kind::kMap;
  return setting.kind == Kind::kEvents &&
         (value.kind == Tree::Kind::kMap || value.kind == Tree::Kind::kList);
}

tl::expected<std::string, std::string> structured_text(const Tree& value, const Setting& setting) {
  if (setting.kind == Kind::kEvents) return events_text(value);
  if (setting.kind == Kind::kLink) return link_text(value);
  if (auto text = tree_text(value)) return std::move(*text);
  return tl::unexpected("is not " + describe_values(setting));
}

}  // namespace gauntlet::orchestrator::matrix
