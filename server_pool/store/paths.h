// From a name to what it names, never outside a folder. Errors are values.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/unique_fd.h"

namespace gauntlet::server_pool::store {

enum class StoreError {
  kBadName,        // it could leave the root, is empty, holds NUL, or is too long
  kNotFound,       // nothing there, or nothing that may be served
  kForbidden,      // the file's permissions say no
  kOccupied,       // something that is not a file has the name
  kOtherMount,     // an upload cannot be renamed into a folder on another mount
  kFull,           // no space left
  kNoDescriptors,  // too many open files
  kFailed,         // anything else; it has been logged
};

// For what errno says; trouble with the machine is logged.
tl::unexpected<StoreError> error_of(int error);

// Opens what is beneath a folder, or reports why not; flags are those of open(2). Symbolic links
// are followed as long as they are relative and stay beneath the folder: an absolute one is refused
// wherever it leads, as the kernel does (RESOLVE_BENEATH).
tl::expected<UniqueFd, StoreError> open_beneath(int folder, std::string_view name, int flags);

// Opens a folder beneath another to read it; "" is that other one itself.
tl::expected<UniqueFd, StoreError> open_folder(int root, std::string_view folder);

// Where a name is to be linked: the folder that it lies in, opened unless it is the root itself.
struct Target {
  UniqueFd opened{};
  int folder = -1;
  std::string base{};
};
tl::expected<Target, StoreError> find_target(int root, std::string_view name);
// The same for an upload: on the mount of the root, where uploads are made.
tl::expected<Target, StoreError> find_upload_target(int root, std::string_view name);

// Whether a file, or a link, has the target's name; an error when anything else has it.
tl::expected<bool, StoreError> is_taken(const Target& target);

}  // namespace gauntlet::server_pool::store
