#include "server_pool/operations/line_upload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/file_digest.h"
#include "wire/line.h"

namespace gauntlet::server_pool {

Reason reason_of(StoreError error) {
  switch (error) {
    case StoreError::kBadName:
      return "the name is not allowed";
    case StoreError::kNotFound:
      return "no such file";
    case StoreError::kForbidden:
      return "permission denied";
    case StoreError::kOccupied:
      return "the name belongs to something that is not a file";
    case StoreError::kOtherMount:
      return "the folder is on another mount than the root";
    case StoreError::kFull:
      return "no space left";
    case StoreError::kNoDescriptors:
      return "too many open files; try again later";
    case StoreError::kFailed:
      break;
  }
  return "the store failed";
}

LineUpload::LineUpload(const Store& store, std::uint64_t max_length, NewFile file)
    : store_(&store), max_length_(max_length), file_(std::move(file)), md5_(::EVP_MD_CTX_new()) {
  if (!md5_ || ::EVP_DigestInit_ex(md5_.get(), ::EVP_md5(), nullptr) != 1) throw std::bad_alloc();
}

tl::expected<LineUpload, Reason> LineUpload::begin(const Store& store, std::uint64_t max_length) {
  auto file = store.create(0);
  if (!file) return tl::unexpected(reason_of(file.error()));
  return LineUpload(store, max_length, std::move(*file));
}

tl::expected<std::size_t, Reason> LineUpload::put(std::string_view input, char* scratch) {
  const LineBody::Piece piece = body_.put(input, scratch);
  if (piece.malformed) return tl::unexpected(Reason("a line of the upload is not base64"));
  const std::string_view content(scratch, piece.decoded);
  received_ += content.size();
  if (received_ > max_length_) return tl::unexpected(Reason("the file is too large"));
  if (first_bytes_.size() < wire::kGuessBytes)
    first_bytes_.append(content.substr(0, wire::kGuessBytes - first_bytes_.size()));
  crc32c_.put(content);
  ::EVP_DigestUpdate(md5_.get(), content.data(), content.size());
  const auto written = file_.write(content);
  if (!written) return tl::unexpected(reason_of(written.error()));
  return piece.consumed;
}

tl::expected<std::string, Reason> LineUpload::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> md5{};
  unsigned int length = 0;
  ::EVP_DigestFinal_ex(md5_.get(), md5.data(), &length);
  std::string name;
  for (unsigned int i = 0; i < length; ++i) name += fmt::format("{:02x}", md5[i]);
  name += wire::guess_extension(first_bytes_);
  if (file_.fd()) store_digest(file_.fd().get(), crc32c_.value());
  const auto committed = store_->commit(std::move(file_), name);
  if (!committed) return tl::unexpected(reason_of(committed.error()));
  return name;
}

}  // namespace gauntlet::server_pool
