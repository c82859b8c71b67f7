// A file that is being uploaded.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <tl/expected.hpp>

#include "base/unique_fd.h"
#include "server_pool/store/paths.h"
#include "server_pool/store/store_time.h"
#include "server_pool/store/upload_folder.h"

namespace gauntlet::server_pool::store {

// Hidden until Store::commit gives it its name. Destroying it before that removes it.
class NewFile {
 public:
  NewFile() = default;  // takes and forgets everything (the discard store)
  // The disk is reserved for so many bytes, in steps as they come; 0: it is not.
  NewFile(UploadFolder::File file, std::shared_ptr<UploadFolder> uploads, std::uint64_t length,
          StoreTime time);
  NewFile(NewFile&&) noexcept = default;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  // Writes all of bytes at the end, or reports why not.
  tl::expected<void, StoreError> write(std::string_view bytes);
  const UniqueFd& fd() const { return file_.fd; }  // -1: forgets

 private:
  friend class Store;
  bool make_room(std::uint64_t bytes);
  bool reserve(std::uint64_t end);

  UploadFolder::File file_{};
  std::shared_ptr<UploadFolder> uploads_{};
  std::uint64_t length_ = 0;
  StoreTime time_{};
  std::uint64_t written_ = 0;
  std::uint64_t reserved_ = 0;  // bytes, from the beginning
};

}  // namespace gauntlet::server_pool::store
