// A request as a line of the access log. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "server_pool/options.h"

namespace gauntlet::server_pool::access_log {

// What is empty was not sent, or could not be read.
struct Entry {
  std::int64_t time_ns = 0;  // when its head had come, since 1970
  std::string_view client{};
  std::string_view method{};    // "GET"; of the line protocol, the word
  std::string_view target{};    // as sent: "/files/a%20b?x"
  std::string_view protocol{};  // "HTTP/1.1", "LINE"
  int status = 0;
  std::uint64_t bytes = 0;  // of the body that was sent
  Duration duration{};
  std::string_view referer{};
  std::string_view user_agent{};
  std::size_t worker = 0;
};

// Renders entries. Whatever was sent, an entry is one line, and its end is the only line break: in
// the combined format control characters, quotes, backslashes and what is not ASCII are \xNN.
class LineWriter {
 public:
  explicit LineWriter(AccessLogFormat format) : format_(format) {}

  void append(const Entry& entry, std::string& out);

 private:
  void append_combined(const Entry& entry, std::string& out);
  void append_json(const Entry& entry, std::string& out);
  const std::string& second_text(std::int64_t time_ns);

  AccessLogFormat format_;
  std::time_t second_ = -1;  // of which the text is; the same for many entries
  std::string second_text_{};
};

}  // namespace gauntlet::server_pool::access_log
