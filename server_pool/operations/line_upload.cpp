#include "server_pool/operations/line_upload.h"

#include "base/file_digest.h"
#include "wire/line.h"

namespace gauntlet::server_pool::operations {

LineUpload::LineUpload(const store::Store& store, std::uint64_t max_length, store::NewFile file)
    : store_(&store), max_length_(max_length), file_(std::move(file)) {}

tl::expected<LineUpload, Reason> LineUpload::begin(const store::Store& store,
                                                   std::uint64_t max_length) {
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
  md5_.put(content);
  const auto written = file_.write(content);
  if (!written) return tl::unexpected(reason_of(written.error()));
  return piece.consumed;
}

tl::expected<std::string, Reason> LineUpload::finish() {
  std::string name = md5_.hex();
  name += wire::guess_extension(first_bytes_);
  struct stat status {};
  if (file_.fd() && ::fstat(file_.fd().get(), &status) == 0)
    store_digest(file_.fd().get(), status, crc32c_.value());
  const auto committed = store_->commit(std::move(file_), name);
  if (!committed) return tl::unexpected(reason_of(committed.error()));
  return name;
}

}  // namespace gauntlet::server_pool::operations
