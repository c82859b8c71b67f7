#include "server_pool/admission.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "wire/line.h"

namespace gauntlet::server_pool {
namespace {

std::string sentence(const Lack& lack) {
  if (lack.of == "clients")
    return fmt::format("{} clients are served, and no more are", lack.limit);
  return fmt::format("{} bytes of memory are needed, and {} of {} are left", lack.need, lack.left,
                     lack.limit);
}

std::unique_ptr<const Lack> take(Holding& holding, std::string_view of, std::uint64_t need) {
  if (holding.take(need)) return nullptr;
  const SharedBudget& budget = holding.budget();
  return std::make_unique<const Lack>(
      Lack{.of = of, .need = need, .left = budget.left(), .limit = budget.limit()});
}

}  // namespace

Answer rejection(const Lack& lack) {
  Answer answer = refusal(503);
  answer.retry_after_s = kRetryAfterSeconds;
  answer.content_type = "application/json";
  answer.text = json_text(nlohmann::ordered_json{{"error", sentence(lack)},
                                                 {"of", lack.of},
                                                 {"need", lack.need},
                                                 {"free", lack.left},
                                                 {"limit", lack.limit}}) +
                "\n";
  // Another client may have this one's place.
  answer.keep_alive = lack.of != "clients";
  return answer;
}

std::string line_rejection(const Lack& lack) {
  return wire::line_rejection_answer(sentence(lack), kRetryAfterSeconds);
}

std::unique_ptr<const Lack> Admission::admit() {
  const bool is_new = connection_.place().is_empty();
  std::unique_ptr<const Lack> lack;
  if (is_new) lack = take(connection_.place(), "clients", 1);
  if (!lack) lack = take(connection_.memory(), "memory", contract::kRequestBytes);
  WorkerCounters& counters = connection_.space().mine;
  (lack ? counters.rejected : counters.admitted).add(1);
  return lack;
}

std::unique_ptr<const Lack> reserve(Connection& connection, std::uint64_t bytes) {
  std::unique_ptr<const Lack> lack = take(connection.memory(), "memory", bytes);
  if (!lack) return lack;
  WorkerCounters& counters = connection.space().mine;
  counters.admitted.take_back(1);
  counters.rejected.add(1);
  return lack;
}

}  // namespace gauntlet::server_pool
