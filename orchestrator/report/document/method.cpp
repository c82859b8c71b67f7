#include "orchestrator/report/document/method.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/units.h"
#include "orchestrator/matrix/repeats.h"

namespace gauntlet::orchestrator::report::document {
namespace {

// The value that all rows have; empty where they differ, or do not say it.
std::string constant(const table::Table& table, std::string_view setting) {
  const std::string first = table.rows.front().setting(setting);
  const bool same = std::all_of(table.rows.begin(), table.rows.end(), [&](const table::Row& row) {
    return row.setting(setting) == first;
  });
  return same ? first : "";
}

std::string repeats_sentence(const Source& source, const Cells& cells) {
  std::string text = fmt::format(
      "{} of the matrix, each run {}", counted(cells.cells.size(), "cell"),
      cells.passes == 1 ? "once" : "in up to " + counted(cells.passes, "pass", "passes"));
  if (source.plan)
    text += source.plan->repeats.order == matrix::Order::kShuffled
                ? ", every pass in an order of its own"
                : ", in the order of the matrix";
  return text + ".";
}

std::string load_sentence(const table::Table& table) {
  const std::string rate = constant(table, "rate");
  if (rate.empty()) return {};
  if (rate == "0") return "Closed loop: each client asks when its last answer has come.";
  return fmt::format(
      "Open loop: {} requests/s were due, and response times count from when a request was due.",
      rate);
}

std::string length_sentence(const table::Table& table) {
  const std::string duration = constant(table, "duration");
  const std::string requests = constant(table, "requests");
  const std::string least = constant(table, "min_duration");
  const std::string warmup = constant(table, "warmup");
  std::string text;
  if (!duration.empty() && duration != "0s")
    text = fmt::format("Requests were begun for {}", duration);
  else if (!requests.empty() && !least.empty())
    text = fmt::format("Each client made at least {}, and went on for at least {}",
                       requests == "1" ? "1 request" : requests + " requests", least);
  if (text.empty()) return {};
  if (!warmup.empty() && warmup != "0s") text += fmt::format(", after a warm-up of {}", warmup);
  return text + ".";
}

std::string place_sentence(const table::Table& table) {
  std::set<std::string> machines;
  std::set<std::string> targets;
  for (const table::Row& row : table.rows) {
    if (!row.machine.empty()) machines.insert(row.machine);
    if (!row.target.empty()) targets.insert(row.target);
  }
  if (machines.empty()) return {};
  std::string text = fmt::format("Measured on {}", fmt::join(machines, "; "));
  if (targets == std::set<std::string>{"loopback"})
    text += ", which server and clients shared (loopback)";
  return text + ".";
}

}  // namespace

std::vector<std::string> method_of(const Source& source, const Cells& cells) {
  std::vector<std::string> sentences{
      place_sentence(source.table),
      repeats_sentence(source, cells),
      load_sentence(source.table),
      length_sentence(source.table),
      fmt::format("Rates are of {}{}.", cells.whose,
                  cells.whose == kAllClients ? ", over the time in which all were active" : ""),
      "The figure of a cell is the median over its passes, with the lowest and the highest one.",
      "Rows that failed are left out of all figures, and so are rows that are not valid where a "
      "cell has valid ones; where it has none, its figures are marked, and no sentence rests on "
      "them.",
      "A percentile is given where the requests are enough for it; curves of response times are of "
      "all requests in all passes of a cell."};
  std::erase(sentences, "");
  return sentences;
}

}  // namespace gauntlet::orchestrator::report::document
