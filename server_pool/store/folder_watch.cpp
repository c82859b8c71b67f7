#include "server_pool/store/folder_watch.h"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <cstring>
#include <string>

#include "server_pool/store/glance.h"
#include "server_pool/store/names.h"

namespace gauntlet::server_pool::store {
namespace {

constexpr std::uint32_t kChanges = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE |
                                   IN_MOVE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

// An upload under its hidden name changes nothing that is listed.
bool is_hidden(const inotify_event& event, const char* name) {
  return event.len > 0 && is_hidden_upload(name);
}

}  // namespace

std::optional<FolderWatch::Id> FolderWatch::add(int folder) {
  if (ids_.size() >= kMostWatches || !is_local(folder)) return std::nullopt;
  if (!inotify_) inotify_.reset(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  const std::string path = fmt::format("/proc/self/fd/{}", folder);
  const Id id = ::inotify_add_watch(inotify_.get(), path.c_str(), kChanges);
  if (id < 0) return std::nullopt;
  if (std::find(ids_.begin(), ids_.end(), id) == ids_.end()) ids_.push_back(id);
  return id;
}

void FolderWatch::forget() {
  for (const Id id : ids_) ::inotify_rm_watch(inotify_.get(), id);
  ids_.clear();
}

void FolderWatch::read(const std::function<void(std::optional<Id>)>& changed) {
  if (!inotify_) return;
  alignas(inotify_event) std::array<char, 4096> events;
  ssize_t size = 0;
  while ((size = ::read(inotify_.get(), events.data(), events.size())) > 0) {
    inotify_event event{};
    for (std::size_t at = 0; at < static_cast<std::size_t>(size); at += sizeof event + event.len) {
      std::memcpy(&event, events.data() + at, sizeof event);
      if (is_hidden(event, events.data() + at + sizeof event)) continue;
      changed((event.mask & IN_Q_OVERFLOW) != 0 ? std::nullopt : std::optional<Id>(event.wd));
    }
    if (static_cast<std::size_t>(size) + sizeof event + NAME_MAX + 1 <= events.size()) return;
  }
}

}  // namespace gauntlet::server_pool::store
