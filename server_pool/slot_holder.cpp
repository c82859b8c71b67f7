#include "server_pool/slot_holder.h"

namespace gauntlet::server_pool {

SlotHolder::~SlotHolder() {
  if (held_) space_.slots.give_back();
}

bool SlotHolder::try_take() {
  held_ = space_.slots.try_take();
  granted_ = space_.slots.changed();
  return held_ && !space_.faults.any();
}

void SlotHolder::admitted() {
  held_ = true;
  granted_ = space_.slots.changed();
  alarm_->cancel();
}

net::Awaitable<void> SlotHolder::wait(Connection& connection) {
  connection.keep_input();
  asio::error_code error;  // "cancelled", by admitted()
  auto token = asio::redirect_error(net::use_awaitable, error);
  net::Timer alarm(connection.executor(), SteadyTime::max());
  alarm_ = &alarm;
  if (!held_) {
    space_.slots.wait(*this);
    co_await alarm.async_wait(token);
  }
  if (!space_.faults.any()) co_return;
  alarm.expires_at(space_.faults.answer_at(granted_));
  co_await alarm.async_wait(token);
  space_.faults.burn_cpu();
}

}  // namespace gauntlet::server_pool
