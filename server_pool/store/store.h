// The folder of files: safe look-up beneath the root, and uploads that appear whole or not at all.
//
// Names are relative paths ("a.bin", "folder/a.bin"). Every look-up goes through openat2 with
// RESOLVE_BENEATH: nothing outside the root can be reached, whatever the name or the symbolic links
// in it say. Only regular files are opened and only folders are listed; folders on the way must
// exist. Errors are values. Only one thread begins uploads by a store and its copies; they share
// the open folders.
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
#include "server_pool/options.h"
#include "server_pool/store/folder_scan.h"
#include "server_pool/store/glance.h"
#include "server_pool/store/new_file.h"
#include "server_pool/store/paths.h"
#include "server_pool/store/space_limit.h"
#include "server_pool/store/store_time.h"
#include "server_pool/store/tree_scan.h"
#include "server_pool/store/upload_folder.h"

namespace gauntlet::server_pool::store {

struct OpenFile {
  UniqueFd fd{};
  struct stat status {};  // of a regular file
  Glance glance{};        // at its name, after it was opened
};

class Store {
 public:
  // Opens the root. memory_folder is where uploads go instead, when it is not empty; files there
  // hide those of the same name in the root. The limit is that of uploads. Throws Error (kUnable)
  // when there is no such folder.
  Store(const std::string& root, const std::string& memory_folder, StoreKind kind,
        const SpaceLimit& limit = {});
  // The same store for one worker, in whose time its calls are counted, and which makes its uploads
  // in a folder of its own.
  Store for_worker(const StoreTime& time) const;
  // The same store for another thread of the worker, which only reads; its calls are not counted.
  Store uncounted() const;

  tl::expected<OpenFile, StoreError> open_file(std::string_view name) const;
  // Reads what the buffer has room for, from offset on, and returns how many bytes that were: fewer
  // when the file ends before.
  std::size_t read(int file, std::uint64_t offset, std::size_t size, char* buffer) const;
  // Begins to read a folder with a valid name; "" is the root.
  FolderScan scan(std::string_view folder, Detail detail) const;
  // Begins to look for what matches in a folder with a valid name, and in all folders within it.
  TreeScan search(std::string_view folder, const contract::Filters& filters) const;
  // What a valid name stands for just now.
  Glance glance(std::string_view name) const;
  // The folders that a scan reads, none where there is none of that name. Not counted as time in
  // the store: it serves to watch them, not to answer.
  std::array<UniqueFd, kMaxStoreFolders> open_folders(std::string_view folder) const;
  tl::expected<void, StoreError> remove(std::string_view name) const;

  // Whether an upload may take this name.
  tl::expected<void, StoreError> check_target(std::string_view name) const;
  // Begins an upload; length may be 0 when it is not known, else it is refused here when it cannot
  // fit. It holds no space before its bytes come.
  tl::expected<NewFile, StoreError> create(std::uint64_t length) const;
  // Gives the file its name, atomically; whatever had it is replaced. True: nothing had it.
  tl::expected<bool, StoreError> commit(NewFile file, std::string_view name) const;

  // Removes what uploads of workers that are gone have left behind.
  void sweep() const;

 private:
  Glance look(std::string_view name) const;
  int upload_folder() const { return folders_->front().get(); }

  StoreKind kind_;
  SpaceLimit limit_;
  StoreTime time_{};
  // Searched in this order; uploads go to the first.
  std::shared_ptr<const std::vector<UniqueFd>> folders_;
  std::shared_ptr<UploadFolder> uploads_;
};

}  // namespace gauntlet::server_pool::store
