// The processes that use most of the CPUs, ranked, and the table of them as text and as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/text_layout.h"
#include "base/units.h"
#include "metrics/proc_text.h"

namespace gauntlet::metrics {

inline constexpr std::uint64_t kUsualTop = 10;
inline constexpr std::uint64_t kMostTop = 1000;

// Ticks of the kernel's clock in a second, in which CPU time is counted.
double ticks_per_second();

struct Top {
  std::vector<ProcessUse> processes{};  // most ticks first; with as many, the lower pid first
  std::size_t of = 0;                   // as many processes there were
  Duration interval{};                  // in which the ticks were used; 0: since each began
  double ticks_per_s = 100;

  double seconds(const ProcessUse& process) const {
    return static_cast<double>(process.total_ticks()) / ticks_per_s;
  }
};

// The first of these processes, at most so many, by user and kernel time together.
Top top_of(std::vector<ProcessUse> processes, std::size_t most, Duration interval);

// "10 of 231 processes, by CPU time since each began (100 ticks a second)"
std::string title_of(const Top& top);

// The table, a row for each process behind one of headings: pid, ticks of user, kernel and both,
// seconds, and last, since it may hold blanks, the name as base/utf8.h prints it on one line.
std::vector<TextRow> top_rows(const Top& top);
inline constexpr std::string_view kTopSides = ">>>>><";  // of its columns (aligned_lines)

// The title behind a '#', and the table: a line for each process, whatever its name holds.
std::string top_text(const Top& top);

// {"processes":231,"interval_s":null,"ticks_per_s":100,"top":[{"pid":1,"name":"init",
// "user_ticks":5,"kernel_ticks":2,"total_ticks":7,"seconds":0.07}]}
nlohmann::ordered_json to_json(const Top& top);

// Reads top_text strictly. Of the processes, what the text says; or what is wrong with it.
tl::expected<std::vector<ProcessUse>, std::string> parse_top_text(std::string_view text);

}  // namespace gauntlet::metrics
