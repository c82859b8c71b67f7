// What a run is: made before any worker starts, and never changed after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "client_pool/made_files.h"
#include "client_pool/options.h"
#include "client_pool/saved_file.h"
#include "client_pool/targets.h"
#include "client_pool/unpacker.h"
#include "client_pool/upload_body.h"
#include "metrics/tcp_samples.h"

namespace gauntlet::client_pool {

struct Plan {
  ClientOptions options{};
  std::uint64_t workers = 1;
  std::vector<Target> targets{};      // that clients take in turn
  std::vector<Target> redirect_to{};  // to which these may send clients on
  SaveFolder save_folder{};           // where bodies are kept; null: nowhere
  UploadBody upload_body{};           // of operations that send one
  FileSizes found{};                  // of archives that are unpacked: what each has to hold
  std::optional<metrics::TcpSamples> tcp_samples{};  // that workers fill; nothing: nobody asks
  std::vector<MadeFiles> made_files{};  // of each target, for operations on such files; else empty

  // All places that may be connected to, by number: the targets come first.
  std::size_t places() const { return targets.size() + redirect_to.size(); }
  const Target& place(std::size_t number) const {
    return number < targets.size() ? targets[number] : redirect_to[number - targets.size()];
  }
};

}  // namespace gauntlet::client_pool
