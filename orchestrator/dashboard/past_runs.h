// The runs whose tables stand in a folder of results.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::orchestrator::dashboard {

// What is not known is empty, or nothing.
struct PastRun {
  std::string name{};    // of the table without its ending
  std::string kind{};    // the subcommand: run, ab, ...
  std::string matrix{};  // its name
  std::string started{};
  std::string outcome{};
  std::optional<double> duration_s{};
  std::uint64_t rows = 0;
  std::uint64_t failed = 0;
  std::uint64_t invalid = 0;
  std::uint64_t bytes = 0;  // of the table
};

nlohmann::ordered_json to_json(const PastRun& run);

class PastRuns {
 public:
  explicit PastRuns(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The newest first. A table that has not changed since it was listed last is not read again.
  std::vector<PastRun> list();

  // The table of a run of that name, and a file in the folder beside it; nothing where there is
  // none, or where the name, or a link, leads out of the folder. The folder beside a table is no
  // link.
  std::optional<std::filesystem::path> table(std::string_view name) const;
  std::optional<std::filesystem::path> file(std::string_view name, std::string_view folder,
                                            std::string_view file) const;
  // The names of the files in a folder beside the table, sorted, that end so.
  std::vector<std::string> files(std::string_view name, std::string_view folder,
                                 std::string_view ending) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Known {
    std::filesystem::file_time_type changed{};
    std::uintmax_t bytes = 0;
    bool is_over = false;  // its outcome is known, and stays
    PastRun run{};
  };

  std::filesystem::path folder_;
  std::map<std::string, Known> known_{};
};

}  // namespace gauntlet::orchestrator::dashboard
