#include "orchestrator/link/namespaces.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/error.h"
#include "orchestrator/process/elsewhere.h"

namespace gauntlet::orchestrator::link {
namespace {

// What the process that makes them has opened; its descriptors are ours as well.
struct Made {
  int user = -1;
  std::array<int, 2> networks{-1, -1};
  std::array<int, 2> devices{-1, -1};
  const char* failed = nullptr;  // what it could not do
  int error = 0;                 // errno of that
};

// The texts by which a user becomes root of a namespace of its own.
struct IdMaps {
  std::string users = fmt::format("0 {} 1", ::geteuid());
  std::string groups = fmt::format("0 {} 1", ::getegid());
};

bool write_to(const char* path, std::string_view text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  return written;
}

bool open_at(const char* path, int& descriptor) {
  descriptor = ::open(path, O_RDONLY | O_CLOEXEC);
  return descriptor >= 0;
}

// Leaves for a network of its own, as root of a user namespace where it is not allowed otherwise.
bool leave(const IdMaps& maps, int& user) {
  if (::unshare(CLONE_NEWNET) == 0) return true;
  return errno == EPERM && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 &&
         write_to("/proc/self/setgroups", "deny") && write_to("/proc/self/uid_map", maps.users) &&
         write_to("/proc/self/gid_map", maps.groups) && open_at("/proc/self/ns/user", user);
}

bool make_device(int& device) {
  device = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  ifreq wanted{};
  std::strncpy(wanted.ifr_name, kDevice, IFNAMSIZ - 1);
  wanted.ifr_flags = IFF_TUN | IFF_NO_PI;
  return device >= 0 && ::ioctl(device, TUNSETIFF, &wanted) == 0;
}

const char* make_both(Made& made, const IdMaps& maps, bool with_devices) {
  if (!leave(maps, made.user)) return "make a network namespace";
  for (std::size_t i = 0; i < made.networks.size(); ++i) {
    if (i > 0 && ::unshare(CLONE_NEWNET) != 0) return "make a second network namespace";
    if (!open_at("/proc/self/ns/net", made.networks[i])) return "open '/proc/self/ns/net'";
    if (with_devices && !make_device(made.devices[i])) return "make a device by '/dev/net/tun'";
  }
  return nullptr;
}

}  // namespace

Namespaces make_namespaces(bool with_devices) {
  const IdMaps maps;
  const auto work = [&] {
    Made made;
    made.failed = make_both(made, maps, with_devices);
    if (made.failed != nullptr) made.error = errno;
    return made;
  };
  const Made made = process::done_elsewhere(work).value_or(
      Made{.failed = "make a network namespace", .error = EINTR});
  Namespaces namespaces{.user = UniqueFd(made.user),
                        .client = UniqueFd(made.networks[0]),
                        .server = UniqueFd(made.networks[1]),
                        .client_device = UniqueFd(made.devices[0]),
                        .server_device = UniqueFd(made.devices[1])};
  if (made.failed == nullptr) return namespaces;
  throw Error(fmt::format("cannot {}: {}; run it as root, or where users may do that", made.failed,
                          std::strerror(made.error)),
              ExitCode::kUnable);
}

}  // namespace gauntlet::orchestrator::link
