#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "wire/http.h"

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
  EXPECT_EQ(response->content_type, "application/json; charset=utf-8");
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

TEST(ParseResponse, RefusesWithASentenceWhatIsMalformed) {
  const std::vector<std::string> heads = {
      "",
      "\r\n\r\n",
      "HELLO\r\n\r\n",
      "HTTP/1.1 OK\r\n\r\n",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 099 Low\r\n\r\n",
      "HTTP/1.1 600 High\r\n\r\n",
      "HTTP/1.1 2000 Long\r\n\r\n",
      "HTTP/2.0 200 OK\r\n\r\n",
      "ICY 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
      "HTTP/1.1 200 OK\r\nFolded: a\r\n b\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
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
  const auto response = parse_response("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
  EXPECT_EQ(response.error(), "the head of the answer cannot be read: bad Content-Length");
}

TEST(ParseResponse, RefusesEveryHeadThatIsCutShort) {
  for (std::size_t size = 0; size < kApache.size(); ++size)
    EXPECT_FALSE(parse_response(kApache.substr(0, size))) << size << " bytes";
}

TEST(HasBody, IsFalseForHeadAndForStatusesThatNeverHaveOne) {
  const Response ok{.status = 200};
  EXPECT_TRUE(has_body(ok, Method::kGet));
  EXPECT_FALSE(has_body(ok, Method::kHead));
  for (const int status : {100, 103, 204, 304}) {
    const Response response{.status = status, .content_length = 5};
    EXPECT_FALSE(has_body(response, Method::kGet)) << status;
  }
}

}  // namespace
}  // namespace gauntlet::wire
