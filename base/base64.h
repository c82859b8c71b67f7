// Base64 in pieces, for bodies that are never held as a whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet {

// The length of the base64 text of size bytes, padding included.
constexpr std::size_t base64_length(std::size_t size) { return (size + 2) / 3 * 4; }

// Appends the text of all of bytes, padded. Pieces of a longer text need a multiple of 3 bytes
// each, except for the last.
void append_base64(std::string& out, std::string_view bytes);
// The same into a buffer of at least base64_length(bytes.size()) bytes; returns the length.
std::size_t encode_base64(std::string_view bytes, char* out);

// Encodes bytes that come in pieces of any length as one text.
class Base64Encoder {
 public:
  // Appends the text of all bytes that fill groups of three now; the others wait for more.
  void put(std::string_view bytes, std::string& out);
  // Appends the text of what waits, padded.
  void finish(std::string& out);

 private:
  std::string waiting_{};  // at most two bytes
};

// Decodes a text that comes in pieces of any length.
class Base64Decoder {
 public:
  // Decodes what it can into out, which must hold at least text.size() / 4 * 3 + 3 bytes; up to 3
  // characters are kept for the next call. Returns the bytes written, or -1 for a character outside
  // the alphabet, or anything after padding.
  long put(std::string_view text, char* out);
  // True when everything put so far was a whole text: no characters are left over.
  bool complete() const { return kept_ == 0; }
  // Ready for a text of its own (a line of an upload).
  void restart();

 private:
  long decode_quads(std::string_view quads, char* out);

  std::array<char, 4> quad_{};  // of which kept_ characters came at the end of the last piece
  std::size_t kept_ = 0;
  bool padded_ = false;
};

// Counts the bytes of a text that comes in pieces of any length, without decoding it. Refuses what
// Base64Decoder refuses, and is several times as fast.
class Base64Counter {
 public:
  // False for a character outside the alphabet, or anything after padding.
  bool put(std::string_view text);
  // True when everything put so far was a whole text.
  bool complete() const { return (letters_ + padding_) % 4 == 0; }
  // Of everything put so far.
  std::uint64_t bytes() const { return letters_ / 4 * 3 + letters_ % 4 * 3 / 4; }

 private:
  std::uint64_t letters_ = 0;
  std::uint64_t padding_ = 0;
};

}  // namespace gauntlet
