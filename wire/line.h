// The line protocol: the second protocol on the wire. Requests are lines of text, answers one JSON
// object followed by CR LF CR LF. See docs/wire_format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace gauntlet::wire {

inline constexpr std::size_t kMaxLineBytes = 16 * 1024;  // of a request; upload lines are streamed
inline constexpr std::string_view kAnswerEnd = "\r\n\r\n";
inline constexpr std::string_view kReadyToReceive = "READY TO RECEIVE FILE\r\n\r\n";
inline constexpr std::string_view kEndUpload = "ENDUPLOAD";

// Whether the first line of a connection (without its end) is HTTP, or looks like it: "HTTP/", in
// any case, stands somewhere behind a blank or a control byte, or begins the line. Wider than what
// HTTP allows, so that a head that a careless reader takes for HTTP is never read as the line
// protocol, with a body of commands; it is refused as HTTP instead. The price is that a name that
// holds " HTTP/" cannot be asked for by the first line.
bool looks_like_http(std::string_view line);

struct LineRequest {
  std::string word{};                     // the first, in capitals; what it means is not known here
  std::vector<std::string> parameters{};  // the others, as they are
  std::string problem{};                  // not empty: refuse with this reason
};

// Reads one request line, with or without its end. Words are split and quoted as in a POSIX shell.
// NUL, which no file's name holds, is refused wherever it stands.
LineRequest parse_line(std::string_view line);

// The one name that a request about a file has for its parameter; or a sentence that asks for it.
tl::expected<std::string, std::string> name_of(const LineRequest& request);

// LIST's answer is written by ListingWriter (wire/listing.h).
// {"status":"ERROR","data":"<reason>"} + end
std::string line_error_answer(std::string_view reason);
// An error of a server that has no room now: ask again after so long.
std::string line_rejection_answer(std::string_view reason, std::uint64_t retry_after_s);
// {"status":"OK","message":"File deleted successfully"} + end
std::string line_deleted_answer();
// {"status":"OK","message":"File uploaded successfully","data":{"file_path":"<name>"}} + end
std::string line_uploaded_answer(std::string_view name);

// {"status":"OK","data":"<host>:<port>"} + end; elsewhere: the status is REDIRECT.
std::string line_where_answer(std::string_view host_and_port, bool elsewhere);

// A GET's answer is head + base64 of the content + tail, so that the content can be streamed. cut:
// why an archive does not hold all that matches; empty when it does.
std::string line_get_head(std::string_view name, std::string_view cut = {});
inline constexpr std::string_view kLineGetTail = "\"}\r\n\r\n";

// The extension for content that begins with these bytes: ".png", ".jpeg", ".pdf", ".gif", ".zip",
// ".mpeg", or "".
std::string_view guess_extension(std::string_view first_bytes);
inline constexpr std::size_t kGuessBytes = 16;  // as many as guess_extension looks at

// Where the base64 of data_file begins in a GET's answer of which a part has come: the offset of
// its first character; it ends before the next quote. 0 when it has not come, or when the answer,
// as an error, has none.
std::size_t find_data_file(std::string_view answer);

// A small answer, as a client reads it.
struct LineAnswer {
  bool readable = false;     // it is a JSON object with a status; else reason says that it is not
  bool ok = false;           // its status is OK
  std::string reason{};      // of an error
  bool rejected = false;     // the server had no room for the request, and may have later
  std::string redirect{};    // of a WHERE that points elsewhere: host:port
  std::string file_path{};   // of an upload
  bool cut_by_time = false;  // the server gave up a search
  std::optional<std::vector<std::string>> names{};  // of a list; nothing: data is no list of names
};
// Of LIST, UPLOAD, DELETE, WHERE, and errors; with or without its end.
LineAnswer parse_line_answer(std::string_view json);

}  // namespace gauntlet::wire
