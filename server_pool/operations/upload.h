// PUT of a file: received piece by piece, checked, and only then given its name. In the line
// protocol, line_upload.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/crc32c.h"
#include "server_pool/operations/operation.h"
#include "wire/chunked.h"

namespace gauntlet::server_pool::operations {

// What a request says about its body; owns nothing of the request.
struct UploadTerms {
  std::string name{};
  std::optional<std::uint64_t> length{};  // nothing: chunked
  std::uint64_t max_length = 0;
  std::optional<std::uint32_t> digest{};  // that the body must have
  bool wants_digest = false;              // in the answer
};

class Upload {
 public:
  // Begins an upload, or refuses it with 400, 403, 404, 409, 411, 413, 503 or 507 before its body
  // has come; the connection ends with that.
  static tl::expected<Upload, Answer> begin(const store::Store& store, std::string_view name,
                                            const wire::Request& request,
                                            const ServerOptions& options);

  // Takes the body's next bytes from the front of input, which may go on with something else.
  // Returns how many it took; 0 when it needs more to go on, in front of which the rest must stand
  // again. An answer refuses the rest, and the connection ends with it.
  tl::expected<std::size_t, Answer> put(std::string_view input);
  bool complete() const;

  // Until finish() what comes stays in memory, instead of going into the file.
  void hold_whole() { whole_.emplace().reserve(terms_.length.value_or(0)); }
  // That the request announced; nothing: it is chunked.
  std::optional<std::uint64_t> length() const { return terms_.length; }

  // How many bytes to read at most, so that a known length is not read beyond.
  std::size_t wanted() const;

  // Checks the whole, and gives the file its name: 201 or 204, or the refusal.
  Answer finish();

 private:
  Upload(const store::Store& store, UploadTerms terms, store::NewFile file);

  // Whoever asks for the digest later has it computed then; it is 5% of the work of an upload.
  bool digesting() const { return terms_.digest || terms_.wants_digest; }
  std::optional<Answer> store_content(std::string_view content);

  const store::Store* store_;
  UploadTerms terms_;
  store::NewFile file_;
  std::optional<wire::ChunkedBody> chunks_;
  std::optional<std::string> whole_{};
  std::uint64_t received_ = 0;
  Crc32c crc32c_;
};

net::Awaitable<std::optional<Answer>> upload(Connection& connection, const Route& route,
                                             const wire::Request& request);
net::Awaitable<void> upload_by_line(Connection& connection, const wire::LineRequest& request,
                                    Tally& tally);

}  // namespace gauntlet::server_pool::operations
