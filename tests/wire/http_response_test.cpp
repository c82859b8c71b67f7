#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "wire/response.h"

namespace gauntlet::wire {
namespace {

// As servers that people use really write them.
const std::string kNginx =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 31 Jan 2026 23:59:59 GMT\r\n"
    "Content-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n"
    "Connection: keep-alive\r\n\r\n";
const std::string kApache =
    "HTTP/1.1 200 OK\r\nDate: Sat, 31 Jan 2026 23:59:59 GMT\r\nServer: Apache/2.4.62 (Debian)\r\n"
    "Last-Modified: Sat, 31 Jan 2026 23:00:00 GMT\r\nETag: \"a00000-62f\"\r\nAccept-Ranges: "
    "bytes\r\n"
    "Content-Length: 10485760\r\nKeep-Alive: timeout=5, max=100\r\nConnection: Keep-Alive\r\n"
    "Content-Type: application/octet-stream\r\n\r\n";
const std::string kPython =
    "HTTP/1.0 200 OK\r\nServer: SimpleHTTP/0.6 Python/3.11.2\r\nDate: Sat, 31 Jan 2026 23:59:59 "
    "GMT\r\nContent-type: text/html; charset=utf-8\r\nContent-Length: 298\r\n\r\n";

TEST(ParseResponse, ReadsNginx) {
  const auto response = parse_response(kNginx);
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->status, 200);
  EXPECT_TRUE(response->chunked);
  EXPECT_TRUE(response->keep_alive);
  EXPECT_EQ(response->content_length, std::nullopt);
}

TEST(ParseResponse, ReadsApache) {
  const auto response = parse_response(kApache);
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->content_length, 10'485'760u);
  EXPECT_FALSE(response->chunked);
  EXPECT_TRUE(response->keep_alive);
}

TEST(ParseResponse, ReadsPython) {
  const auto response = parse_response(kPython);
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->minor, 0);
  EXPECT_EQ(response->content_length, 298u);
  EXPECT_FALSE(response->keep_alive);
}

TEST(ParseResponse, DoesNotKeepAConnectionWhoseEndIsTheBodysEnd) {
  const auto response = parse_response("HTTP/1.1 200 OK\r\n\r\n");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->content_length, std::nullopt);
  EXPECT_FALSE(response->keep_alive);
}

TEST(ParseResponse, KeepsAConnectionAfterAnswersThatHaveNoBody) {
  for (const char* status : {"100 Continue", "204 No Content", "304 Not Modified"})
    EXPECT_TRUE(parse_response(std::string("HTTP/1.1 ") + status + "\r\n\r\n")->keep_alive)
        << status;
}

TEST(ParseResponse, TakesAnEmptyOrOddReason) {
  EXPECT_TRUE(parse_response("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(
      parse_response("HTTP/1.1 299 D\xE9j\xE0 vu, (all) good\r\nContent-Length: 0\r\n\r\n"));
}

// RFC 9112 lets a client take these, and other clients do.
TEST(ParseResponse, ForgivesWhatDoesNotMatter) {
  for (const char* head : {
           "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n",         // no reason
           "HTTP/1.1  200  OK\r\nContent-Length: 5\r\n\r\n",    // more blanks than one
           "HTTP/1.2 200 OK\r\nContent-Length: 5\r\n\r\n",      // a later minor version
           "HTTP/1.1 200 OK\nContent-Length: 5\n\n",            // bare LFs
           "HTTP/1.1 200 OK\r\nContent-Length: 5\n\r\n",        // some of them
           "HTTP/1.1 200 OK\r\nContent-Length:\r\n 5\r\n\r\n",  // a folded field
           "HTTP/1.1 200 OK\r\nX: a\r\n\tb\r\nContent-Length:5\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n",  // a blank before the colon
           "HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 05\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",  // the same length again
       }) {
    const auto response = parse_response(head);
    ASSERT_TRUE(response) << response.error() << ": " << testing::PrintToString(head);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->content_length, 5u) << testing::PrintToString(head);
    EXPECT_TRUE(response->keep_alive);
  }
}

TEST(ParseResponse, JoinsTheLinesOfAFoldedField) {
  const auto response = parse_response(
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nRepr-Digest: sha-256=:AAAA:,\r\n"
      "  crc32c=:AAAAAA==:\r\nConnection: x,\r\n close\r\n\r\n");
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->digest, 0u);
  EXPECT_FALSE(response->keep_alive);
}

TEST(ParseResponse, TellsADigestThatCannotBeReadFromNone) {
  const auto parse = [](const std::string& field) {
    return *parse_response("HTTP/1.1 200 OK\r\n" + field + "\r\n");
  };
  EXPECT_TRUE(parse("Repr-Digest: crc32c=:??:\r\n").digest_malformed);
  EXPECT_FALSE(parse("Repr-Digest: sha-256=:??:\r\n").digest_malformed);
  EXPECT_FALSE(parse("").digest);
}

TEST(ParseResponse, TakesStatusesThatNobodyKnows) {
  for (const int status : {199, 299, 600, 999})
    EXPECT_EQ(parse_response("HTTP/1.1 " + std::to_string(status) + " Odd\r\n\r\n")->status,
              status);
}

TEST(ParseResponse, RefusesWithASentenceWhatIsMalformed) {
  const std::vector<std::string> heads = {
      "",
      "\r\n\r\n",
      "HELLO\r\n\r\n",
      "HTTP/1.1\r\n\r\n",
      "HTTP/1.1 OK\r\n\r\n",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 099 Low\r\n\r\n",
      "HTTP/1.1 2000 Long\r\n\r\n",
      "HTTP/2.0 200 OK\r\n\r\n",
      "HTTP/11 200 OK\r\n\r\n",
      "ICY 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\n Content-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTwo words: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
      std::string("HTTP/1.1 200 OK\r\nX: \0\r\n\r\n", 25),
      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\nmore",
      "HTTP/1.1 200 OK\r\nX: " + std::string(kMaxHeadBytes, 'x') + "\r\n\r\n",
  };
  for (const std::string& head : heads) {
    const auto response = parse_response(head);
    ASSERT_FALSE(response) << testing::PrintToString(head);
    EXPECT_EQ(response.error().find("the head of the answer cannot be read: "), 0u);
  }
}

TEST(ParseResponse, NamesWhatIsWrong) {
  const auto response = parse_response("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n");
  EXPECT_EQ(response.error(),
            "the head of the answer cannot be read: it has two different Content-Lengths");
}

TEST(ParseResponse, RefusesEveryHeadThatIsCutShort) {
  for (std::size_t size = 0; size < kApache.size(); ++size)
    EXPECT_FALSE(parse_response(kApache.substr(0, size))) << size << " bytes";
}

TEST(HasBody, IsFalseForHeadAndForStatusesThatNeverHaveOne) {
  EXPECT_TRUE(has_body(200, Method::kGet));
  EXPECT_FALSE(has_body(200, Method::kHead));
  for (const int status : {100, 103, 204, 304})
    EXPECT_FALSE(has_body(status, Method::kGet)) << status;
}

TEST(ParseResponse, KeepsEveryCookie) {
  const auto response = parse_response(
      "HTTP/1.1 204 No Content\r\nSet-Cookie: a=b; Path=/\r\nset-cookie: c=d\r\n\r\n");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->set_cookies, (std::vector<std::string>{"a=b; Path=/", "c=d"}));
}

}  // namespace
}  // namespace gauntlet::wire
