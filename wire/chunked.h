// The body of a message with Transfer-Encoding: chunked (RFC 9112, 7.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace gauntlet::wire {

// Reads such a body piece by piece.
class ChunkedBody {
 public:
  // How much it forgives. kStrict, for requests: nothing. kLenient, for answers: blanks behind a
  // chunk's size, bare LF for CR LF, and whatever stands in extensions and trailers.
  enum class Reading { kStrict, kLenient };

  explicit ChunkedBody(Reading reading) : reading_(reading) {}

  // What one call of put() took from the input.
  struct Piece {
    std::size_t consumed = 0;    // bytes of input that are done with
    std::string_view content{};  // a part of the body, within the input; may be empty
  };
  // Takes the next part of the input. Call again with the rest until consumed is 0 (then more input
  // is needed, in front of which the rest must stand again) or done(). An int is the status to
  // refuse with (400), after which put() may not be called any more. A chunk's head, and all
  // trailers together, are limited to kMaxHeadBytes; what they say beyond the size is ignored.
  tl::expected<Piece, int> put(std::string_view input);
  bool done() const { return state_ == State::kDone; }

 private:
  enum class State { kSize, kContent, kContentEnd, kTrailers, kDone };

  Piece take_content(std::string_view input);
  tl::expected<Piece, int> take_line(std::string_view input);
  bool put_line(std::string_view line);
  bool put_size(std::string_view line);
  bool put_trailer(std::string_view line);
  bool is_lenient() const { return reading_ == Reading::kLenient; }

  Reading reading_;
  State state_ = State::kSize;
  std::uint64_t left_ = 0;          // of the chunk's content
  std::size_t trailers_bytes_ = 0;  // so far
};

}  // namespace gauntlet::wire
