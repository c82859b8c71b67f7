#include "server_pool/store/store_time.h"

#include <thread>

namespace gauntlet::server_pool::store {

StoreTime::Call::Call(const StoreTime& time) : time_(time) {
  if (time_.spent_ns_ == nullptr) return;
  begun_ = steady_now();
  if (time_.delay_ > Duration::zero()) std::this_thread::sleep_for(time_.delay_);
}

StoreTime::Call::~Call() {
  if (time_.spent_ns_ != nullptr) time_.spent_ns_->add_time(steady_now() - begun_);
}

}  // namespace gauntlet::server_pool::store
