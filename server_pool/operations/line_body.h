// The body of an UPLOAD in the line protocol: lines of base64 up to ENDUPLOAD, decoded piece by
// piece as they come. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/base64.h"

namespace gauntlet::server_pool::operations {

class LineBody {
 public:
  struct Piece {
    std::size_t consumed = 0;  // characters that are done with; 0: more input is needed
    std::size_t decoded = 0;   // bytes of content written to out
    bool malformed = false;    // not base64; nothing may follow
  };

  // Takes the next part of the input, of which what is not consumed must stand in front of the
  // next. out holds at least input.size() + 3 bytes.
  Piece put(std::string_view input, char* out);

  // ENDUPLOAD has come.
  bool done() const { return done_; }

 private:
  Piece decode(std::string_view text, std::size_t ending, char* out);

  Base64Decoder decoder_;
  bool line_begins_ = true;
  bool done_ = false;
};

}  // namespace gauntlet::server_pool::operations
