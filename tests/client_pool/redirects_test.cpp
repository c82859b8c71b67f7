#include "client_pool/redirects.h"

#include <gtest/gtest.h>

#include "client_pool/http_answer.h"

namespace gauntlet::client_pool {
namespace {

Redirects redirects(std::uint64_t most, OperationKind operation = OperationKind::kGet) {
  static ClientOptions options;
  options.redirects = most;
  options.operation = operation;
  return {options, "h:8080"};
}

// Where it leads, or why it is not followed.
std::string led(Redirects& redirects, std::string_view asked, std::string_view location) {
  const auto target = redirects.follow(asked, location);
  return target ? *target : target.error();
}

std::string led(std::uint64_t most, std::string_view location) {
  Redirects fresh = redirects(most);
  return led(fresh, "/a/b?c", location);
}

TEST(Redirects, LeadToTheSameHostAndPort) {
  EXPECT_EQ(led(1, "http://h:8080/x?y#z"), "/x?y");
  EXPECT_EQ(led(1, "HTTP://H:8080"), "/");
  EXPECT_EQ(led(1, "//h:8080/x"), "/x");
  EXPECT_EQ(led(1, "/x y"), "/x%20y");
  EXPECT_EQ(led(1, "x"), "/a/x");
  EXPECT_EQ(led(1, "?x=http://other/"), "/a/b?x=http://other/");
}

TEST(Redirects, AreNotFollowedToAnotherHostPortOrScheme) {
  for (const char* location : {"http://other:8080/x", "http://h/x", "http://h:8081/x", "//other/x",
                               "https://h:8080/x", "ftp://h:8080/x", "http://u@h:8080/x"})
    EXPECT_EQ(led(9, location), std::string("to ") + location +
                                    " (followed are redirects to the same host and port only)");
}

TEST(Redirects, AreFollowedAsOftenAsAskedForAndThenSayWhereTheyPoint) {
  EXPECT_EQ(led(0, "/x"), "to http://h:8080/x (--redirects 1 follows it)");
  Redirects two = redirects(2);
  EXPECT_EQ(led(two, "/1", "/2"), "/2");
  EXPECT_EQ(led(two, "/2", "/3"), "/3");
  EXPECT_EQ(led(two, "/3", "/4"), "to http://h:8080/4 (--redirects 3 follows it)");
  two.restart();
  EXPECT_EQ(led(two, "/1", "/2"), "/2");
}

TEST(Redirects, EndWhereTheyGoInACircle) {
  Redirects many = redirects(100);
  EXPECT_EQ(led(many, "/1", "/2"), "/2");
  EXPECT_EQ(led(many, "/2", "/1"), "to http://h:8080/1 (which was asked already: a loop)");
  EXPECT_EQ(led(0, "/a/b?c"), "to http://h:8080/a/b?c (which was asked already: a loop)");
}

TEST(Redirects, OfUploadsAreNotFollowed) {
  Redirects upload = redirects(3, OperationKind::kUpload);
  EXPECT_EQ(led(upload, "/a", "/x"),
            "to http://h:8080/x (an upload follows no redirect; name that place by --path)");
}

TEST(Redirects, AreTheStatusesThatMeanALocation) {
  for (const int status : {301, 302, 303, 307, 308}) EXPECT_TRUE(is_redirect(status)) << status;
  for (const int status : {200, 201, 300, 304, 305, 306, 404})
    EXPECT_FALSE(is_redirect(status)) << status;
}

TEST(WithTarget, ReplacesTheTargetAlone) {
  const std::string head = "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(target_of(head), "/a?b");
  EXPECT_EQ(with_target(head, "/longer/x"), "GET /longer/x HTTP/1.1\r\nHost: h\r\n\r\n");
}

std::string location_of(std::string_view bytes) {
  LastHead last_head;
  HttpAnswer answer({}, last_head);
  answer.restart();
  EXPECT_EQ(answer.take(bytes), Progress::kDone);
  return std::string(answer.location());
}

TEST(HttpAnswer, TellsWhereARedirectPoints) {
  EXPECT_EQ(location_of("HTTP/1.1 302 Found\r\nlocation:  /x \r\nContent-Length: 0\r\n\r\n"), "/x");
  EXPECT_EQ(location_of("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), "");
  EXPECT_EQ(location_of("HTTP/1.1 201 Created\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"), "");
}

}  // namespace
}  // namespace gauntlet::client_pool
