// The CRC32C of files that are served: stored with the file, else remembered by the worker.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/crc32c.h"
#include "base/page_buffer.h"
#include "server_pool/shared_work.h"
#include "server_pool/store/served_file.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::store {

// What a file was when its digest was computed. A file that changed has another one, also when its
// mtime was set back.
struct FileVersion {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;

  explicit FileVersion(const struct stat& status);
  friend bool operator==(const FileVersion&, const FileVersion&) = default;
};

class Digests;

// The computation of a digest, for all connections of a worker that wait for it.
class DigestWork final : public SharedWork {
 public:
  // The digests outlive the work.
  DigestWork(Digests& digests, SharedFile file) : digests_(digests), file_(std::move(file)) {}

  // Once it is done; nothing when the file changed meanwhile.
  std::optional<std::uint32_t> digest() const { return digest_; }
  const SharedFile& file() const { return file_; }

 private:
  bool do_part() override;
  void finish();

  Digests& digests_;
  SharedFile file_;
  std::uint64_t offset_ = 0;
  Crc32c crc32c_{};
  std::optional<std::uint32_t> digest_{};
};

// Of one worker; not thread-safe.
class Digests {
 public:
  // The store and the buffer, which is the worker's, outlive this.
  Digests(const Store& store, const PageBuffer& buffer) : store_(store), buffer_(buffer) {}

  // The digest of an open file, if it is known; status is its fstat.
  std::optional<std::uint32_t> find(int file, const struct stat& status);
  // The work that computes it: that which is under way for the same version, or else a new one.
  std::shared_ptr<DigestWork> compute(const SharedFile& file);
  // Remembers a digest that was computed of this version, here and with the file.
  void remember(int file, const struct stat& status, std::uint32_t crc32c);

 private:
  friend class DigestWork;
  struct Hash {
    std::size_t operator()(const FileVersion& version) const;
  };

  const Store& store_;
  const PageBuffer& buffer_;
  std::unordered_map<FileVersion, std::uint32_t, Hash> known_{};
  std::vector<std::weak_ptr<DigestWork>> under_way_{};  // few, those that are gone included
};

}  // namespace gauntlet::server_pool::store
