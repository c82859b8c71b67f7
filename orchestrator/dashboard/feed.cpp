#include "orchestrator/dashboard/feed.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace gauntlet::orchestrator::dashboard {

Subscription::Subscription(Feed& feed, std::function<void()> wake)
    : feed_(feed), wake_(std::move(wake)) {
  feed_.subscriptions_.push_back(this);
}

Subscription::~Subscription() { feed_.subscriptions_.remove(this); }

Message Subscription::take() {
  if (waiting_.empty()) return nullptr;
  Message next = std::move(waiting_.front());
  waiting_.pop_front();
  bytes_ -= next->size();
  return next;
}

bool Subscription::is_over() const { return cut_off_ || (feed_.closed_ && waiting_.empty()); }

// The first one is taken however long it is: the state of a sweep of many rows.
void Subscription::put(const Message& message) {
  if (cut_off_) return;
  cut_off_ = !waiting_.empty() && bytes_ + message->size() > kMostBytes;
  if (!cut_off_) {
    waiting_.push_back(message);
    bytes_ += message->size();
  }
  wake_();
}

Feed::Feed(std::string start, std::function<std::string()> snapshot)
    : start_(std::move(start)), snapshot_(std::move(snapshot)) {}

Message Feed::message(std::string_view event, std::string_view data, std::uint64_t number) const {
  return std::make_shared<const std::string>(
      fmt::format("id: {}-{}\nevent: {}\ndata: {}\n\n", start_, number, event, data));
}

void Feed::publish(std::string_view event, std::string_view data) {
  kept_.push_back(message(event, data, ++last_));
  kept_bytes_ += kept_.back()->size();
  const Message newest = kept_.back();
  while (kept_.size() > kMostKept || (kept_bytes_ > kMostKeptBytes && kept_.size() > 1)) {
    kept_bytes_ -= kept_.front()->size();
    kept_.pop_front();
  }
  for (Subscription* subscription : subscriptions_) subscription->put(newest);
}

void Feed::close() {
  closed_ = true;
  for (Subscription* subscription : subscriptions_) subscription->wake_();
}

std::optional<std::size_t> Feed::missed(std::string_view last_id) const {
  const std::string prefix = start_ + "-";
  if (!last_id.starts_with(prefix)) return std::nullopt;
  last_id.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(last_id.data(), last_id.data() + last_id.size(), number);
  if (error != std::errc{} || end != last_id.data() + last_id.size() || number > last_)
    return std::nullopt;
  const std::uint64_t newer = last_ - number;
  return newer <= kept_.size() ? std::optional(static_cast<std::size_t>(newer)) : std::nullopt;
}

std::unique_ptr<Subscription> Feed::subscribe(std::string_view last_id,
                                              std::function<void()> wake) {
  std::unique_ptr<Subscription> made(new Subscription(*this, std::move(wake)));
  const auto newer = missed(last_id);
  if (!newer) made->put(message("state", snapshot_(), last_));
  for (std::size_t i = kept_.size() - newer.value_or(0); i < kept_.size(); ++i) made->put(kept_[i]);
  return made;
}

}  // namespace gauntlet::orchestrator::dashboard
