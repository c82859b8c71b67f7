#include "server_pool/slot_holder.h"

namespace gauntlet::server_pool {

SlotHolder::~SlotHolder() {
  if (held_) slots_.give_back();
}

bool SlotHolder::try_take() {
  held_ = slots_.try_take();
  return held_;
}

void SlotHolder::admitted() {
  held_ = true;
  alarm_->cancel();
}

net::Awaitable<void> SlotHolder::wait(Connection& connection) {
  connection.keep_input();
  net::Timer alarm(connection.executor(), net::SteadyTime::max());
  alarm_ = &alarm;
  slots_.wait(*this);
  asio::error_code error;  // "cancelled", by admitted()
  auto token = asio::redirect_error(net::use_awaitable, error);
  co_await alarm.async_wait(token);
}

}  // namespace gauntlet::server_pool
