#include "client_pool/made_files.h"

#include <new>
#include <utility>

#include "base/shared_memory.h"

namespace gauntlet::client_pool {
namespace {

// The counter comes first, then a byte for each file.
constexpr std::size_t kCounterBytes = sizeof(std::atomic<std::uint64_t>);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(sizeof(std::atomic<std::uint8_t>) == 1);

}  // namespace

MadeFiles::MadeFiles(std::vector<std::string> names)
    : names_(std::make_shared<const std::vector<std::string>>(std::move(names))) {
  const std::shared_ptr<void> memory = shared_memory(kCounterBytes + names_->size());
  auto* const bytes = static_cast<char*>(memory.get());
  wanted_ = {memory, new (bytes) std::atomic<std::uint64_t>};
  for (std::size_t i = 0; i < names_->size(); ++i) new (bytes + kCounterBytes + i) Shared;
  gone_ = {memory, std::launder(reinterpret_cast<Shared*>(bytes + kCounterBytes))};
}

std::optional<std::size_t> MadeFiles::take() const {
  const std::uint64_t number = wanted_->fetch_add(1, std::memory_order_relaxed);
  if (number >= names_->size()) return std::nullopt;
  return number;
}

void MadeFiles::set_gone(std::size_t number) const {
  gone_[static_cast<std::ptrdiff_t>(number)].store(1, std::memory_order_relaxed);
}

bool MadeFiles::is_gone(std::size_t number) const {
  return gone_[static_cast<std::ptrdiff_t>(number)].load(std::memory_order_relaxed) != 0;
}

bool MadeFiles::ran_out() const {
  return wanted_->load(std::memory_order_relaxed) > names_->size();
}

}  // namespace gauntlet::client_pool
