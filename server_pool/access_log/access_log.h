// The access log of one worker: a line for each request, in a file that all workers append to.
#pragma once

#include <string>

#include "base/unique_fd.h"
#include "server_pool/access_log/line.h"
#include "server_pool/counters.h"

namespace gauntlet::server_pool::access_log {

// Throws Error (kUnable) where the file cannot be opened to be appended to, and made if it is not
// there.
void check_file(const std::string& path);

// Lines are gathered, and appended to the file many at a time, by one call that no other worker's
// lines get between. What the file does not take, as on a full disk, is dropped and counted as
// lost_access_lines, and said once; nothing waits for it. Of one worker.
class AccessLog {
 public:
  // An empty path: none is written. The counters outlive it. Throws as check_file does.
  AccessLog(const std::string& path, AccessLogFormat format, WorkerCounters& counters);
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;
  // Writes what has been gathered.
  ~AccessLog() { flush(); }

  bool is_on() const { return bool{file_}; }
  void add(const Entry& entry);
  // Appends what has been gathered to the file.
  void flush();
  // Goes on in the file that has the name now, which is made where there is none. Where that fails,
  // it goes on in the old one.
  void reopen();

 private:
  void lose(std::string_view rest, int error);

  std::string path_;
  LineWriter writer_;
  WorkerCounters& counters_;
  UniqueFd file_{};
  std::string lines_{};
  bool cut_ = false;      // the file ends in a part of a line
  bool failing_ = false;  // which has been said
};

}  // namespace gauntlet::server_pool::access_log
