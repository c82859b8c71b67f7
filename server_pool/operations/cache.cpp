#include "server_pool/operations/cache.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json_text.h"
#include "contract/choices.h"
#include "server_pool/operations/admin.h"
#include "server_pool/operations/small_body.h"

namespace gauntlet::server_pool::operations {
namespace {

// "on" or "off", and a line break behind it.
constexpr std::size_t kMostSwitchBytes = 16;

// What the body switches to; nothing for any other text.
std::optional<bool> switch_of(std::string_view body) {
  while (body.ends_with('\n') || body.ends_with('\r')) body.remove_suffix(1);
  for (const auto& [word, on] : contract::kSwitches)
    if (word == body) return on;
  return std::nullopt;
}

Answer state(Workspace& space) {
  const Counters& counters = space.counters;
  using W = WorkerCounters;
  nlohmann::ordered_json state;
  state["cache"] = contract::word_of(contract::kSwitches, counters.cache_on().get() != 0);
  state["hits"] = counters.sum(&W::cache_hits);
  state["misses"] = counters.sum(&W::cache_misses);
  state["bytes"] = counters.sum(&W::cache_bytes);
  state["size_bytes"] = space.options.cache_size * counters.size();
  state["workers"] = counters.size();
  Answer answer;
  answer.content_type = "application/json";
  answer.text = json_text(state) + "\n";
  return answer;
}

Answer switched(Workspace& space, std::string_view body) {
  const auto on = switch_of(body);
  if (!on) return plain_answer(400, "the body must be on or off");
  Counter& is_on = space.counters.cache_on();
  if (is_on.get() != (*on ? 1U : 0U)) space.mine.cache_switches.add(1);
  is_on.set(*on ? 1 : 0);
  spdlog::info("the cache is switched {}", contract::word_of(contract::kSwitches, *on));
  return state(space);
}

}  // namespace

Answer cache_state(const Route&, const wire::Request&, Workspace& space) { return state(space); }

net::Awaitable<std::optional<Answer>> switch_cache(Connection& connection, const Route&,
                                                   const wire::Request& request) {
  Workspace& space = connection.space();
  const bool keep_alive = request.keep_alive;
  const std::string problem = why_no_admin(request, connection.is_local(), space.options);
  if (!problem.empty()) {
    Answer refused = plain_answer(403, problem);
    refused.keep_alive = false;  // the body is not read
    co_return refused;
  }
  constexpr std::size_t kMost = kMostSwitchBytes;
  constexpr std::string_view kWhat = "on or off";
  const auto body = co_await receive_small_body(connection, request, kMost, kWhat);
  if (!body) co_return body.error();
  Answer answer = switched(space, *body);
  answer.keep_alive = keep_alive && !space.stopping;
  co_return answer;
}

}  // namespace gauntlet::server_pool::operations
