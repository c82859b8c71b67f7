// The few things that were asked for last, by name. Not thread-safe.
#pragma once

#include <cstddef>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace gauntlet::server_pool::store {

template <class Value>
class Lru {
 public:
  // Beyond capacity (at least 1), what was asked for longest ago is forgotten.
  explicit Lru(std::size_t capacity) : capacity_(capacity) {}

  // Nothing when it is not there; else it counts as asked for. Valid until the next change.
  Value* find(std::string_view name) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  // Replaces what had the name.
  void put(std::string_view name, Value value) {
    erase(name);
    if (entries_.size() == capacity_) erase(std::string_view(entries_.back().first));
    entries_.emplace_front(std::string(name), std::move(value));
    by_name_.emplace(entries_.front().first, entries_.begin());
  }

  // What was asked for longest ago; nothing when all is forgotten.
  const Value* last() const { return entries_.empty() ? nullptr : &entries_.back().second; }
  void erase_last() { erase(std::string_view(entries_.back().first)); }

  void erase(std::string_view name) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return;
    const auto entry = found->second;  // holds the name that the map refers to
    by_name_.erase(found);
    entries_.erase(entry);
  }

  template <class Condition>
  void erase_if(Condition condition) {
    for (auto entry = entries_.begin(); entry != entries_.end();) {
      const auto next = std::next(entry);
      if (condition(std::as_const(entry->second))) erase(std::string_view(entry->first));
      entry = next;
    }
  }

  void clear() {
    by_name_.clear();
    entries_.clear();
  }

  std::size_t size() const { return entries_.size(); }

 private:
  using Entries = std::list<std::pair<std::string, Value>>;

  std::size_t capacity_;
  Entries entries_{};  // asked for last: first
  std::unordered_map<std::string_view, typename Entries::iterator> by_name_{};  // into entries_
};

}  // namespace gauntlet::server_pool::store
