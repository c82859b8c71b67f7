// The files that a run makes on a target before it measures, for its clients to take one after the
// other.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gauntlet::client_pool {

// What was taken, and what is gone, stands in memory that threads and forked workers share. Two of
// the same files are one.
class MadeFiles {
 public:
  explicit MadeFiles(std::vector<std::string> names);

  std::size_t count() const { return names_->size(); }
  const std::string& name(std::size_t number) const { return names_->at(number); }

  // The number of a file that nobody else takes; nothing when there is none left.
  std::optional<std::size_t> take() const;
  // The server has deleted it.
  void set_gone(std::size_t number) const;
  bool is_gone(std::size_t number) const;
  // Whether somebody wanted one more than there were.
  bool ran_out() const;

 private:
  using Shared = std::atomic<std::uint8_t>;

  std::shared_ptr<const std::vector<std::string>> names_;
  std::shared_ptr<std::atomic<std::uint64_t>> wanted_;
  std::shared_ptr<Shared[]> gone_;  // of each file
};

}  // namespace gauntlet::client_pool
