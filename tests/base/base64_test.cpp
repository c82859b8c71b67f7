#include "base/base64.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet {
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

// How many bytes a text stands for, counted in pieces of at most step characters; nothing when it
// is refused or not whole.
std::optional<std::size_t> count(std::string_view text, std::size_t step) {
  Base64Counter counter;
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size())))
    if (!counter.put(text.substr(0, step))) return std::nullopt;
  if (!counter.complete()) return std::nullopt;
  return counter.bytes();
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
    std::vector<char> out(base64_length(size));
    EXPECT_EQ(encode_base64(std::string(size, 'x'), out.data()), base64_length(size));
  }
}

TEST(Base64, KnowsEveryPairOfLetters) {
  std::string bytes;
  for (int bits = 0; bits < 4096; ++bits) {  // twice each: three bytes, four letters
    bytes += static_cast<char>(bits >> 4);
    bytes += static_cast<char>((bits & 15) << 4 | bits >> 8);
    bytes += static_cast<char>(bits);
  }
  const std::string text = encode(bytes);
  EXPECT_EQ(decode(text, text.size()), bytes);
  for (std::size_t at = 0; at < text.size(); at += 4)
    ASSERT_EQ(text.substr(at, 2), text.substr(at + 2, 2)) << at;
}

TEST(Base64, JoinsPiecesOfTripledLength) {
  const std::string bytes = every_byte();
  std::string text;
  append_base64(text, std::string_view(bytes).substr(0, 99));
  append_base64(text, std::string_view(bytes).substr(99));
  EXPECT_EQ(text, encode(bytes));
}

TEST(Base64Encoder, MakesTheSameTextWhereverThePiecesEnd) {
  const std::string bytes = every_byte();
  std::string expected;
  append_base64(expected, bytes);
  for (const std::size_t step : {1u, 2u, 3u, 4u, 7u, 300u}) {
    Base64Encoder encoder;
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += step)
      encoder.put(std::string_view(bytes).substr(at, step), text);
    encoder.finish(text);
    EXPECT_EQ(text, expected) << step;
  }
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

TEST(Base64Counter, CountsWhatWasEncodedInPiecesOfAnyLength) {
  for (std::size_t size = 250; size <= 256; ++size) {
    const std::string text = encode(every_byte().substr(0, size));
    for (std::size_t step = 1; step <= text.size(); ++step)
      ASSERT_EQ(count(text, step), size) << "in pieces of " << step;
  }
}

TEST(Base64Counter, TakesTheLettersThatTheDecoderTakes) {
  for (const char letter : every_byte()) {
    const std::string text = "Zm9vZm9" + std::string(1, letter);
    EXPECT_EQ(count(text, 8).has_value(), decode(text, 8).has_value()) << static_cast<int>(letter);
  }
}

TEST(Base64Counter, NoticesAStrangeCharacterAnywhereInALongText) {
  for (std::size_t at = 0; at < 100; ++at) {
    std::string text(100, 'Z');
    text[at] = '*';
    EXPECT_EQ(count(text, 100), std::nullopt) << at;
  }
}

TEST(Base64Counter, AgreesWithTheDecoderOnEveryShortText) {
  constexpr std::string_view kSome = "Z/=*";
  for (std::size_t length = 0; length <= 8; ++length)
    for (std::size_t number = 0; number < std::size_t{1} << 2 * length; ++number) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i) text += kSome[number >> 2 * i & 3];
      for (const std::size_t step : {1u, 3u, 8u}) {
        const auto decoded = decode(text, step);
        const auto expected = decoded ? std::optional(decoded->size()) : std::nullopt;
        ASSERT_EQ(count(text, step), expected) << text << " by " << step;
      }
    }
}

}  // namespace
}  // namespace gauntlet
