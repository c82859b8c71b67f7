#include "server_pool/operations/line_body.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace gauntlet::server_pool {
namespace {

// What a body decodes to, fed in pieces of the given size; nothing when it is malformed or does not
// end. rest gets what follows the end.
std::optional<std::string> decode(const std::string& text, std::size_t piece, std::string& rest) {
  operations::LineBody body;
  std::string content;
  std::string waiting;
  std::size_t fed = 0;
  while (!body.done()) {
    if (fed == text.size()) return std::nullopt;
    waiting += text.substr(fed, piece);
    fed = std::min(text.size(), fed + piece);
    for (bool hungry = false; !hungry && !body.done();) {
      std::vector<char> out(waiting.size() + 3);
      const operations::LineBody::Piece taken = body.put(waiting, out.data());
      if (taken.malformed) return std::nullopt;
      content.append(out.data(), taken.decoded);
      waiting.erase(0, taken.consumed);
      hungry = taken.consumed == 0;
    }
  }
  rest = waiting + text.substr(fed);
  return content;
}

// The same however the text is cut.
void expect_content(const std::string& text, const std::optional<std::string>& content) {
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    std::string rest;
    EXPECT_EQ(decode(text, piece, rest), content) << "in pieces of " << piece;
  }
}

TEST(LineBody, DecodesLinesOfBase64UpToItsEnd) {
  expect_content("aGVsbG8s\r\nIHdvcmxk\r\nENDUPLOAD\r\n", "hello, world");
}

TEST(LineBody, TakesBareLineFeeds) {
  expect_content("aGVsbG8s\nIHdvcmxk\nENDUPLOAD\n", "hello, world");
}

TEST(LineBody, TakesTheWordInAnyCase) { expect_content("aGk=\nEndUpload\n", "hi"); }

TEST(LineBody, MayBeEmpty) { expect_content("ENDUPLOAD\r\n", ""); }

TEST(LineBody, IgnoresEmptyLines) { expect_content("\r\naGk=\r\n\r\nENDUPLOAD\n", "hi"); }

TEST(LineBody, TakesEveryLineAsATextOfItsOwn) { expect_content("aA==\naQ==\nENDUPLOAD\n", "hi"); }

TEST(LineBody, TakesALineThatOnlyBeginsLikeTheEnd) {
  expect_content("ENDUPLOADxyz\nENDUPLOAD\n", "\x10\xD0\xD4\x3C\xB3\x80\x0F\x1C\xB3");
}

TEST(LineBody, RefusesWhatIsNotBase64) { expect_content("a*b=\nENDUPLOAD\n", std::nullopt); }

TEST(LineBody, RefusesALineThatIsNotWhole) { expect_content("aGVsb\nENDUPLOAD\n", std::nullopt); }

TEST(LineBody, RefusesACarriageReturnWithinALine) {
  expect_content("aGVs\rbG8s\nENDUPLOAD\n", std::nullopt);
}

TEST(LineBody, LeavesWhatFollowsItsEnd) {
  std::string rest;
  ASSERT_EQ(decode("aGk=\nENDUPLOAD\r\nLIST\r\n", 1000, rest), "hi");
  EXPECT_EQ(rest, "LIST\r\n");
}

}  // namespace
}  // namespace gauntlet::server_pool
