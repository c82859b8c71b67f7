#include "wire/base64.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::wire {
namespace {

std::string encode(std::string_view bytes) {
  std::string text;
  append_base64(text, bytes);
  return text;
}

// Decodes a text in pieces of at most step characters; nothing when it is refused or not whole.
std::optional<std::string> decode(std::string_view text, std::size_t step) {
  Base64Decoder decoder;
  std::string bytes;
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size()))) {
    const std::string_view piece = text.substr(0, step);
    std::vector<char> out(piece.size() / 4 * 3 + 3);  // exactly what is promised to be enough
    const long length = decoder.put(piece, out.data());
    if (length < 0) return std::nullopt;
    bytes.append(out.data(), static_cast<std::size_t>(length));
  }
  if (!decoder.complete()) return std::nullopt;
  return bytes;
}

std::string every_byte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST(Base64, GivesTheAnswersOfRfc4648) {
  EXPECT_EQ(encode(""), "");
  EXPECT_EQ(encode("f"), "Zg==");
  EXPECT_EQ(encode("fo"), "Zm8=");
  EXPECT_EQ(encode("foo"), "Zm9v");
  EXPECT_EQ(encode("foob"), "Zm9vYg==");
  EXPECT_EQ(encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, AppendsToWhatIsThere) {
  std::string text = "x";
  append_base64(text, "foo");
  EXPECT_EQ(text, "xZm9v");
}

TEST(Base64, HasTheLengthThatItSays) {
  for (std::size_t size = 0; size < 50; ++size)
    EXPECT_EQ(encode(std::string(size, 'x')).size(), base64_length(size));
}

TEST(Base64, NeedsNoMoreRoomThanItSays) {
  for (std::size_t size = 0; size < 50; ++size) {
    std::vector<char> out(base64_length(size) + 1);
    EXPECT_EQ(encode_base64(std::string(size, 'x'), out.data()), base64_length(size));
  }
}

TEST(Base64, JoinsPiecesOfTripledLength) {
  const std::string bytes = every_byte();
  std::string text;
  append_base64(text, std::string_view(bytes).substr(0, 99));
  append_base64(text, std::string_view(bytes).substr(99));
  EXPECT_EQ(text, encode(bytes));
}

TEST(Base64Decoder, GivesBackWhatWasEncodedInPiecesOfAnyLength) {
  for (std::size_t size = 250; size <= 256; ++size) {
    const std::string bytes = every_byte().substr(0, size);
    const std::string text = encode(bytes);
    for (std::size_t step = 1; step <= text.size(); ++step)
      ASSERT_EQ(decode(text, step), bytes) << size << " bytes in pieces of " << step;
  }
}

TEST(Base64Decoder, RefusesWhatIsNotInTheAlphabetWhereverItIsCut) {
  for (const std::string_view text :
       {"Zm9*", "Zm9-", "Zm9_", " Zm9v", "Zm9v ", "Zm9v\n", "\tm9v", "Zm 9", "Zm9v    ", "    Zm9v",
        "Zm9vZm9\n", "\nm9vZm9v", "Zm9vZm\r\n", "Zm9\x80", "----", "    "})
    for (std::size_t step = 1; step <= text.size(); ++step)
      EXPECT_EQ(decode(text, step), std::nullopt) << testing::PrintToString(text) << " by " << step;
  EXPECT_EQ(decode(std::string_view("Zm9\0", 4), 4), std::nullopt);
}

TEST(Base64Decoder, RefusesPaddingAnywhereButAtTheEnd) {
  for (const std::string_view text : {"=", "====", "Z===", "=m9v", "Z=9v", "Zm=v", "Zg==Zg==",
                                      "Zg==Z", "Zm8=Zm8=", "Zg===", "Zm9v=", "Zm9v===="})
    for (std::size_t step = 1; step <= text.size(); ++step)
      EXPECT_EQ(decode(text, step), std::nullopt) << text << " by " << step;
}

TEST(Base64Decoder, IsNotCompleteInTheMiddleOfAQuad) {
  for (const std::string_view text : {"Z", "Zm", "Zm9", "Zm9vZ", "Zg="})
    EXPECT_EQ(decode(text, text.size()), std::nullopt) << text;
}

TEST(Base64Decoder, TakesANewTextAfterARestart) {
  Base64Decoder decoder;
  std::vector<char> out(100);
  EXPECT_EQ(decoder.put("Zg==", out.data()), 1);
  EXPECT_EQ(decoder.put("Zg==", out.data()), -1);
  decoder.restart();
  EXPECT_EQ(decoder.put("Zm8=", out.data()), 2);
  EXPECT_EQ(std::string_view(out.data(), 2), "fo");
}

TEST(Base64Decoder, TakesNothingAsAWholeText) {
  Base64Decoder decoder;
  EXPECT_EQ(decoder.put("", nullptr), 0);
  EXPECT_TRUE(decoder.complete());
}

}  // namespace
}  // namespace gauntlet::wire
