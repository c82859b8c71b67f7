#include "client_pool/unpacker.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <set>
#include <utility>

#include "base/units.h"
#include "base/utf8.h"
#include "base/utf8_locale.h"

namespace gauntlet::client_pool {
namespace {

constexpr std::size_t kMostWaiting = 1 * kMiB;

la_ssize_t read_next(archive*, void* unpacker, const void** bytes) {
  const std::string_view next = static_cast<Unpacker*>(unpacker)->next();
  *bytes = next.data();
  return static_cast<la_ssize_t>(next.size());
}

struct Free {
  void operator()(archive* read) const { ::archive_read_free(read); }
};

// Reads one archive from its beginning to its end.
class Reading {
 public:
  Reading(Unpacker& unpacker, const FileSizes& expected)
      : expected_(expected), read_(::archive_read_new()) {
    if (!read_) throw std::bad_alloc();
    ::archive_read_support_format_tar(read_.get());
    ::archive_read_support_format_zip_streamable(read_.get());
    ::archive_read_support_filter_gzip(read_.get());
    ::archive_read_support_filter_zstd(read_.get());
    if (::archive_read_open(read_.get(), &unpacker, nullptr, read_next, nullptr) != ARCHIVE_OK)
      problem_ = reason();
  }

  // What is wrong with it; empty when nothing is.
  std::string read() {
    while (problem_.empty()) {
      archive_entry* entry = nullptr;
      const int got = ::archive_read_next_header(read_.get(), &entry);
      if (got == ARCHIVE_EOF) return missing();
      if (got < ARCHIVE_WARN) return reason();
      if (::archive_entry_filetype(entry) == AE_IFREG) check_file(name_of(entry));
    }
    return problem_;
  }

 private:
  static std::string name_of(archive_entry* entry) {
    const char* const name = ::archive_entry_pathname(entry);
    return name == nullptr ? "" : name;
  }

  void check_file(const std::string& name) {
    const auto size = size_of_content();
    if (!problem_.empty()) return;
    const auto found = expected_.find(name);
    if (found == expected_.end())
      problem_ = fmt::format("the archive holds '{}', which the search does not", printable(name));
    else if (!seen_.insert(name).second)
      problem_ = fmt::format("the archive holds '{}' twice", printable(name));
    else if (size != found->second)
      problem_ = fmt::format("'{}' has {} bytes in the archive, and {} in the search",
                             printable(name), size, found->second);
  }

  std::uint64_t size_of_content() {
    std::uint64_t size = 0;
    for (;;) {
      const void* block = nullptr;
      std::size_t length = 0;
      la_int64_t offset = 0;
      const int got = ::archive_read_data_block(read_.get(), &block, &length, &offset);
      if (got == ARCHIVE_EOF) return size;
      if (got < ARCHIVE_OK) problem_ = reason();  // a wrong checksum is a warning
      if (got < ARCHIVE_OK) return size;
      size = static_cast<std::uint64_t>(offset) + length;
    }
  }

  std::string missing() const {
    if (seen_.size() == expected_.size()) return {};
    return fmt::format("the archive holds {}, and the search {}", counted(seen_.size(), "file"),
                       expected_.size());
  }

  std::string reason() const {
    const char* const text = ::archive_error_string(read_.get());
    return fmt::format("the archive cannot be read: {}",
                       text == nullptr ? "it is damaged" : printable(text));
  }

  const FileSizes& expected_;
  std::unique_ptr<archive, Free> read_;
  std::set<std::string> seen_{};
  std::string problem_{};
};

}  // namespace

Unpacker::Unpacker(const FileSizes& expected) : expected_(expected), thread_([this] { run(); }) {}

Unpacker::~Unpacker() {
  if (thread_.joinable()) end();
}

void Unpacker::put(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return deaf_ || waiting_.size() < kMostWaiting; });
  if (!deaf_) waiting_ += bytes;
  changed_.notify_one();
}

std::string Unpacker::finish() {
  end();
  return problem_;
}

void Unpacker::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

std::string_view Unpacker::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
  reading_.clear();
  reading_.swap(waiting_);
  changed_.notify_one();
  return reading_;
}

// Names in zip files are translated from UTF-8 to the locale's letters.
void Unpacker::run() {
  const Utf8Locale locale;
  try {
    problem_ = Reading(*this, expected_).read();
  } catch (const std::bad_alloc&) {
    problem_ = "there is no memory to unpack the archive";
  }
  const std::lock_guard lock(mutex_);
  deaf_ = true;
  changed_.notify_one();
}

}  // namespace gauntlet::client_pool
