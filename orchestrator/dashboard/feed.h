// What the pages are told, as Server-Sent Events: one text for all of them, a queue for each page.
// Pure but for being of one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::orchestrator::dashboard {

// A message as it goes over the wire.
using Message = std::shared_ptr<const std::string>;

class Feed;

// One page's part. What waits for a page that does not read is bounded: then it is cut off, and may
// come back for what it has missed.
class Subscription {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{1024} * 1024;

  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription();

  // The next message; nothing when none waits.
  Message take();
  // No message will come any more: it was cut off, or has taken the last one of a closed feed.
  bool is_over() const;

 private:
  friend class Feed;
  Subscription(Feed& feed, std::function<void()> wake);
  void put(const Message& message);

  Feed& feed_;
  std::function<void()> wake_;
  std::deque<Message> waiting_{};
  std::size_t bytes_ = 0;  // of them
  bool cut_off_ = false;
};

class Feed {
 public:
  // Of the messages, the last ones are kept for pages that come back.
  static constexpr std::size_t kMostKept = 1000;
  static constexpr std::size_t kMostKeptBytes = std::size_t{1024} * 1024;

  // start: tells the ids of this feed from those of another one, before a restart. snapshot: the
  // data of the event "state", from which a page begins.
  Feed(std::string start, std::function<std::string()> snapshot);

  // data: JSON on one line.
  void publish(std::string_view event, std::string_view data);

  // For a page that has seen the event of this id last; empty: none. It is told what it has missed
  // or, where that is no longer known, the state. wake is called when something comes, or it is cut
  // off. The feed outlives it.
  std::unique_ptr<Subscription> subscribe(std::string_view last_id, std::function<void()> wake);

  // Nothing is published any more: pages get what waits for them, and are let go.
  void close();

  std::size_t subscribers() const { return subscriptions_.size(); }

 private:
  friend class Subscription;
  Message message(std::string_view event, std::string_view data, std::uint64_t number) const;
  // How many events are newer than that; nothing when not all of them are kept.
  std::optional<std::size_t> missed(std::string_view last_id) const;

  std::string start_;
  std::function<std::string()> snapshot_;
  std::uint64_t last_ = 0;      // number of the last event
  std::deque<Message> kept_{};  // the last of them, up to that
  std::size_t kept_bytes_ = 0;
  bool closed_ = false;
  std::list<Subscription*> subscriptions_{};
};

}  // namespace gauntlet::orchestrator::dashboard
