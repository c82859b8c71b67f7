#include "client_pool/cookies.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

constexpr std::string_view kAsked = "GET /a HTTP/1.1\r\nHost: h:8080\r\n\r\n";

// What is sent to a host that has set these.
std::string sent(std::initializer_list<std::string_view> set_cookies) {
  Cookies cookies;
  for (const std::string_view each : set_cookies) cookies.take("h", each);
  return cookies.in_head(kAsked, "h");
}

std::string with(std::string_view field) {
  return fmt::format("GET /a HTTP/1.1\r\nHost: h:8080\r\n{}\r\n\r\n", field);
}

TEST(Cookies, AreSentBackWithoutTheirAttributes) {
  EXPECT_EQ(sent({"a=b; Path=/; HttpOnly; SameSite=Lax"}), with("Cookie: a=b"));
  EXPECT_EQ(sent({"a=b=c"}), with("Cookie: a=b=c"));
  EXPECT_EQ(sent({" a = b ;Path=/"}), with("Cookie: a=b"));
  EXPECT_EQ(sent({"a="}), with("Cookie: a="));
}

TEST(Cookies, LeaveAHeadAsItIsWhereThereAreNone) {
  EXPECT_EQ(sent({}), "");
  EXPECT_EQ(sent({"=b", "", ";"}), "");
}

TEST(Cookies, AreSentTogetherInOneField) {
  EXPECT_EQ(sent({"a=1", "b=2; Path=/x"}), with("Cookie: a=1; b=2"));
}

TEST(Cookies, ReplaceThoseOfTheirName) {
  EXPECT_EQ(sent({"a=1", "b=2", "a=3"}), with("Cookie: a=3; b=2"));
}

TEST(Cookies, AreTakenBackByAMaxAgeOfNothing) {
  EXPECT_EQ(sent({"a=1", "b=2", "a=; max-age=0"}), with("Cookie: b=2"));
  EXPECT_EQ(sent({"a=1", "a=; Max-Age=-1"}), "");
  EXPECT_EQ(sent({"a=1; Max-Age=10"}), with("Cookie: a=1"));
}

TEST(Cookies, AreNotKeptWhereTheyMayOnlyBeSentEncrypted) {
  EXPECT_EQ(sent({"a=1; Secure", "b=2"}), with("Cookie: b=2"));
}

TEST(Cookies, GoToNoOtherHost) {
  Cookies cookies;
  cookies.take("h", "a=1");
  cookies.take("other", "a=2");
  EXPECT_EQ(cookies.in_head(kAsked, "h"), with("Cookie: a=1"));
  EXPECT_EQ(cookies.in_head(kAsked, "other"), with("Cookie: a=2"));
  EXPECT_EQ(cookies.in_head(kAsked, "third"), "");
}

TEST(Cookies, AreBoundedInNumberAndSize) {
  Cookies cookies;
  cookies.take("h", "long=" + std::string(5000, 'x'));
  EXPECT_EQ(cookies.in_head(kAsked, "h"), "");
  for (std::size_t i = 0; i < 2 * Cookies::kMost; ++i) cookies.take("h", fmt::format("c{}=1", i));
  const std::string head = cookies.in_head(kAsked, "h");
  EXPECT_NE(head.find("c49="), std::string::npos);
  EXPECT_EQ(head.find("c50="), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::client_pool
