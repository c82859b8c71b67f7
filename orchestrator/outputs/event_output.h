// An output that tells everything, as lines of JSON (event_lines.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orchestrator/sweep/output.h"

namespace gauntlet::orchestrator::outputs {

class EventOutput : public sweep::Output {
 public:
  bool follows_clients() const override { return true; }
  void begin(const sweep::Plan& plan, const sweep::Invocation& invocation) override;
  void started(const sweep::Run& run) override;
  void ready(const sweep::Run& run, const std::vector<HostPorts>& pools) override;
  void sample(const sweep::Run& run, const metrics::Snapshot& sample) override;
  void live(const sweep::Run& run, const contract::LiveLine& line) override;
  void row(const sweep::Run& run, const table::Row& row, const run::Observed& seen) override;
  void paused(bool begins) override;
  void message(const std::string& sentence) override;
  void end(const sweep::Invocation& invocation) override;

 private:
  // Takes a line without its end, from any thread. Must not wait for anybody.
  virtual void put(const std::string& line) = 0;
  virtual void put_last(const std::string& line) { put(line); }
  // Lines that were given so far and will not arrive.
  virtual std::uint64_t lost() { return 0; }

  std::uint64_t rows_ = 0;
};

}  // namespace gauntlet::orchestrator::outputs
