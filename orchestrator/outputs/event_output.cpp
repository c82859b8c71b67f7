#include "orchestrator/outputs/event_output.h"

#include <chrono>

#include "orchestrator/outputs/event_lines.h"

namespace gauntlet::orchestrator::outputs {

void EventOutput::begin(const sweep::Plan& plan, const sweep::Invocation& invocation) {
  rows_ = 0;
  put(begin_line(moment_now(), plan, invocation));
}

void EventOutput::started(const sweep::Run& run) { put(started_line(moment_now(), run)); }

void EventOutput::ready(const sweep::Run& run, const std::vector<HostPorts>& pools) {
  put(ready_line(moment_now(), run, pools));
}

void EventOutput::sample(const sweep::Run& run, const metrics::Snapshot& sample) {
  put(sample_line(moment_of(std::chrono::nanoseconds(sample.time_ns)), run, sample));
}

void EventOutput::live(const sweep::Run& run, const contract::LiveLine& line) {
  put(live_line(moment_now(), run, line));
}

void EventOutput::row(const sweep::Run& run, const table::Row& row, const run::Observed&) {
  ++rows_;
  put(row_line(moment_now(), run, row));
}

void EventOutput::paused(bool begins) { put(paused_line(moment_now(), begins)); }

void EventOutput::message(const std::string& sentence) {
  put(message_line(moment_now(), sentence));
}

void EventOutput::end(const sweep::Invocation& invocation) {
  put_last(end_line(moment_now(), invocation, rows_, lost()));
}

}  // namespace gauntlet::orchestrator::outputs
