// Whether a file's pages are in memory before a scenario reads it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::orchestrator::run {

// The part of the file's pages that the page cache holds, 0 to 1, as mincore(2) tells; 1 for an
// empty file. Nothing when the file cannot be mapped.
std::optional<double> cached_part(const std::filesystem::path& file);

// Brings the file into the state that the setting file_cache asks for: cold drops its pages, warm
// reads it, any does nothing. Gives a sentence when it is not in that state then, else nothing
// said.
std::string set_file_cache(const std::filesystem::path& file, std::string_view state);

}  // namespace gauntlet::orchestrator::run
