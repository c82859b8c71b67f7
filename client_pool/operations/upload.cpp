#include "client_pool/operations/upload.h"

#include <fmt/format.h>

#include "contract/operations.h"
#include "wire/digest.h"

namespace gauntlet::client_pool::operations {

std::string Upload::line_request(std::string_view) const {
  return fmt::format("{}\n", contract::kUpload.line_word);
}

std::string Upload::http_request(const std::string& host, std::string_view subject) const {
  Fields fields = {{"Content-Length", std::to_string(body_.size)}};
  if (options_.verify == Verify::kDigest) {
    fields.emplace_back("Repr-Digest", wire::format_digest(body_.crc32c));
    fields.emplace_back("Want-Repr-Digest", "crc32c=1");
  }
  return http_head(contract::kUpload.method, http_target(options_, subject), host, options_,
                   fields);
}

Verdict Upload::check(const HttpAnswer& answer) const {
  const int status = answer.status();
  if (status != 200 && status != 201 && status != 204) return fail_status(answer);
  if (options_.verify != Verify::kDigest) return options_.verify;
  if (!answer.announced_digest()) return Verify::kLength;
  if (*answer.announced_digest() == body_.crc32c) return Verify::kDigest;
  return fail(ErrorKind::kDigest, fmt::format("the server stored CRC32C {:08x}, sent was {:08x}",
                                              *answer.announced_digest(), body_.crc32c));
}

Verdict Upload::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  if (options_.verify == Verify::kNone) return Verify::kNone;
  if (read.file_path.empty()) return fail(ErrorKind::kProtocol, "an answer without file_path");
  if (options_.verify != Verify::kDigest) return options_.verify;
  if (read.file_path == body_.line_name) return Verify::kDigest;
  return fail(ErrorKind::kDigest,
              fmt::format("the server stored '{}', the content's MD5 gives '{}'", read.file_path,
                          body_.line_name));
}

}  // namespace gauntlet::client_pool::operations
