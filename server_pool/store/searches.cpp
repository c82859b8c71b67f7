#include "server_pool/store/searches.h"

#include <utility>

#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {
namespace {

// So many entries are looked at in one part: some half a millisecond.
constexpr std::size_t kLooksAPart = 512;

}  // namespace

std::string_view name_of(Cut cut) {
  if (cut == Cut::kLimit) return "limit";
  return cut == Cut::kTime ? "time" : "";
}

SearchWork::SearchWork(const Store& store, std::string_view folder,
                       const contract::Filters& filters, Duration most,
                       std::shared_ptr<SearchWork> before)
    : SharedWork(std::move(before)),
      store_(store),
      folder_(folder),
      filters_(filters),
      most_(most) {}

std::string SearchWork::path_of(const wire::Entry& entry) const {
  return folder_.empty() ? entry.name : folder_ + "/" + entry.name;
}

bool SearchWork::do_part() {
  if (!scan_ && !begin()) return true;
  const auto all = scan_->go_on(kLooksAPart);
  if (!all) {
    found_ = tl::unexpected(all.error());
    return true;
  }
  const bool late = !*all && steady_now() >= until_;
  if (!*all && !late) return false;
  if (scan_->cut()) cut_ = Cut::kLimit;
  if (late) cut_ = Cut::kTime;
  found_ = std::move(scan_->found());
  return true;
}

// False: there is no folder of such a name.
bool SearchWork::begin() {
  const bool valid = folder_.empty() || is_valid_name(folder_);
  if (!valid) found_ = tl::unexpected(StoreError::kBadName);
  if (!valid) return false;
  until_ = steady_now() + most_;
  scan_.emplace(store_.search(folder_, filters_));
  return true;
}

std::shared_ptr<SearchWork> Searches::find(std::string_view folder,
                                           const contract::Filters& filters) {
  std::erase_if(making_, [](const auto& work) { return work.expired(); });
  std::shared_ptr<SearchWork> before;
  for (const auto& weak : making_) {
    // The packer's thread may have let go of it just now.
    const std::shared_ptr<SearchWork> work = weak.lock();
    if (!work || !work->is_for(folder, filters) || work->done()) continue;
    if (!work->begun()) return work;
    before = work;
  }
  auto work = std::make_shared<SearchWork>(store_, folder, filters, most_, std::move(before));
  making_.push_back(work);
  return work;
}

}  // namespace gauntlet::server_pool::store
