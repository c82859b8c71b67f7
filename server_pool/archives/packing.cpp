#include "server_pool/archives/packing.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

#include "base/utf8.h"
#include "base/utf8_locale.h"
#include "contract/filters.h"

namespace gauntlet::server_pool::archives {
namespace {

constexpr std::size_t kPartBytes = 64 * kKiB;

// In the order of contract::kArchiveFormats, as Format is.
constexpr std::array<std::string_view, contract::kArchiveFormats.size()> kMediaTypes{
    "application/x-tar", "application/gzip", "application/zstd", "application/zip"};

struct CloseEntry {
  void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};
using Header = std::unique_ptr<archive_entry, CloseEntry>;

Header make_header(const wire::Entry& entry, std::int64_t size, std::time_t time) {
  Header header(::archive_entry_new());
  if (!header) throw std::bad_alloc();
  ::archive_entry_set_pathname(header.get(), entry.name.c_str());
  const unsigned type = entry.directory ? AE_IFDIR : AE_IFREG;
  ::archive_entry_set_filetype(header.get(), type);
  ::archive_entry_set_perm(header.get(), entry.directory ? 0755 : 0644);
  ::archive_entry_set_size(header.get(), size);
  ::archive_entry_set_mtime(header.get(), time, 0);
  return header;
}

}  // namespace

std::optional<Format> find_format(std::string_view name) {
  const auto& names = contract::kArchiveFormats;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Format>(found - names.begin());
}

std::string_view name_of(Format format) {
  return contract::kArchiveFormats[static_cast<std::size_t>(format)];
}

std::string_view media_type(Format format) { return kMediaTypes[static_cast<std::size_t>(format)]; }

struct Packing::Archive {
  explicit Archive(Format format) : written(::archive_write_new()), is_zip(format == Format::kZip) {
    if (written == nullptr) throw std::bad_alloc();
    if (format == Format::kZip) {
      ::archive_write_set_format_zip(written);
      ::archive_write_set_format_option(written, "zip", "compression-level", "1");
    } else {
      ::archive_write_set_format_gnutar(written);
    }
    if (format == Format::kTarGz) {
      ::archive_write_add_filter_gzip(written);
      ::archive_write_set_filter_option(written, "gzip", "compression-level", "1");
      ::archive_write_set_filter_option(written, "gzip", "timestamp", nullptr);
    }
    if (format == Format::kTarZst) {
      ::archive_write_add_filter_zstd(written);
      ::archive_write_set_filter_option(written, "zstd", "compression-level", "1");
    }
    ::archive_write_set_bytes_per_block(written, 0);  // what is made comes at once
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  // Of one that is not whole, freeing writes its end. Of a tar file that may be as long as what is
  // missing of an entry, so it is refused; of a zip file it is short, and libarchive would leak.
  ~Archive() {
    given_up = true;
    ::archive_write_free(written);
  }

  static la_ssize_t append(archive* written, void* self, const void* bytes, std::size_t count) {
    auto& archive = *static_cast<Archive*>(self);
    if (archive.given_up && !archive.is_zip) {
      ::archive_set_error(written, ECANCELED, "nobody wants it any more");
      return ARCHIVE_FATAL;
    }
    if (!archive.given_up) archive.made.append(static_cast<const char*>(bytes), count);
    return static_cast<la_ssize_t>(count);
  }

  archive* written;
  std::string made{};  // and not yet taken
  const bool is_zip;
  bool given_up = false;
  bool closed = false;
};

struct Packing::Current {
  store::OpenFile file;
  std::uint64_t size;
  std::uint64_t at = 0;
};

Packing::Packing(const store::Store& store, std::shared_ptr<const store::SearchWork> search,
                 Format format)
    : store_(store.uncounted()),
      search_(std::move(search)),
      at_(search_->found()->begin()),
      archive_(std::make_unique<Archive>(format)),
      buffer_(kPartBytes) {
  if (::archive_write_open(archive_->written, archive_.get(), nullptr, Archive::append, nullptr) !=
      ARCHIVE_OK)
    fail_with_reason();
}

Packing::~Packing() = default;

tl::expected<bool, std::string> Packing::go_on(std::string& out) {
  if (problem_.empty() && current_)
    pack_part();
  else if (problem_.empty() && at_ != search_->found()->end())
    open_next();
  else if (problem_.empty() && !archive_->closed) {
    archive_->closed = true;
    if (::archive_write_close(archive_->written) != ARCHIVE_OK) fail_with_reason();
  }
  out += archive_->made;
  archive_->made.clear();
  if (!problem_.empty()) return tl::unexpected(problem_);
  return archive_->closed;
}

// One that cannot be opened any more is left out.
void Packing::open_next() {
  const wire::Entry& entry = *at_++;
  if (entry.directory) return begin_entry(entry, 0, entry.mtime);
  auto file = store_.open_file(search_->path_of(entry));
  if (!file) return;
  const auto size = static_cast<std::uint64_t>(file->status.st_size);
  begin_entry(entry, file->status.st_size, file->status.st_mtim.tv_sec);
  current_ = std::make_unique<Current>(Current{.file = std::move(*file), .size = size});
}

void Packing::begin_entry(const wire::Entry& entry, std::int64_t size, std::time_t time) {
  // Then libarchive marks the name as UTF-8 in a zip file. To tar, names are bytes in any case.
  const Utf8Locale locale(is_utf8(entry.name));
  const Header header = make_header(entry, size, time);
  if (::archive_write_header(archive_->written, header.get()) < ARCHIVE_WARN) fail_with_reason();
}

void Packing::pack_part() {
  const auto wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(current_->size - current_->at, kPartBytes));
  const std::size_t have =
      wanted == 0 ? 0 : store_.read(current_->file.fd.get(), current_->at, wanted, buffer_.data());
  if (have > 0 && ::archive_write_data(archive_->written, buffer_.data(), have) < 0)
    return fail_with_reason();
  current_->at += have;
  if (have == wanted && current_->at < current_->size) return;
  current_.reset();
  if (::archive_write_finish_entry(archive_->written) < ARCHIVE_WARN) fail_with_reason();
}

void Packing::fail_with_reason() {
  const char* const reason = ::archive_error_string(archive_->written);
  problem_ = printable(reason == nullptr ? "libarchive failed" : reason);
}

}  // namespace gauntlet::server_pool::archives
