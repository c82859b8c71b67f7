// UPLOAD in the line protocol: the content decides the file's name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/crc32c.h"
#include "base/md5.h"
#include "server_pool/line_answer.h"
#include "server_pool/operations/line_body.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::operations {

class LineUpload {
 public:
  static tl::expected<LineUpload, Reason> begin(const store::Store& store,
                                                std::uint64_t max_length);

  // Takes the body's next characters from the front of input; scratch holds at least 3 bytes more.
  // Returns how many it took; 0 when it needs more to go on.
  tl::expected<std::size_t, Reason> put(std::string_view input, char* scratch);
  bool complete() const { return body_.done(); }

  // Gives the file its name, the MD5 of the content and an extension, and returns it.
  tl::expected<std::string, Reason> finish();

 private:
  LineUpload(const store::Store& store, std::uint64_t max_length, store::NewFile file);

  const store::Store* store_;
  std::uint64_t max_length_;
  store::NewFile file_;
  LineBody body_;
  std::uint64_t received_ = 0;
  std::string first_bytes_{};  // as many as tell the kind of file
  Crc32c crc32c_;
  Md5 md5_;
};

}  // namespace gauntlet::server_pool::operations
