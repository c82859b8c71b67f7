#include "wire/base64.h"

#include <openssl/evp.h>

#include <algorithm>

namespace gauntlet::wire {
namespace {

// OpenSSL takes an int; longer inputs go to it in pieces, which are whole triples and whole quads.
constexpr std::size_t kMostAtOnce = std::size_t{3} << 28;

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  const std::size_t before = out.size();
  out.resize(before + base64_length(bytes.size()) + 1);  // EVP_EncodeBlock ends with a NUL
  out.resize(before + encode_base64(bytes, out.data() + before));
}

std::size_t encode_base64(std::string_view bytes, char* out) {
  std::size_t length = 0;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kMostAtOnce);
    length += static_cast<std::size_t>(::EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out + length),
        reinterpret_cast<const unsigned char*>(piece.data()), static_cast<int>(piece.size())));
    bytes.remove_prefix(piece.size());
  }
  return length;
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

}  // namespace gauntlet::wire
