// The file in which a client keeps the body that it received last (--save).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "client_pool/failure.h"

namespace gauntlet::client_pool {

// An open folder, shared by all files in it.
using SaveFolder = std::shared_ptr<const UniqueFd>;
// Throws Error for what is no folder that can be written to.
SaveFolder open_save_folder(const std::string& path);

// <folder>/client-<number>. The file has the old content or the new one, never a part; nothing is
// written through a symbolic link.
class SavedFile {
 public:
  SavedFile(SaveFolder folder, std::size_t client);
  SavedFile(const SavedFile&) = delete;
  SavedFile& operator=(const SavedFile&) = delete;
  ~SavedFile() { restart(); }

  // Forgets what was put and not finished.
  void restart();
  // The next bytes of the body. What fails is said by finish().
  void put(std::string_view bytes);
  // That was the body: gives it its name. Or why it could not be kept.
  std::optional<Failure> finish();

 private:
  void open();

  SaveFolder folder_;
  std::string name_;
  std::string part_;  // its name until it is whole
  UniqueFd file_{};
  int error_ = 0;  // the errno of what failed
};

}  // namespace gauntlet::client_pool
