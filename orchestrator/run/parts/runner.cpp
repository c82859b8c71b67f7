#include "orchestrator/run/parts/runner.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>

#include "base/utf8.h"
#include "orchestrator/run/capture.h"
#include "orchestrator/run/file_cache.h"
#include "orchestrator/run/files.h"
#include "orchestrator/run/parts/make_parts.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

// The last lines of a log on one line, each cut where it is long. Of a log that is long itself only
// the end is read, which may begin within a line.
std::string last_lines(const std::string& file) {
  constexpr std::size_t kLines = 3;
  constexpr std::size_t kLongest = 200;
  constexpr std::streamoff kMostRead = 64 * 1024;
  std::ifstream log(file, std::ios::binary | std::ios::ate);
  log.seekg(std::max<std::streamoff>(0, static_cast<std::streamoff>(log.tellg()) - kMostRead));
  std::deque<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    lines.push_back(printable(shortened_to(line, kLongest)));
    if (lines.size() > kLines) lines.pop_front();
  }
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " | ") + line;
  return text;
}

void remove_secrets_from(const std::string& log, const Secrets& secrets) {
  std::ifstream in(log, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string shown = without_secrets(text, secrets);
  if (shown != text) std::ofstream(log, std::ios::binary | std::ios::trunc) << shown;
}

// From all that is written down.
void remove_secrets(Observed& seen, const LogFiles& logs) {
  if (seen.secrets.empty()) return;
  const Secrets secrets = std::exchange(seen.secrets, {});
  const auto hide = [&secrets](std::string& text) { text = without_secrets(text, secrets); };
  for (std::string& word : seen.server_argv) hide(word);
  for (std::string& word : seen.client_argv) hide(word);
  if (seen.report) hide(seen.report->first_error);
  if (seen.report && seen.report->totals && seen.report->totals->first_error)
    hide(seen.report->totals->first_error->what);
  if (seen.trouble) hide(seen.trouble->sentence);
  for (const std::string& log : {logs.server, logs.client}) remove_secrets_from(log, secrets);
}

void read_logs(Observed& seen, const LogFiles& logs) {
  const bool failed_requests = seen.report && seen.report->failed_requests > 0;
  if (!seen.trouble && !failed_requests) return;
  seen.server_log = last_lines(logs.server);
  seen.client_log = last_lines(logs.client);
}

void prepare_file(RunState& run) {
  if (run.scenario.operation().files == contract::Files::kOne)
    run.seen.cache_problem = set_file_cache(requested_file(run.context.root, run.scenario),
                                            run.scenario.text("file_cache"));
}

}  // namespace

Observed run_scenario(const matrix::Scenario& scenario, const RunContext& context) {
  RunState run{.scenario = scenario, .context = context};
  run.seen.timestamp = timestamp_iso(std::chrono::system_clock::now());
  prepare_file(run);
  run.deadline = std::chrono::steady_clock::now() + scenario.duration("scenario_timeout");
  const std::vector<std::unique_ptr<Part>> parts = make_parts(run);
  auto started = parts.begin();
  while (started != parts.end() && run.going_on()) {
    Part& part = **started++;
    part.start();
    if (run.going_on()) part.await_ready();
  }
  if (run.going_on())
    for (const auto& part : parts) part->await_report();
  const auto last = std::make_reverse_iterator(started);
  for (auto part = last; part != parts.rend(); ++part) (*part)->tell_to_stop();
  for (auto part = last; part != parts.rend(); ++part) (*part)->stop();
  if (!context.capture.empty() && run.seen.report)
    run.seen.capture = look_at_capture(context.capture, run.seen.report->capture);
  remove_secrets(run.seen, context.logs);
  read_logs(run.seen, context.logs);
  return std::move(run.seen);
}

}  // namespace gauntlet::orchestrator::run::parts
