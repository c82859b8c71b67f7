// Durations and sizes, as people write them on command lines and in YAML, and as we print them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gauntlet {

using Duration = std::chrono::nanoseconds;

inline constexpr std::uint64_t kKiB = 1024;
inline constexpr std::uint64_t kMiB = 1024 * kKiB;
inline constexpr std::uint64_t kGiB = 1024 * kMiB;

// "250us", "100ms", "1.5s", "2m", "1h"; of bare numbers only 0, which needs no unit. Nothing for
// anything else, negative values and values beyond 1000 hours included.
std::optional<Duration> parse_duration(std::string_view text);

// "100B", "64KiB", "100MiB", "2GiB" and "0"; KB, MB, GB and K, M, G mean the same powers of 1024,
// as in the original. Nothing for anything else.
std::optional<std::uint64_t> parse_size(std::string_view text);

// What is wrong with a text that those two do not take, and how to write it: "'5' has no unit;
// write 5ms, 5s or 5m", "'soon' is not a duration; write it as 500ms, 5s or 2m".
std::string why_no_duration(std::string_view text);
std::string why_no_size(std::string_view text);
// Whether the text is a number and nothing else.
bool is_bare_number(std::string_view text);

double to_seconds(Duration duration);
Duration from_seconds(double seconds);  // rounded to nanoseconds

// The shortest exact text that parses to the same value: "500ms", "2s", "64KiB", "7B", "0s".
std::string exact_duration(Duration duration);
std::string exact_size(std::uint64_t bytes);

// The whole text as a finite number; nothing for anything else.
std::optional<double> parse_number(std::string_view text);

// "10", "0.5": a number of MiB; "100B", "1KiB", "10MB": a size, as parse_size reads it. In MiB.
std::optional<double> parse_volume(std::string_view text);

// Three significant digits and a unit: "12.3 ms", "1.50 s", "2 m 05 s".
std::string format_duration(Duration duration);
std::string format_seconds(double seconds);
// "0 B", "1.50 KiB", "100 MiB".
std::string format_bytes(double bytes);
std::string format_rate(double bytes_per_second);  // "1.50 MiB/s"
// MiB, rounded to bytes, without zeros at the end: "10 MiB", "1 KiB", "1.5 MiB", "100 B".
std::string format_volume(double mib);
// A count, or a rate of things: "12,800" above 100; below, whole or with three significant digits:
// "50", "12.3", "0.05".
std::string format_count(double value);
// "1 worker", "12,800 workers". several: the plural, where it is not one with an s.
std::string counted(std::uint64_t count, std::string_view one, std::string_view several = {});
// "1 of 24 rows is", "2 of 24 rows are".
std::string counted_of(std::uint64_t count, std::uint64_t all, std::string_view several);

// Wall time for names and timestamps: "20260131_235959" and "2026-01-31T23:59:59.123+00:00" (local
// time with its offset).
std::string timestamp_for_names(std::chrono::system_clock::time_point time);
std::string timestamp_iso(std::chrono::system_clock::time_point time);

}  // namespace gauntlet
