// Something that one run of a scenario needs running. Parts are started forwards and stopped
// backwards. None of these throws for what a program does: that is noted in the run's state.
#pragma once

namespace gauntlet::orchestrator::run::parts {

class Part {
 public:
  virtual ~Part() = default;

  virtual void start() {}
  virtual void await_ready() {}   // until the parts after it may start
  virtual void await_report() {}  // only when every part has started; what the run is made for
  virtual void tell_to_stop() {}  // returns at once, so that several end at the same time
  virtual void stop() {}          // nothing of it lives on when this returns
};

}  // namespace gauntlet::orchestrator::run::parts
