#include "client_pool/redirects.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "client_pool/http_answer.h"

namespace gauntlet::client_pool {
namespace {

constexpr std::size_t kThere = 1;  // the first place of --redirect-to

Redirects redirects(std::uint64_t most, const contract::Operation& operation = contract::kGet) {
  static Plan plan;
  plan.options.redirects = most;
  plan.options.operation = &operation;
  plan.targets = {{"h:8080", "h:8080", {}}};
  plan.redirect_to = {{"mirror:80", "mirror", {}}, {"mirror:81", "mirror:81", {}}};
  return Redirects(plan);
}

// Where it leads, or why it is not followed.
std::string led(Redirects& redirects, std::string_view asked, std::string_view location) {
  const auto next = redirects.follow(0, asked, location);
  if (!next) return next.error();
  return next->place == 0 ? next->target : fmt::format("place {}: {}", next->place, next->target);
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
    EXPECT_EQ(led(9, location),
              std::string("to ") + location +
                  " (followed are redirects to the same host and port, and to what "
                  "--redirect-to names)");
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
  Redirects upload = redirects(3, contract::kUpload);
  EXPECT_EQ(led(upload, "/a", "/x"),
            "to http://h:8080/x (an upload follows no redirect; name that place by --path)");
}

TEST(Redirects, LeadToPlacesThatWereNamed) {
  EXPECT_EQ(led(0, "http://mirror/x"), "place 1: /x");
  EXPECT_EQ(led(0, "http://Mirror:81/x?y"), "place 2: /x?y");
  Redirects upload = redirects(0, contract::kUpload);
  EXPECT_EQ(led(upload, "/a", "http://mirror/a"), "place 1: /a");
}

TEST(Redirects, LeadToANamedPlaceAsOftenAsItTakesButNotForEver) {
  Redirects many = redirects(0);
  for (std::size_t i = 0; i < Redirects::kMostMoves; ++i)
    EXPECT_EQ(led(many, "/a", "http://mirror/a"), "place 1: /a");
  EXPECT_EQ(led(many, "/a", "http://mirror/a"),
            "to http://mirror/a (10 redirects of one request were followed)");
  many.restart();
  EXPECT_EQ(led(many, "/a", "http://mirror/a"), "place 1: /a");
}

TEST(Redirects, OfTheLineProtocolNameAHostAndAPort) {
  Redirects line = redirects(0);
  EXPECT_EQ(line.follow("mirror:80").value_or(0), kThere);
  EXPECT_EQ(line.follow("other:80").error(),
            "it sends clients to other:80, which no --redirect-to names");
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

TEST(WithHost, ReplacesTheHostFieldAlone) {
  EXPECT_EQ(with_host("GET / HTTP/1.1\r\nHost: h:80\r\nA: b\r\n\r\n", "longer"),
            "GET / HTTP/1.1\r\nHost: longer\r\nA: b\r\n\r\n");
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
