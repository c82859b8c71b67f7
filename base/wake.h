// Wakes a thread that polls for it, from any other.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "base/error.h"
#include "base/unique_fd.h"

namespace gauntlet {

class Wake {
 public:
  // Throws Error (kUnable) where no descriptor is left.
  Wake() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!fd_) throw_errno("cannot make an event");
  }

  // Readable from raise() to take().
  int fd() const { return fd_.get(); }
  void raise() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(fd_.get(), &one, sizeof one);
  }
  void take() const {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(fd_.get(), &count, sizeof count);
  }

 private:
  UniqueFd fd_;
};

}  // namespace gauntlet
