// What a run is: made before any worker starts, and never changed after.
#pragma once

#include <cstdint>
#include <vector>

#include "client_pool/made_files.h"
#include "client_pool/options.h"
#include "client_pool/saved_file.h"
#include "client_pool/targets.h"
#include "client_pool/unpacker.h"
#include "client_pool/upload_body.h"

namespace gauntlet::client_pool {

struct Plan {
  ClientOptions options{};
  std::uint64_t workers = 1;
  std::vector<Target> targets{};
  SaveFolder save_folder{};             // where bodies are kept; null: nowhere
  UploadBody upload_body{};             // of operations that send one
  FileSizes found{};                    // of archives that are unpacked: what each has to hold
  std::vector<MadeFiles> made_files{};  // of each target, for operations on such files; else empty
};

}  // namespace gauntlet::client_pool
