// Memory that sockets and files are read into.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace gauntlet {

// So many bytes from the beginning of a page on. malloc's large blocks begin 16 bytes into a page,
// and what sendfile(2) sent begins with one: where the destination lies a few bytes further into
// its page than the source, some processors copy at half the speed (AMD EPYC, received on loopback:
// 2.6 GiB/s at 8, 16 and 24 bytes, 5.5 at 0 and from 32 on).
class PageBuffer {
 public:
  // size: a multiple of kPage. Throws std::bad_alloc.
  explicit PageBuffer(std::size_t size)
      : bytes_(static_cast<char*>(std::aligned_alloc(kPage, size))), size_(size) {
    if (!bytes_) throw std::bad_alloc();
  }

  char* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }
  char* begin() const { return data(); }
  char* end() const { return data() + size_; }

 private:
  static constexpr std::size_t kPage = 4096;
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_;
};

}  // namespace gauntlet
