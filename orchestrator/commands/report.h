// orchestrator report: what a table says, in one document that people read or programs do.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

enum class ReportFormat { kHtml, kJson, kMarkdown };

struct ReportOptions {
  std::vector<std::string> tables{};  // one, or two to compare: the base first
  ReportFormat format = ReportFormat::kHtml;
  std::string output{};  // empty: stdout, but of HTML a file in the folder beside the table
};

CLI::App* add_command(CLI::App& app, ReportOptions& options);

// Throws Error.
ExitCode execute(const ReportOptions& options);

}  // namespace gauntlet::orchestrator::commands
