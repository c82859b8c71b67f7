// What an operation decides to answer over HTTP. It owns all that it needs, so that the request may
// be forgotten and the session may wait.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server_pool/store/listing_cache.h"
#include "server_pool/store/served_file.h"
#include "server_pool/store/store.h"
#include "wire/range.h"

namespace gauntlet::server_pool {

struct Answer {
  int status = 200;
  bool keep_alive = true;
  bool omit_body = false;           // HEAD: all fields, no body
  std::string_view content_type{};  // of a body; static text
  std::string_view allow{};         // 405; static text
  std::string location{};           // 201

  std::string text{};                             // the body, or
  store::SharedPage page{};                       // the body is its text, or
  std::shared_ptr<store::ListingWork> listing{};  // that text has to be made first, or
  bool sends_file = false;                        // the body is a part of the file
  store::SharedFile file{};  // what the answer is about: gives ETag and Last-Modified
  wire::ByteRange part{};    // of the file

  std::optional<std::uint32_t> digest{};  // Repr-Digest, of the whole text or file
};

// An answer that is one sentence of plain text.
Answer plain_answer(int status, std::string_view sentence);
// The refusal that fits a status: its reason phrase as text.
Answer refusal(int status);
Answer refusal(store::StoreError error);
// After which the connection is closed.
Answer last_refusal(int status);
int status_of(store::StoreError error);

// The body, where it is not a file's.
std::string_view text_of(const Answer& answer);

// How many bytes of body belong to the answer (sent, unless it answers HEAD).
std::uint64_t body_length(const Answer& answer);

// Appends the whole head, blank line included; now is for its Date. Needs no memory but out's when
// the answer is a whole file or a listing.
void render_head(const Answer& answer, std::time_t now, std::string& out);

}  // namespace gauntlet::server_pool
