// The searches of a worker: each is made once for all who ask for the same at the same time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "contract/filters.h"
#include "server_pool/clock.h"
#include "server_pool/shared_work.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::store {

// Why not all was found that there is.
enum class Cut : std::uint8_t { kNone, kLimit, kTime };
// "limit"; empty of none.
std::string_view name_of(Cut cut);

// A search in the making.
class SearchWork final : public SharedWork {
 public:
  // The store outlives the work. most: how long it may take.
  SearchWork(const Store& store, std::string_view folder, const contract::Filters& filters,
             Duration most, std::shared_ptr<SearchWork> before);

  bool is_for(std::string_view folder, const contract::Filters& filters) const {
    return folder_ == folder && filters_ == filters;
  }

  // The name in the store of what was found.
  std::string path_of(const wire::Entry& entry) const;

  // Once it is done: what was found, and whether that is all.
  const tl::expected<Found, StoreError>& found() const { return found_; }
  Cut cut() const { return cut_; }

 private:
  bool do_part() override;
  bool begin();

  const Store& store_;
  const std::string folder_;
  const contract::Filters filters_;
  const Duration most_;
  SteadyTime until_{};
  std::optional<TreeScan> scan_{};
  tl::expected<Found, StoreError> found_{tl::unexpected(StoreError::kFailed)};
  Cut cut_ = Cut::kNone;
};

// Of one worker.
class Searches {
 public:
  // The store outlives it. most: how long each may take.
  Searches(const Store& store, Duration most) : store_(store), most_(most) {}

  // The work that finds what matches in a folder and all within it; "" is the root. Joined by all
  // who ask before it begins, so that everybody gets what was there after he asked.
  std::shared_ptr<SearchWork> find(std::string_view folder, const contract::Filters& filters);

 private:
  const Store& store_;
  Duration most_;
  std::vector<std::weak_ptr<SearchWork>> making_{};  // few, those that are gone included
};

}  // namespace gauntlet::server_pool::store
