#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "wire/http.h"

namespace gauntlet::wire {
namespace {

// The status that a request is refused with; 0 when it is not.
int refusal(const std::string& head) {
  const auto request = parse_request(head);
  return request ? 0 : request.error();
}

std::string with_fields(const std::string& fields) {
  return "PUT /files/a HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

TEST(ParseRequest, ReadsEverythingThatASessionAsksFor) {
  const std::string head =
      "GET /files/a%20b?x HTTP/1.1\r\nhost:  h:7000 \r\nRange: bytes=0-9\r\nIF-RANGE: \"t\"\r\n"
      "If-None-Match: \"u\"\r\nAccept: text/html\r\nWant-Repr-Digest: crc32c=1\r\n"
      "Repr-Digest: crc32c=:AAAAAA==:\r\nIf-Modified-Since: then\r\nAuthorization: Bearer x\r\n"
      "Cookie: a=b\r\nOrigin: http://o\r\nReferer: http://r/\r\nUser-Agent: u/1\r\nx-packet-size: "
      "64\r\n"
      "X-Unknown: "
      "\x80\xFF\t;\r\n\r\n";
  const auto request = parse_request(head);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, Method::kGet);
  EXPECT_EQ(request->target, "/files/a%20b?x");
  EXPECT_EQ(request->host, "h:7000");
  EXPECT_EQ(request->range, "bytes=0-9");
  EXPECT_EQ(request->if_range, "\"t\"");
  EXPECT_EQ(request->if_none_match, "\"u\"");
  EXPECT_EQ(request->accept, "text/html");
  EXPECT_EQ(request->want_repr_digest, "crc32c=1");
  EXPECT_EQ(request->repr_digest, "crc32c=:AAAAAA==:");
  EXPECT_EQ(request->if_modified_since, "then");
  EXPECT_EQ(request->authorization, "Bearer x");
  EXPECT_EQ(request->cookie, "a=b");
  EXPECT_EQ(request->origin, "http://o");
  EXPECT_EQ(request->referer, "http://r/");
  EXPECT_EQ(request->user_agent, "u/1");
  EXPECT_EQ(request->packet_size, "64");
}

TEST(ParseRequest, KeepsTheNameOfAMethodThatWeDoNotServe) {
  EXPECT_EQ(parse_request("BREW / HTTP/1.1\r\nHost: h\r\n\r\n")->method_text, "BREW");
}

TEST(ParseRequest, PointsIntoTheHeadThatItWasGiven) {
  const std::string head = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(parse_request(head)->target.data(), head.data() + 4);
}

TEST(ParseRequest, KnowsTheMethodsThatWeServe) {
  const std::string rest = " / HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(parse_request("GET" + rest)->method, Method::kGet);
  EXPECT_EQ(parse_request("HEAD" + rest)->method, Method::kHead);
  EXPECT_EQ(parse_request("PUT" + rest)->method, Method::kPut);
  EXPECT_EQ(parse_request("DELETE" + rest)->method, Method::kDelete);
  EXPECT_EQ(parse_request("POST" + rest)->method, Method::kPost);
  EXPECT_EQ(parse_request("BREW" + rest)->method, Method::kOther);
  EXPECT_EQ(parse_request("get" + rest)->method, Method::kOther);
}

TEST(ParseRequest, KeepsTheConnectionAsVersionAndFieldSay) {
  EXPECT_TRUE(parse_request("GET / HTTP/1.1\r\nHost: h\r\n\r\n")->keep_alive);
  EXPECT_FALSE(
      parse_request("GET / HTTP/1.1\r\nHost: h\r\nConnection: a, Close\r\n\r\n")->keep_alive);
  EXPECT_FALSE(parse_request("GET / HTTP/1.0\r\n\r\n")->keep_alive);
  EXPECT_TRUE(parse_request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST(ParseRequest, ReadsHowLongTheBodyIs) {
  EXPECT_EQ(parse_request(with_fields(""))->content_length, std::nullopt);
  EXPECT_EQ(parse_request(with_fields("Content-Length: 0\r\n"))->content_length, 0u);
  EXPECT_EQ(parse_request(with_fields("Content-Length: 107374182400\r\n"))->content_length,
            107'374'182'400u);
  const std::string greatest = with_fields("Content-Length: 18446744073709551615\r\n");
  EXPECT_EQ(parse_request(greatest)->content_length, 18'446'744'073'709'551'615u);
}

TEST(ParseRequest, ReadsChunked) {
  const std::string head = with_fields("Transfer-Encoding: Chunked\r\n");
  const auto request = parse_request(head);
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->chunked);
  EXPECT_EQ(request->content_length, std::nullopt);
}

TEST(ParseRequest, ReadsExpectAndIgnoresItIn10) {
  EXPECT_TRUE(parse_request(with_fields("Expect: 100-Continue\r\n"))->expect_continue);
  EXPECT_FALSE(parse_request(with_fields(""))->expect_continue);
  EXPECT_FALSE(parse_request("PUT / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n")->expect_continue);
}

TEST(ParseRequest, RefusesWith400WhatIsMalformed) {
  const std::vector<std::string> heads = {
      "",
      "\r\n",
      "\r\n\r\n",
      "GET\r\n\r\n",
      "GET /\r\n\r\n",
      "GET / \r\n\r\n",
      " GET / HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /  HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET / x HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
      "GET / http/1.1\r\nHost: h\r\n\r\n",
      "GET / HTTP/11\r\nHost: h\r\n\r\n",
      "GET / HTTP/x.y\r\nHost: h\r\n\r\n",
      "GET / HTTP/12.0\r\nHost: h\r\n\r\n",
      "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n",
      "G@T / HTTP/1.1\r\nHost: h\r\n\r\n",
      "GET /\x01 HTTP/1.1\r\nHost: h\r\n\r\n",
      std::string("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 29),
      with_fields("No colon\r\n"),
      with_fields(": no name\r\n"),
      with_fields("Space before : colon\r\n"),
      with_fields(" Space: before name\r\n"),
      with_fields("Con\x7Ftrol: in name\r\n"),
      with_fields(std::string("Nul: \0\r\n", 8)),
      with_fields("Carriage: \r return\r\n"),
      with_fields("Connection: ,;,\r\n"),
      with_fields("") + "more",
  };
  for (const std::string& head : heads)
    EXPECT_EQ(refusal(head), 400) << testing::PrintToString(head);
}

TEST(ParseRequest, RefusesFoldedFields) {
  EXPECT_EQ(refusal(with_fields("Accept: a\r\n b\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Accept: a\r\n\tb\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Accept:\r\n \r\n b\r\n")), 400);
}

TEST(ParseRequest, RefusesBareLineFeeds) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\nHost: h\n\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\nHost: h\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\r\n\n"), 400);
}

TEST(ParseRequest, RefusesContentLengthsThatTwoReadersMayReadTwoWays) {
  for (const char* value : {"", "-1", "+1", "1x", "0x1", "1.0", "1 1", "1, 1", "1,", "\"1\"",
                            "18446744073709551616", "99999999999999999999999"})
    EXPECT_EQ(refusal(with_fields(std::string("Content-Length: ") + value + "\r\n")), 400) << value;
  EXPECT_EQ(refusal(with_fields("Content-Length: 1\r\nContent-Length: 1\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Content-Length: 1\r\nContent-Length: 2\r\n")), 400);
}

TEST(ParseRequest, RefusesALengthBesideATransferEncoding) {
  EXPECT_EQ(refusal(with_fields("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")), 400);
  EXPECT_EQ(refusal(with_fields("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n")), 400);
}

TEST(ParseRequest, RefusesEveryTransferEncodingButChunkedWith501) {
  for (const char* value : {"", "gzip", "identity", "gzip, chunked", "chunked, gzip", "xchunked",
                            "chunked, chunked", ", chunked", "chunked;q=1", "\"chunked\""})
    EXPECT_EQ(refusal(with_fields(std::string("Transfer-Encoding: ") + value + "\r\n")), 501)
        << value;
}

TEST(ParseRequest, RefusesARepeatedTransferEncoding) {
  EXPECT_EQ(refusal(with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")),
            400);
}

TEST(ParseRequest, RefusesATransferEncodingIn10) {
  EXPECT_EQ(refusal("PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(ParseRequest, WantsOneHostIn11) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 0);  // allowed by RFC 9112, 3.2
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 0);
}

TEST(ParseRequest, WantsNoHostIn10ButTakesOnlyOne) {
  EXPECT_EQ(refusal("GET / HTTP/1.0\r\n\r\n"), 0);
  EXPECT_EQ(refusal("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"), 400);
}

TEST(ParseRequest, RefusesOtherVersionsWith505) {
  for (const char* version : {"0.9", "1.2", "2.0", "3.0", "9.9"})
    EXPECT_EQ(refusal(std::string("GET / HTTP/") + version + "\r\nHost: h\r\n\r\n"), 505)
        << version;
}

TEST(ParseRequest, RefusesOtherExpectationsWith417) {
  EXPECT_EQ(refusal(with_fields("Expect: a miracle\r\n")), 417);
  EXPECT_EQ(refusal(with_fields("Expect: 100-continue, x\r\n")), 417);
}

TEST(ParseRequest, RefusesAHeadThatIsTooLongWith431) {
  std::string field = "X: ";
  field.append(kMaxHeadBytes - with_fields("X: \r\n").size(), 'x');
  EXPECT_EQ(refusal(with_fields(field + "\r\n")), 0);
  EXPECT_EQ(refusal(with_fields(field + "x\r\n")), 431);
}

TEST(ParseRequest, RefusesEveryHeadThatIsCutShort) {
  const std::string head = with_fields("Content-Length: 5\r\n");
  for (std::size_t size = 0; size < head.size(); ++size)
    EXPECT_EQ(refusal(head.substr(0, size)), 400) << size << " bytes";
}

}  // namespace
}  // namespace gauntlet::wire
