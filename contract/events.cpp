#include "contract/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/split.h"

namespace gauntlet::contract {
namespace {

// Takes "NAME-12" off the front of text, and its number.
std::optional<std::uint64_t> take_numbered(std::string_view& text, std::string_view name) {
  std::string_view rest = text;
  if (take_until(rest, '-') != name) return std::nullopt;
  const std::string_view digits = take_until(rest, '-');
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  text = rest;
  return number;
}

// "server", "mirror-1", "server-worker-3", "mirror-1-worker-0"
bool read_whom(std::string_view text, Event& event) {
  if (const auto mirror = take_numbered(text, "mirror")) {
    event.mirror = *mirror;
    if (event.mirror == 0) return false;
  } else if (take_until(text, '-') != "server") {
    return false;
  }
  if (text.empty()) return true;
  event.worker = take_numbered(text, "worker");
  return event.worker && text.empty();
}

std::optional<Event> read_event(std::string_view text) {
  const auto at = parse_duration(take_until(text, ':'));
  const std::string_view word = take_until(text, ':');
  const auto action = std::find_if(std::begin(kActions), std::end(kActions),
                                   [word](const auto& each) { return each.word == word; });
  if (!at || action == std::end(kActions)) return std::nullopt;
  Event event{.at = *at, .action = action->choice};
  return read_whom(text, event) ? std::optional(event) : std::nullopt;
}

std::string whom(const Event& event, char between) {
  std::string text =
      event.mirror == 0 ? "server" : fmt::format("mirror{}{}", between, event.mirror);
  if (event.worker) text += fmt::format("{}worker{}{}", between, between, *event.worker);
  return text;
}

}  // namespace

std::optional<std::vector<Event>> parse_events(std::string_view text) {
  std::vector<Event> events;
  while (!text.empty()) {
    const auto event = read_event(take_until(text, '_'));
    if (!event) return std::nullopt;
    events.push_back(*event);
  }
  if (events.empty() || events.size() > kMostEvents) return std::nullopt;
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  return events;
}

std::string to_text(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events)
    text += fmt::format("{}{}:{}:{}", text.empty() ? "" : "_", exact_duration(event.at),
                        word_of(kActions, event.action), whom(event, '-'));
  return text;
}

std::optional<std::string> event_word(std::string_view at, std::string_view action,
                                      std::string_view whom_text) {
  std::string words(whom_text);
  std::replace(words.begin(), words.end(), ' ', '-');
  std::string text = fmt::format("{}:{}:{}", at, action, words);
  return read_event(text) ? std::optional(std::move(text)) : std::nullopt;
}

std::string describe(const Event& event) {
  return fmt::format("{} {}", word_of(kActions, event.action), whom(event, ' '));
}

}  // namespace gauntlet::contract
