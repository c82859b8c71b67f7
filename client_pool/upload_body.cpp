#include "client_pool/upload_body.h"

#include <sys/mman.h>

#include <algorithm>
#include <vector>

#include "base/base64.h"
#include "base/content.h"
#include "base/error.h"
#include "base/md5.h"
#include "wire/line.h"

namespace gauntlet::client_pool {
namespace {

constexpr std::size_t kRawPerLine =
    96 * kKiB;  // a multiple of 3: lines need no padding but the last
constexpr std::size_t kTextPerLine = base64_length(kRawPerLine) + 1;  // its line feed included
constexpr std::string_view kTrailer = "ENDUPLOAD\n";

std::uint64_t line_stream_length(std::uint64_t size) {
  const std::uint64_t rest = size % kRawPerLine;
  const std::uint64_t last = rest > 0 ? base64_length(rest) + 1 : 0;
  return size / kRawPerLine * kTextPerLine + last + kTrailer.size();
}

}  // namespace

std::string line_name_of(const UploadBody& body) {
  Md5 md5;
  std::vector<char> buffer(kMiB);
  std::string extension;
  for (std::uint64_t at = 0; at < body.size;) {
    const ssize_t n =
        ::pread(body.file.get(), buffer.data(), buffer.size(), static_cast<off_t>(at));
    if (n <= 0) throw_errno("cannot read the upload's content");
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
    if (at == 0) extension = wire::guess_extension(bytes.substr(0, wire::kGuessBytes));
    md5.put(bytes);
    at += bytes.size();
  }
  return md5.hex() + extension;
}

void write_stamp(const UploadBody& body, std::string_view stamp) {
  stamp = stamp.substr(0, body.size);
  if (::pwrite(body.file.get(), stamp.data(), stamp.size(), 0) !=
      static_cast<ssize_t>(stamp.size()))
    throw_errno("cannot change the upload's content");
}

UploadBody make_upload_body(const ClientOptions& options) {
  UploadBody body;
  body.size = volume_bytes(options);
  body.file.reset(::memfd_create("gauntlet-upload", MFD_CLOEXEC));
  if (!body.file) throw_errno("cannot create the upload's content in memory");
  body.crc32c =
      write_content(body.file.get(), "the upload's content in memory", options.seed, body.size);
  if (options.protocol == Protocol::kLine) body.line_name = line_name_of(body);
  return body;
}

UploadStream::UploadStream(const UploadBody& body, Protocol protocol)
    : body_(body),
      protocol_(protocol),
      length_(protocol == Protocol::kLine ? line_stream_length(body.size) : body.size) {}

ssize_t UploadStream::send_some(net::Stream& stream, std::span<char> scratch) {
  constexpr std::uint64_t kMostAtOnce = 2 * kMiB;  // then other clients have their turn
  ssize_t sent = 0;
  if (protocol_ == Protocol::kHttp) {
    auto at = static_cast<off_t>(sent_);
    const std::uint64_t left = length_ - sent_;
    const std::uint64_t at_once = std::min(left, stream.turn(kMostAtOnce));
    sent = stream.send_file(body_.file.get(), at, at_once, at_once < left);
  } else {
    const std::string_view text = encode(scratch);
    // The trailer shall leave together with the end of a small body.
    sent = stream.send(text, sent_ + text.size() < length_);
  }
  if (sent > 0) sent_ += static_cast<std::uint64_t>(sent);
  return sent;
}

std::uint64_t UploadStream::content_bytes() const {
  if (protocol_ == Protocol::kHttp) return sent_;
  return std::min(sent_ / kTextPerLine * kRawPerLine + sent_ % kTextPerLine / 4 * 3, body_.size);
}

// The text from sent_ to the end of its line, or the trailer. Encoded afresh whenever it is needed,
// so that nothing need be kept while the socket takes no more.
std::string_view UploadStream::encode(std::span<char> scratch) const {
  const std::uint64_t left = length_ - sent_;
  if (left <= kTrailer.size()) return kTrailer.substr(kTrailer.size() - left);
  const std::uint64_t line = sent_ / kTextPerLine * kRawPerLine;
  const std::size_t column = sent_ % kTextPerLine;
  const auto in_line = static_cast<std::size_t>(std::min(body_.size - line, kRawPerLine));
  const std::size_t from = std::min(column / 4 * 3, in_line);

  char* const raw = scratch.data();  // at the beginning of a page, as the file's (page_buffer.h)
  char* const text = raw + kRawPerLine;
  const ssize_t n = ::pread(body_.file.get(), raw, in_line - from, static_cast<off_t>(line + from));
  if (n != static_cast<ssize_t>(in_line - from)) throw_errno("cannot read the upload's content");
  const std::size_t length = encode_base64({raw, in_line - from}, text);
  text[length] = '\n';
  const std::size_t skip = column - from / 3 * 4;
  return {text + skip, length + 1 - skip};
}

}  // namespace gauntlet::client_pool
