// What is done to the servers of a scenario while its clients run: what the setting `events` says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "contract/choices.h"

namespace gauntlet::contract {

enum class Action {
  kKill,      // at once, without a word
  kStop,      // it stands still, and goes on by kContinue
  kContinue,  //
  kRestart    // killed, where it still runs, and started anew on the same ports
};
inline constexpr Word<Action> kActions[] = {{"kill", Action::kKill},
                                            {"stop", Action::kStop},
                                            {"continue", Action::kContinue},
                                            {"restart", Action::kRestart}};

struct Event {
  Duration at{};  // since the start of the clients, or the end of their warm-up
  Action action = Action::kKill;
  std::uint64_t mirror = 0;               // 0: the server itself, the front of its mirrors
  std::optional<std::uint64_t> worker{};  // of its processes; none: all of it

  bool operator==(const Event&) const = default;
};

inline constexpr std::size_t kMostEvents = 16;

// "2s:kill:mirror-1_4s:restart:mirror-1", "500ms:kill:server-worker-3"; in the order of time.
// Nothing for any other text.
std::optional<std::vector<Event>> parse_events(std::string_view text);
std::string to_text(const std::vector<Event>& events);

// One event as a matrix file has it: "2s", "kill", "mirror 1". The same in one word.
std::optional<std::string> event_word(std::string_view at, std::string_view action,
                                      std::string_view whom);

// For people: "kill mirror 1".
std::string describe(const Event& event);

}  // namespace gauntlet::contract
