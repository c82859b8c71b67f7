#include "orchestrator/commands/trace.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "base/choice.h"
#include "base/json_text.h"
#include "base/output.h"
#include "base/program.h"
#include "orchestrator/trace/show.h"
#include "orchestrator/trace/trace.h"

namespace gauntlet::orchestrator::commands {
namespace {

const std::map<std::string, TraceFormat> kTraceFormats{{"text", TraceFormat::kText},
                                                       {"json", TraceFormat::kJson}};
const std::map<std::string, trace::Choice> kMethods{
    {"auto", trace::Choice::kAuto}, {"mtr", trace::Choice::kMtr}, {"udp", trace::Choice::kUdp}};

constexpr std::uint64_t kMostRounds = 1000;
constexpr auto kLeastInterval = std::chrono::milliseconds(10);
constexpr auto kMostInterval = std::chrono::minutes(1);

}  // namespace

CLI::App* add_command(CLI::App& app, TraceOptions& options) {
  CLI::App* command = app.add_subcommand(
      "trace", "Show the path to a host: its hops, their loss and round trips, the path MTU");
  command->add_option("target", options.target, "A name or an address, with a port or without")
      ->required()
      ->type_name("HOST[:PORT]");
  add_count(*command, "--rounds", options.effort.rounds, "How often every hop is asked",
            {.least = 1, .most = kMostRounds});
  add_duration(
      *command, "--interval", options.effort.interval,
      "From the begin of a round to that of the next. Routers and hosts may answer only one "
      "probe a second, so less than 1s can show loss that is none; mtr allows it to root only");
  add_choice(*command, "--method", options.effort.method, kMethods,
             "By mtr, by packets of UDP, or by UDP only where mtr is missing or fails");
  add_choice(*command, "--format", options.format, kTraceFormats,
             "For people, or one object of JSON");
  command->footer(
      "mtr begins connections to the port, or sends echo requests of ICMP where none is named. "
      "The\n"
      "path MTU is found by UDP. No rights are needed. docs/trace.md says more.\n\n"
      "Examples:\n"
      "  orchestrator trace files.example.org\n"
      "  orchestrator trace 192.0.2.7:9000 --rounds 3\n"
      "  orchestrator trace [2001:db8::7]:9000 --method udp\n"
      "  orchestrator trace files.example.org --format json | jq .mtu_bytes");
  return command;
}

ExitCode execute(const TraceOptions& options) {
  const Duration interval = options.effort.interval;
  if (interval < kLeastInterval || interval > kMostInterval)
    throw Error("--interval: write 10ms to 1m");
  const trace::Path path = trace::trace(trace::parse_target(options.target), options.effort);
  if (options.format == TraceFormat::kJson)
    print("{}\n", json_text(trace::to_json(path)));
  else
    print("{}", trace::to_text(path));
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
