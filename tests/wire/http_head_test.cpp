// Where a head ends, and how one is written.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "wire/http.h"
#include "wire/response.h"

namespace gauntlet::wire {
namespace {

constexpr std::string_view kHead = "GET /files/a HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n";

TEST(FindHeadEnd, IsBehindTheBlankLine) {
  EXPECT_EQ(find_head_end(kHead), kHead.size());
  EXPECT_EQ(find_head_end(std::string(kHead).append("a body\r\n\r\n")), kHead.size());
}

TEST(FindHeadEnd, IsZeroForEveryHeadThatIsCutShort) {
  for (std::size_t size = 0; size < kHead.size(); ++size)
    EXPECT_EQ(find_head_end(kHead.substr(0, size)), 0u) << size << " bytes";
}

TEST(FindHeadEnd, IsTheSameWhereverTheHeadIsCutInTwo) {
  for (std::size_t size = 0; size <= kHead.size(); ++size)
    EXPECT_EQ(find_head_end(kHead, size == kHead.size() ? 0 : size), kHead.size())
        << "cut at " << size;
}

TEST(FindHeadEnd, SeesBlankLinesThatEndInABareLf) {
  EXPECT_EQ(find_head_end("GET / HTTP/1.1\nHost: h\n\nrest"), 24u);
  EXPECT_EQ(find_head_end("GET / HTTP/1.1\r\nHost: h\n\r\nrest"), 26u);
}

TEST(FindHeadEnd, TakesAHeadOfExactlyTheGreatestSizeAndNoLonger) {
  std::string head(kMaxHeadBytes, 'x');
  head.replace(kMaxHeadBytes - 4, 4, "\r\n\r\n");
  EXPECT_EQ(find_head_end(head), kMaxHeadBytes);
  EXPECT_EQ(find_head_end(head.insert(0, 1, 'x')), 0u);
}

TEST(HeadWriter, WritesARequest) {
  std::string out = "before ";
  HeadWriter(out, "PUT", "/files/a%20b").add("Host", "h:7000").add("Content-Length", 5).finish();
  EXPECT_EQ(out, "before PUT /files/a%20b HTTP/1.1\r\nHost: h:7000\r\nContent-Length: 5\r\n\r\n");
}

TEST(HeadWriter, WritesAResponseThatParsesToWhatWasWritten) {
  std::string out;
  HeadWriter(out, 206)
      .add("Content-Length", 18'446'744'073'709'551'615u)
      .add("Content-Type", "image/png")
      .add("Repr-Digest", "crc32c=:AAAAAA==:")
      .finish();
  const auto response = parse_response(out);
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->status, 206);
  EXPECT_EQ(response->content_length, 18'446'744'073'709'551'615u);
  EXPECT_EQ(response->digest, 0u);
}

TEST(ReasonPhrase, IsKnownForEveryStatusThatWeSend) {
  EXPECT_EQ(reason_phrase(404), "Not Found");
  for (const int status : {100, 200, 201, 204, 206, 304, 400, 404, 405, 408, 411,
                           413, 416, 417, 422, 429, 431, 500, 501, 503, 505, 507})
    EXPECT_NE(reason_phrase(status), "") << status;
}

TEST(ReasonPhrase, IsEmptyForAStatusThatNobodyKnows) { EXPECT_EQ(reason_phrase(299), ""); }

}  // namespace
}  // namespace gauntlet::wire
