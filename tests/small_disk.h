// A file system of a test's own, which little fits into.
#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <string>

#include "tests/temporary_folder.h"

namespace gauntlet {

// A tmpfs, where the test may mount one; it takes memory only as it fills.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& size)
      : is_mounted_(::mount("none", folder_.path().c_str(), "tmpfs", 0, ("size=" + size).c_str()) ==
                    0) {}
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }

  bool is_mounted() const { return is_mounted_; }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_{};
  bool is_mounted_;
};

}  // namespace gauntlet
