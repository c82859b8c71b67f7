#include "orchestrator/dashboard/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PageRequest, SaysWhatIsAskedForAndByWhom) {
  const auto request = read_request(
      "POST /api/runs/a%20b?id=x%26y&pass=2 HTTP/1.1\r\nHost: h:1\r\norigin:  http://h:1 \r\n"
      "Authorization: Bearer t\r\nContent-Type: application/json\r\nLast-Event-ID: a-7\r\n"
      "Content-Length: 12\r\n\r\n");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, wire::Method::kPost);
  EXPECT_EQ(request->path, "/api/runs/a b");
  EXPECT_EQ(request->query.at("id"), "x&y");
  EXPECT_EQ(request->query.at("pass"), "2");
  EXPECT_EQ(request->origin, "http://h:1");
  EXPECT_EQ(request->authorization, "Bearer t");
  EXPECT_EQ(request->content_type, "application/json");
  EXPECT_EQ(request->last_event_id, "a-7");
  EXPECT_EQ(request->body_bytes, 12u);
}

TEST(PageRequest, TakesNoFieldForAnother) {
  const auto request = read_request("GET / HTTP/1.1\r\nHost: h\r\nX-Origin: a\r\n\r\n");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->origin, "");
}

TEST(PageRequest, IsRefusedWhenItsBodyIsTooLongOrHasNoLength) {
  const auto refused = [](const std::string& field) {
    const auto request = read_request("POST / HTTP/1.1\r\nHost: h\r\n" + field + "\r\n\r\n");
    return request ? 0 : request.error();
  };
  EXPECT_EQ(refused("Content-Length: 1048577"), 413);
  EXPECT_EQ(refused("Transfer-Encoding: chunked"), 411);
}

Request with_body(const std::string& body) { return {.body = body}; }

TEST(PageBody, IsAnObject) {
  EXPECT_TRUE(body_of({}, {}).empty());
  EXPECT_EQ(body_of(with_body(R"({"a":1})"), {"a"}).at("a"), 1);
  EXPECT_THROW(body_of(with_body("[1]"), {}), Error);
  EXPECT_THROW(body_of(with_body("{"), {}), Error);
}

TEST(PageBody, WithAnUnknownKeySaysWhichAreKnown) {
  try {
    body_of(with_body(R"({"client":5})"), {"clients"});
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "'client' is not known here; what may be sent is 'clients'");
  }
}

TEST(PageBody, HoldsTextsAndListsOfThem) {
  const Request request = with_body(R"({"a":"x","b":["y","z"],"c":1})");
  const nlohmann::ordered_json body = body_of(request, {"a", "b", "c"});
  EXPECT_EQ(text_in(body, "a"), "x");
  EXPECT_THAT(texts_in(body, "b"), testing::ElementsAre("y", "z"));
  EXPECT_TRUE(texts_in(body, "d").empty());
  EXPECT_THROW(text_in(body, "c"), Error);
  EXPECT_THROW(text_in(body, "d"), Error);
  EXPECT_THROW(texts_in(body, "a"), Error);
}

TEST(PageResponse, OfAStreamHasNoLength) {
  EXPECT_THAT(head_of({.type = "text/event-stream", .is_stream = true}, false),
              Not(HasSubstr("Content-Length")));
  EXPECT_THAT(head_of({.body = "{}"}, true), HasSubstr("Content-Length: 2\r\n"));
}

TEST(PageResponse, IsNotKeptByAnybody) {
  EXPECT_THAT(head_of({}, true), HasSubstr("Cache-Control: no-store\r\n"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
