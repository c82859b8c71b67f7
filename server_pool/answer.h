// What an operation decides to answer over HTTP. It owns all that it needs, so that the request may
// be forgotten and the session may wait.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "server_pool/digests.h"
#include "server_pool/store.h"
#include "wire/range.h"

namespace gauntlet::server_pool {

struct Answer {
  int status = 200;
  bool keep_alive = true;
  bool omit_body = false;           // HEAD: all fields, no body
  std::string_view content_type{};  // of a body; static text
  std::string_view allow{};         // 405; static text
  std::string location{};           // 201

  std::string text{};             // the body, or
  UniqueFd file{};                // the body is this part of a file
  wire::ByteRange part{};         // of the file
  struct stat status_of_file {};  // of file; also of one that was uploaded
  bool is_version = false;        // status_of_file gives ETag and Last-Modified

  bool wants_digest = false;  // Repr-Digest is to be sent, of the whole text or file
  std::optional<std::uint32_t> digest{};
};

// An answer that is one sentence of plain text.
Answer plain_answer(int status, std::string_view sentence);
// The refusal that fits a status: its reason phrase as text.
Answer refusal(int status);
Answer refusal(StoreError error);
int status_of(StoreError error);

// "\"<inode>-<size>-<mtime>\"", in hex: the same for the same version of a file only.
std::string entity_tag(const struct stat& status);

// How many bytes of body belong to the answer (sent, unless it answers HEAD).
std::uint64_t body_length(const Answer& answer);

// Appends the whole head, blank line included; now is for its Date.
void render_head(const Answer& answer, std::time_t now, std::string& out);

}  // namespace gauntlet::server_pool
