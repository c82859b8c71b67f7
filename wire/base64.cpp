#include "wire/base64.h"

#include <endian.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

namespace gauntlet::wire {
namespace {

// OpenSSL takes an int; longer texts go to it in pieces, which are whole quads.
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

using LetterPair = std::array<char, 2>;

constexpr std::array<LetterPair, 4096> make_letter_pairs() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<LetterPair, 4096> pairs{};
  for (std::size_t bits = 0; bits < pairs.size(); ++bits)
    pairs[bits] = {kAlphabet[bits >> 6], kAlphabet[bits & 63]};
  return pairs;
}

// What twelve bits are in base64.
constexpr std::array<LetterPair, 4096> kLetterPairs = make_letter_pairs();

// Looks at all of them, whatever it finds: GCC turns a loop that does not leave early into vectors
// (17 GB/s instead of 0.8).
bool all_in_alphabet(std::string_view text) {
  unsigned char strange = 0;
  for (const char c : text) {
    const bool known = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '/' && c <= '9') ||
                       c == '+';  // '/' precedes '0'
    strange |= known ? 0 : 1;
  }
  return strange == 0;
}

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  const std::size_t before = out.size();
  out.resize(before + base64_length(bytes.size()) + 1);  // EVP_EncodeBlock ends with a NUL
  out.resize(before + encode_base64(bytes, out.data() + before));
}

// Twelve bits at a time by table, 4.2 GB/s on one core; the end with its padding by OpenSSL, which
// takes one letter at a time and makes 1.8.
std::size_t encode_base64(std::string_view bytes, char* out) {
  char* end = out;
  for (; bytes.size() >= sizeof(std::uint64_t); bytes.remove_prefix(6), end += 8) {
    std::uint64_t six_bytes;  // and two more, which are not looked at
    std::memcpy(&six_bytes, bytes.data(), sizeof six_bytes);
    six_bytes = be64toh(six_bytes);
    for (int pair = 0; pair < 4; ++pair)
      std::memcpy(end + 2 * pair, &kLetterPairs[six_bytes >> (52 - 12 * pair) & 0xFFF], 2);
  }
  const int padded = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(end),
                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
  return static_cast<std::size_t>(end - out + padded);
}

long Base64Decoder::put(std::string_view text, char* out) {
  if (text.empty()) return 0;
  if (padded_) return -1;
  long length = 0;
  if (kept_ > 0) {
    const std::size_t missing = std::min(quad_.size() - kept_, text.size());
    std::copy_n(text.data(), missing, quad_.data() + kept_);
    kept_ += missing;
    text.remove_prefix(missing);
    if (kept_ < quad_.size()) return 0;
    kept_ = 0;
    length = decode_quads({quad_.data(), quad_.size()}, out);
    if (length < 0 || (padded_ && !text.empty())) return -1;
  }
  const std::string_view quads = text.substr(0, text.size() / 4 * 4);
  const long rest = decode_quads(quads, out + length);
  text.remove_prefix(quads.size());
  if (rest < 0 || (padded_ && !text.empty())) return -1;
  std::copy(text.begin(), text.end(), quad_.begin());
  kept_ = text.size();
  return length + rest;
}

void Base64Decoder::restart() {
  kept_ = 0;
  padded_ = false;
}

// EVP_DecodeBlock skips white space at both ends, takes padding anywhere, and counts it as bytes:
// the padding is looked at here, and a length other than expected means that it skipped something.
long Base64Decoder::decode_quads(std::string_view quads, char* out) {
  const std::size_t pad = std::min(quads.find('='), quads.size());
  const auto padding = static_cast<long>(quads.size() - pad);
  if (padding > 2 || (padding == 2 && quads.back() != '=')) return -1;
  padded_ = padded_ || padding > 0;
  long length = 0;
  while (!quads.empty()) {
    const std::string_view piece = quads.substr(0, kMostAtOnce);
    const long decoded = ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out + length),
                                           reinterpret_cast<const unsigned char*>(piece.data()),
                                           static_cast<int>(piece.size()));
    if (decoded != static_cast<long>(piece.size() / 4 * 3)) return -1;
    length += decoded;
    quads.remove_prefix(piece.size());
  }
  return length - padding;
}

bool Base64Counter::put(std::string_view text) {
  const std::size_t end = padding_ > 0 ? 0 : std::min(text.find('='), text.size());
  const std::string_view padding = text.substr(end);
  letters_ += end;
  padding_ += padding.size();
  const std::uint64_t missing = 4 - letters_ % 4;  // of a quad, of which two have to be letters
  return padding_ <= (missing <= 2 ? missing : 0) &&
         padding.find_first_not_of('=') == padding.npos && all_in_alphabet(text.substr(0, end));
}

}  // namespace gauntlet::wire
