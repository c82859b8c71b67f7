#include "orchestrator/matrix/wording.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/near_words.h"
#include "base/utf8.h"
#include "orchestrator/matrix/synonyms.h"

namespace gauntlet::orchestrator::matrix {
namespace {

// Enough to mend a file by; more would scroll the first ones away.
constexpr std::size_t kMostShown = 50;

// Those of the candidates that are meant by the word.
std::vector<std::string_view> known_words(std::string_view word,
                                          const std::vector<std::string_view>& candidates) {
  std::vector<std::string_view> known;
  for (const std::string_view meant : meant_by(word))
    if (std::find(candidates.begin(), candidates.end(), meant) != candidates.end())
      known.push_back(meant);
  return known;
}

}  // namespace

std::string shortened(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  return printable(shortened_to(text, kLongest)) + (text.size() > kLongest ? "..." : "");
}

std::string in_quotes(std::string_view text) { return "'" + shortened(text) + "'"; }

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::vector<std::string_view> known = known_words(word, candidates);
  return known.empty() ? gauntlet::did_you_mean(word, candidates) : gauntlet::did_you_mean(known);
}

void Problems::add(int line, const std::string& key, const std::string& sentence) {
  const std::string place = to_string(Place{file_, line, shortened(key)});
  found_.push_back({line, place.empty() ? sentence : fmt::format("{}: {}", place, sentence)});
}

void Problems::throw_if_any() const {
  if (found_.empty()) return;
  std::vector<Problem> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  if (sorted.size() == 1) throw Error(sorted[0].sentence);
  std::string text = fmt::format("{} mistakes in {}:", sorted.size(), file_);
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostShown); ++i)
    text += "\n  " + sorted[i].sentence;
  if (sorted.size() > kMostShown)
    text += fmt::format("\n  ... and {} more", sorted.size() - kMostShown);
  throw Error(text);
}

}  // namespace gauntlet::orchestrator::matrix
