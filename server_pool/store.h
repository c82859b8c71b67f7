// The folder of files: safe look-up beneath the root, and uploads that appear whole or not at all.
//
// Names are relative paths ("a.bin", "folder/a.bin"). Every look-up goes through openat2 with
// RESOLVE_BENEATH: nothing outside the root can be reached, whatever the name or the symbolic links
// in it say. Only regular files are opened and only folders are listed; folders on the way must
// exist. Errors are values. A store is immutable, so it needs no lock; copies
// share the open folders.
#pragma once

#include <sys/stat.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/unique_fd.h"
#include "server_pool/glance.h"
#include "server_pool/options.h"
#include "server_pool/store_paths.h"
#include "server_pool/store_time.h"
#include "wire/listing.h"

namespace gauntlet::server_pool {

struct OpenFile {
  UniqueFd fd{};
  struct stat status {};  // of a regular file
  Glance glance{};        // at its name, after it was opened
};

// What a folder holds, sorted by name.
struct FolderContent {
  std::vector<wire::Entry> entries{};
  // Whatever changes what is listed of an entry happens in this folder. Not so where a symbolic
  // link stands for something elsewhere, where a file has a second name by which it may be written,
  // and where a folder's time changes with what it holds.
  bool self_contained = true;
  Glance glance{};  // at the folder's name, after it was read
};

// A file that is being uploaded, under a hidden name. Destroying it before it was committed removes
// it.
class NewFile {
 public:
  NewFile() = default;  // takes and forgets everything (the discard store)
  NewFile(UniqueFd fd, int folder, std::string hidden_name, StoreTime time);
  NewFile(NewFile&&) noexcept = default;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  // Writes all of bytes at the end, or reports why not.
  tl::expected<void, StoreError> write(std::string_view bytes);
  const UniqueFd& fd() const { return fd_; }  // -1: forgets

 private:
  friend class Store;
  UniqueFd fd_{};
  int folder_ = -1;  // of the hidden name; the store's
  std::string hidden_name_{};
  StoreTime time_{};
};

class Store {
 public:
  // Opens the root. memory_folder is where uploads go instead, when it is not empty; files there
  // hide those of the same name in the root. Throws Error (kUnable) when there is no such folder.
  Store(const std::string& root, const std::string& memory_folder, StoreKind kind);
  // The same store for one worker, in whose time its calls are counted.
  Store timed(const StoreTime& time) const;

  tl::expected<OpenFile, StoreError> open_file(std::string_view name) const;
  // Reads what the buffer has room for, from offset on, and returns how many bytes that were: fewer
  // when the file ends before.
  std::size_t read(int file, std::uint64_t offset, std::size_t size, char* buffer) const;
  // "" is the root.
  tl::expected<FolderContent, StoreError> list(std::string_view folder) const;
  // What a valid name stands for just now.
  Glance glance(std::string_view name) const;
  // The folders that list() reads, none where there is none of that name. Not counted as time in
  // the store: it serves to watch them, not to answer.
  std::array<UniqueFd, kMaxStoreFolders> open_folders(std::string_view folder) const;
  tl::expected<void, StoreError> remove(std::string_view name) const;

  // Whether an upload may take this name.
  tl::expected<void, StoreError> check_target(std::string_view name) const;
  // Begins an upload; length may be 0 when it is not known, else the space is reserved now, unless
  // uploads go into memory: there a full store is noticed when it is written to.
  tl::expected<NewFile, StoreError> create(std::uint64_t length) const;
  // Gives the file its name, atomically; whatever had it is replaced. True: nothing had it.
  tl::expected<bool, StoreError> commit(NewFile file, std::string_view name) const;

  // Removes what uploads of processes that are gone have left behind. For the pool, before it
  // starts a worker: whatever bears the caller's own pid counts as left behind.
  void sweep() const;

 private:
  Glance look(std::string_view name) const;
  int upload_folder() const { return folders_->front().get(); }

  StoreKind kind_;
  StoreTime time_{};
  // Searched in this order; uploads go to the first.
  std::shared_ptr<const std::vector<UniqueFd>> folders_;
};

}  // namespace gauntlet::server_pool
