// Where one worker makes its uploads, before they get their names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "base/marked_folder.h"
#include "base/unique_fd.h"
#include "server_pool/store/paths.h"
#include "server_pool/store/space_limit.h"

namespace gauntlet::server_pool::store {

// A hidden folder beneath the root, made at the first upload and removed with this object. It is
// locked by this process alone, so that what a killed worker left behind can be told from what is
// under way, on whatever machine and in whatever container (base/marked_folder.h). A folder rather
// than a hidden file beside the others: mark and lock are paid once, not for each upload.
class UploadFolder {
 public:
  // The parent outlives this.
  UploadFolder(int parent, const SpaceLimit& limit) : parent_(parent), limit_(limit) {}

  struct File {
    UniqueFd fd{};
    std::string name{};  // in the folder
    std::shared_ptr<const MarkedFolder> folder{};
  };
  tl::expected<File, StoreError> create();

  // Whether an upload of this length can fit at all, as far as that is worth a look.
  bool fits(std::uint64_t length) const;
  // Counts bytes that are to be written. False: the limit has been reached. Looks once in
  // kBytesPerLook.
  bool take(std::uint64_t bytes);

 private:
  bool make();
  UniqueFd open_new(const std::string& name) const;

  static constexpr std::uint64_t kBytesPerLook = 1 << 20;

  int parent_;
  SpaceLimit limit_;
  std::shared_ptr<const MarkedFolder> folder_{};  // shared with the uploads in it
  std::uint64_t last_ = 0;                        // number of a file
  std::uint64_t unseen_ = 0;                      // bytes since the last look
};

}  // namespace gauntlet::server_pool::store
