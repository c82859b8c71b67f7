// What /proc says of a process, the table of processes, and a client's report of its own.
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "contract/top_report.h"
#include "metrics/top.h"
#include "tests/fuzz/require.h"

namespace gauntlet::fuzz {
namespace {

using Processes = std::vector<metrics::ProcessUse>;

// What the table of these is read as.
Processes write_and_read(const Processes& processes) {
  const auto read = metrics::parse_top_text(
      metrics::top_text(metrics::top_of(processes, processes.size(), Duration::zero())));
  require(read && read->size() == processes.size());
  return *read;
}

// Whatever a process is called, it has one line in the table.
void try_stat(std::string_view text) {
  const auto process = metrics::parse_process_use(text);
  if (!process) return;
  const Processes read = write_and_read({*process});
  require(read[0].pid == process->pid && read[0].user_ticks == process->user_ticks);
  require(is_utf8(read[0].name));
  require(
      nlohmann::json::accept(json_text(to_json(metrics::top_of({*process}, 1, Duration::zero())))));
}

void try_table(std::string_view text) {
  const auto processes = metrics::parse_top_text(text);
  if (!processes) return;
  const Processes once = write_and_read(*processes);
  require(write_and_read(once) == once);
}

void try_report(std::string_view text) {
  try {
    const contract::TopReport report = contract::top_report_from_text(text);
    require(report.host.size() <= contract::kMostHostBytes && report.pid > 0);
    require(contract::top_report_from_text(json_text(to_json(report))) == report);
  } catch (const Error& error) {
    require(is_utf8(error.what()));
  }
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  constexpr void (*kTries[])(std::string_view) = {try_stat, try_table, try_report};
  if (size > 0) kTries[data[0] % std::size(kTries)](as_text(data + 1, size - 1));
  return 0;
}
