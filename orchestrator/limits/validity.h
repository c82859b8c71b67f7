// Whether the figures of a scenario can be believed. Pure; the rules in words: docs/limits.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/limits/evidence.h"
#include "orchestrator/limits/limit.h"

namespace gauntlet::orchestrator::limits {

// Parts of the host's CPU time that, used by other programs or given to others by a hypervisor,
// make figures worthless.
inline constexpr double kForeignCpu = 0.05;
inline constexpr double kStolenCpu = 0.02;

// What is to be distrusted, in a word.
inline constexpr const char* kDoubtShort = "short";
inline constexpr const char* kDoubtForeignCpu = "foreign_cpu";
inline constexpr const char* kDoubtSteal = "steal";
inline constexpr const char* kDoubtSchedule = "schedule";
inline constexpr const char* kDoubtCache = "cache";
inline constexpr const char* kDoubtSwitched = "switched";
inline constexpr const char* kDoubtClient = "client";

// A reason not to believe the figures.
struct Doubt {
  const char* word;      // one of the above
  std::string sentence;  // what was seen, and what to change
};

// All reasons, in the order of the words above; none: the figures can be believed.
std::vector<Doubt> doubts_about(const Evidence& evidence, const Limit& limit);

// The other programs that a note names, from the sentence of kDoubtForeignCpu in it, with the part
// of the host's CPU time that each used.
std::vector<OtherProgram> programs_in(std::string_view note);

// The words as the column doubt has them, "foreign_cpu+steal", and back.
std::string joined_words(const std::vector<Doubt>& doubts);
std::vector<std::string> split_words(std::string_view column);

// What a word says of every row that has it, with what to change; empty for a word that is none.
std::string meaning_of(std::string_view word);

}  // namespace gauntlet::orchestrator::limits
