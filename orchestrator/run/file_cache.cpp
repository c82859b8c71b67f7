#include "orchestrator/run/file_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "base/unique_fd.h"
#include "base/units.h"

namespace gauntlet::orchestrator::run {
namespace {

// The kernel may keep or drop a page of its own accord.
constexpr double kTolerance = 0.01;

UniqueFd open_file(const std::filesystem::path& file) {
  return UniqueFd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
}

// Only clean pages can be dropped.
void drop_pages(const UniqueFd& file) {
  ::fdatasync(file.get());
  ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
}

void read_pages(const UniqueFd& file) {
  std::vector<char> chunk(kMiB);
  while (::read(file.get(), chunk.data(), chunk.size()) > 0) {
  }
}

}  // namespace

std::optional<double> cached_part(const std::filesystem::path& path) {
  const UniqueFd file = open_file(path);
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0) return std::nullopt;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return 1;
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (mapped == MAP_FAILED) return std::nullopt;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::vector<unsigned char> pages((size + page - 1) / page);
  const bool told = ::mincore(mapped, size, pages.data()) == 0;
  ::munmap(mapped, size);
  if (!told) return std::nullopt;
  const auto cached = std::count_if(pages.begin(), pages.end(),
                                    [](unsigned char bits) { return (bits & 1U) != 0; });
  return static_cast<double>(cached) / static_cast<double>(pages.size());
}

std::string set_file_cache(const std::filesystem::path& path, std::string_view state) {
  if (state == "any") return {};
  const bool warm = state == "warm";
  const UniqueFd file = open_file(path);
  if (file && warm) read_pages(file);
  if (file && !warm) drop_pages(file);
  const auto cached = cached_part(path);
  if (!cached) return fmt::format("whether the file's cache is {} cannot be told", state);
  if (warm ? *cached >= 1 - kTolerance : *cached <= kTolerance) return {};
  return fmt::format("{:.0f}% of the file were in the cache instead of {}: {}", *cached * 100,
                     warm ? "all" : "nothing",
                     warm ? "free some memory"
                          : "put --data on a disk, since a folder in memory is "
                            "never cold");
}

}  // namespace gauntlet::orchestrator::run
