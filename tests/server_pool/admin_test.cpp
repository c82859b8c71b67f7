#include "server_pool/operations/admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::server_pool::operations {
namespace {

using testing::HasSubstr;

constexpr bool kFromHere = true;
constexpr bool kFromElsewhere = false;

std::string why_not(const wire::Request& request, bool from_here = kFromHere) {
  ServerOptions options;
  options.host = "files.example";
  options.admin_token = "secret";
  return why_no_admin(request, from_here, options);
}

TEST(Admin, IsWhoAsksFromThisMachine) {
  EXPECT_EQ(why_not({.host = "127.0.0.1:9000"}), "");
  EXPECT_THAT(why_not({.host = "10.0.0.1:9000"}, kFromElsewhere), HasSubstr("--admin-token"));
}

TEST(Admin, IsWhoHasTheToken) {
  const auto with = [](std::string_view authorization) {
    return why_not({.host = "10.0.0.1", .authorization = authorization}, kFromElsewhere);
  };
  EXPECT_EQ(with("Bearer secret"), "");
  EXPECT_EQ(with("bearer secret"), "");
  for (const char* wrong : {"", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets",
                            "Bearer Secret", "Basic secret", "Bearer  secret"})
    EXPECT_THAT(with(wrong), HasSubstr("--admin-token")) << wrong;
}

TEST(Admin, IsNobodyByAnEmptyToken) {
  const wire::Request request{.host = "10.0.0.1", .authorization = "Bearer "};
  EXPECT_NE(why_no_admin(request, kFromElsewhere, ServerOptions{}), "");
}

TEST(Admin, IsNoPageOfAnotherSite) {
  const auto from = [](std::string_view origin) {
    return why_not({.host = "localhost:9000", .origin = origin});
  };
  EXPECT_EQ(from("http://localhost:9000"), "");
  EXPECT_EQ(from("http://LOCALHOST:9000"), "");
  for (const char* other : {"http://evil.example", "http://localhost", "http://localhost:90001",
                            "http://evil.example:9000", "null", "localhost:9000"})
    EXPECT_THAT(from(other), HasSubstr("another site")) << other;
}

TEST(Admin, AsksByNoNameThatOthersCouldHaveTurnedToThisMachine) {
  for (const char* own : {"127.0.0.1", "[::1]:9000", "192.168.1.7:80", "localhost", "LocalHost:1",
                          "files.example", "Files.Example:9000"})
    EXPECT_EQ(why_not({.host = own}), "") << own;
  for (const char* other :
       {"evil.example", "evil.example:9000", "localhost.evil.example", "1.2.3", "0x7f.1", ""})
    EXPECT_THAT(why_not({.host = other}), HasSubstr("localhost")) << other;
}

TEST(Admin, CannotBeRebornAsItsOwnOriginByATurnedName) {
  EXPECT_NE(why_not({.host = "evil.example:9000", .origin = "http://evil.example:9000"}), "");
}

}  // namespace
}  // namespace gauntlet::server_pool::operations
