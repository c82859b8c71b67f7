#include "orchestrator/limits/validity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/units.h"
#include "base/utf8.h"

namespace gauntlet::orchestrator::limits {
namespace {

constexpr char kBetweenWords = '+';

using Meaning = std::pair<const char*, const char*>;
constexpr std::array<Meaning, 6> kMeanings{
    Meaning{kDoubtForeignCpu, "other programs used the host's CPUs: end them"},
    Meaning{kDoubtSteal, "a hypervisor gave the host's CPUs to others: use a machine of your own"},
    Meaning{kDoubtSchedule,
            "the clients missed their schedule: raise client_pool, or lower the rate"},
    Meaning{kDoubtCache, "the file was not cached as file_cache asks for"},
    Meaning{kDoubtSwitched,
            "the server's content cache was switched while it ran: leave it as the setting says"},
    Meaning{kDoubtClient,
            "the clients were the limit, not the server: give client_pool more CPUs"}};

// Whether a part of the host is that large for certain: by more than the kernel's rounding.
bool reaches(double part, double threshold, const Figures& figures) {
  return part - figures.rounding >= threshold;
}

Doubt doubt_of_host(const char* word, double part, const std::string& more) {
  return {word, fmt::format("{} ({:.1f}% of its time{})", meaning_of(word), part * 100, more)};
}

constexpr std::string_view kMostOfAll = "; most of all ";

// "; most of all cc1plus 31.2%, ninja 1.4%": those that used a hundredth of the host, or more.
std::string most_of_all(const std::vector<OtherProgram>& others) {
  constexpr double kLeast = 0.01;
  std::string text;
  for (const OtherProgram& other : others)
    if (other.part >= kLeast)
      text += fmt::format("{}{} {:.1f}%", text.empty() ? kMostOfAll : ", ", printable(other.name),
                          other.part * 100);
  return text;
}

void doubt_the_host(std::vector<Doubt>& doubts, const Figures& figures) {
  if (reaches(figures.foreign, kForeignCpu, figures))
    doubts.push_back(doubt_of_host(kDoubtForeignCpu, figures.foreign, most_of_all(figures.others)));
  if (reaches(figures.steal, kStolenCpu, figures))
    doubts.push_back(doubt_of_host(kDoubtSteal, figures.steal, ""));
}

}  // namespace

std::vector<Doubt> doubts_about(const Evidence& evidence, const Limit& limit) {
  std::vector<Doubt> doubts;
  if (evidence.figures)
    doubt_the_host(doubts, *evidence.figures);
  else if (evidence.should_have_figures)
    doubts.push_back({kDoubtShort, meaning_of(kDoubtShort)});
  if (evidence.schedule && evidence.schedule->missed)
    doubts.push_back({kDoubtSchedule, evidence.schedule->why});
  if (!evidence.cache_problem.empty()) doubts.push_back({kDoubtCache, evidence.cache_problem});
  if (evidence.cache_switched) doubts.push_back({kDoubtSwitched, meaning_of(kDoubtSwitched)});
  if (evidence.remote && limit.name == kLimitClientCpu)
    doubts.push_back({kDoubtClient, meaning_of(kDoubtClient)});
  return doubts;
}

std::vector<OtherProgram> programs_in(std::string_view note) {
  std::vector<OtherProgram> programs;
  const std::size_t begin = note.find(kMostOfAll);
  if (begin == note.npos) return programs;
  note.remove_prefix(begin + kMostOfAll.size());
  for (;;) {
    const std::size_t percent = note.find('%');
    const std::size_t blank = note.rfind(' ', percent);
    if (percent == note.npos || blank == note.npos) return programs;
    const auto number = parse_number(note.substr(blank + 1, percent - blank - 1));
    if (!number) return programs;
    programs.push_back({std::string(note.substr(0, blank)), *number / 100});
    note.remove_prefix(percent + 1);
    if (!note.starts_with(", ")) return programs;
    note.remove_prefix(2);
  }
}

std::string joined_words(const std::vector<Doubt>& doubts) {
  std::string text;
  for (const Doubt& doubt : doubts) {
    if (!text.empty()) text += kBetweenWords;
    text += doubt.word;
  }
  return text;
}

std::vector<std::string> split_words(std::string_view column) {
  std::vector<std::string> words;
  while (!column.empty()) {
    const std::string_view word = column.substr(0, column.find(kBetweenWords));
    if (!word.empty()) words.emplace_back(word);
    column.remove_prefix(std::min(column.size(), word.size() + 1));
  }
  return words;
}

std::string meaning_of(std::string_view word) {
  if (word == kDoubtShort)
    return fmt::format(
        "the samples cover less than {:.0f} ms of the steady span: raise requests, or min_duration "
        "to 1s",
        contract::kLeastSteadySeconds * 1e3);
  for (const auto& [name, meaning] : kMeanings)
    if (word == name) return meaning;
  return "";
}

}  // namespace gauntlet::orchestrator::limits
