// What upload sends: made once, in memory that all clients share, and sent from there.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "client_pool/options.h"

namespace gauntlet::client_pool {

// Seeded content in an anonymous file; forked processes inherit it.
struct UploadBody {
  UniqueFd file{};
  std::uint64_t size = 0;
  std::uint32_t crc32c = 0;
  std::string line_name{};  // what a line-protocol server calls it; of --protocol line only
};

// Throws Error (kUnable) when there is not enough memory for it.
UploadBody make_upload_body(const ClientOptions& options);

// The name that a line-protocol server gives it: its MD5, and an extension.
std::string line_name_of(const UploadBody& body);
// Makes it another content, by writing this at its beginning as far as it has room.
void write_stamp(const UploadBody& body, std::string_view stamp);
// As long as all stamps of a run differ.
inline constexpr std::uint64_t kStampBytes = 40;

// A request's body on its way: raw bytes for HTTP, lines of base64 for the line protocol.
class UploadStream {
 public:
  UploadStream(const UploadBody& body, Protocol protocol);

  void restart() { sent_ = 0; }
  bool done() const { return sent_ == length_; }
  // Sends what the socket takes now. -1 with errno, as send(2). scratch is used only within.
  ssize_t send_some(int socket, std::span<char> scratch);
  // Of the upload's content, as far as it is in what was sent. For progress.
  std::uint64_t content_bytes() const;

 private:
  std::string_view encode(std::span<char> scratch) const;

  const UploadBody& body_;
  Protocol protocol_;
  std::uint64_t length_;    // of the whole stream, as it stands on the wire
  std::uint64_t sent_ = 0;  // of that
};

}  // namespace gauntlet::client_pool
