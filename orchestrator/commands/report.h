// orchestrator report: what a table says, as a page, for programs, or for a pull request.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

enum class ReportFormat { kHtml, kJson, kMarkdown };

struct ReportOptions {
  std::vector<std::string> tables{};  // one; or two to compare, the base first
  ReportFormat format = ReportFormat::kHtml;
  std::string output{};  // empty: stdout, but of a page report.html in the folder beside the table
};

CLI::App* add_command(CLI::App& app, ReportOptions& options);

// Throws Error.
ExitCode execute(const ReportOptions& options);

// Writes report.html and report.json into the folder beside a table, and returns the first. Throws
// Error.
std::filesystem::path write_reports(const std::filesystem::path& table);

}  // namespace gauntlet::orchestrator::commands
