#include "client_pool/last_head.h"

#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
const std::string kOther = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n";

TEST(LastHead, SaysOfARepeatedHeadWhatItSaidAtFirst) {
  LastHead last;
  last.parse(kHead);
  EXPECT_EQ(last.parse(kHead)->content_length, 5u);
}

TEST(LastHead, ReadsAnotherHeadOfTheSameLengthAnew) {
  LastHead last;
  last.parse(kHead);
  EXPECT_EQ(last.parse(kOther)->content_length, 7u);
}

TEST(LastHead, RefusesABadHeadAsOftenAsItComes) {
  LastHead last;
  const std::string bad = "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n";
  EXPECT_FALSE(last.parse(bad));
  EXPECT_FALSE(last.parse(bad));
  EXPECT_TRUE(last.parse(kHead));
}

TEST(LastHead, KeepsWhatAHeadSaysWhenItsBufferIsUsedAgain) {
  LastHead last;
  std::string buffer = kHead;
  last.parse(buffer);
  buffer.assign(buffer.size(), 'x');
  EXPECT_EQ(last.find_end(kHead, 0), kHead.size());
  EXPECT_EQ(last.parse(kHead)->content_length, 5u);
}

TEST(LastHead, FindsTheEndOfARepeatedHeadBeforeABody) {
  LastHead last;
  last.parse(kHead);
  EXPECT_EQ(last.find_end(kHead + "\r\n\r\nx", 0), kHead.size());
}

TEST(LastHead, FindsTheEndOfANewHead) {
  LastHead last;
  EXPECT_EQ(last.find_end(kHead + "12345", 0), kHead.size());
  last.parse(kHead);
  EXPECT_EQ(last.find_end(kOther + "1234567", 0), kOther.size());
}

TEST(LastHead, FindsNoEndInAPartOfARepeatedHead) {
  LastHead last;
  last.parse(kHead);
  EXPECT_EQ(last.find_end(std::string_view(kHead).substr(0, kHead.size() - 1), 0), 0u);
}

}  // namespace
}  // namespace gauntlet::client_pool
