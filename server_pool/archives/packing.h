// An archive in the making. libarchive is seen by packing.cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "server_pool/store/searches.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::archives {

// In the order of contract::kArchiveFormats.
enum class Format : std::uint8_t { kTar, kTarGz, kTarZst, kZip };

// "tar.gz", which is also how names of such archives end; nothing for what is none.
std::optional<Format> find_format(std::string_view name);
std::string_view name_of(Format format);
std::string_view media_type(Format format);

// Packs what a search has found, a part at a time. The names in the archive are relative to the
// folder that was searched. A file that grows meanwhile is packed as long as it was, one that
// shrinks is filled up with zeros (zip: is as short as it is), and one that is gone is left out.
class Packing {
 public:
  // search is done and has found something. May throw std::bad_alloc.
  Packing(const store::Store& store, std::shared_ptr<const store::SearchWork> search,
          Format format);
  Packing(const Packing&) = delete;
  Packing& operator=(const Packing&) = delete;
  ~Packing();

  // Packs the next part, of some 64 KiB, and appends what that makes of the archive to out. True:
  // it is whole. Otherwise than by an error of libarchive's it does not fail.
  tl::expected<bool, std::string> go_on(std::string& out);

 private:
  struct Archive;
  struct Current;

  void open_next();
  void begin_entry(const wire::Entry& entry, std::int64_t size, std::time_t time);
  void pack_part();
  void fail_with_reason();

  store::Store store_;
  std::shared_ptr<const store::SearchWork> search_;
  store::Found::const_iterator at_;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<Current> current_;  // the file that is being packed
  std::vector<char> buffer_;
  std::string problem_;
};

}  // namespace gauntlet::server_pool::archives
