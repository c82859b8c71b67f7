#include "orchestrator/dashboard/campaigns.h"

#include <exception>
#include <utility>

#include "base/error.h"
#include "base/utf8.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

// Of a campaign that could not say it itself.
std::string outcome_of(int exit_code, bool has_begun) {
  switch (exit_code) {
    case static_cast<int>(ExitCode::kOk):
      return "ok";
    case static_cast<int>(ExitCode::kFailed):
      return "failed";
    case static_cast<int>(ExitCode::kInterrupted):
      return "interrupted";
    case -1:
      return "killed";
    default:
      return has_begun ? "ended" : "could not run";
  }
}

}  // namespace

Campaigns::Campaigns(LivePage& page) : page_(page) {
  page_.set_control(
      {.start = [this](std::vector<std::string> arguments) { start(std::move(arguments)); },
       .signal =
           [this](int signal) {
             if (running_ != nullptr) running_->send_signal(signal);
           }});
}

void Campaigns::start(std::vector<std::string> arguments) {
  net::spawn(page_.io(), follow(std::move(arguments)), net::rethrow);
}

net::Awaitable<void> Campaigns::follow(std::vector<std::string> arguments) {
  LiveState& state = page_.state();
  std::string outcome = "could not run";
  std::string why;
  try {
    CampaignProcess process(page_.io(), std::move(arguments));
    running_ = &process;
    const CampaignProcess::TakeLine events = [&state](std::string_view line) { state.take(line); };
    const CampaignProcess::TakeLine messages = [&state](std::string_view line) {
      state.message(printable(line));
    };
    const int code = co_await process.await_end(events, messages);
    outcome = outcome_of(code, state.has_begun());
  } catch (const Error& error) {
    why = error.what();
  }
  running_ = nullptr;
  state.ended(outcome, why);
}

}  // namespace gauntlet::orchestrator::dashboard
