#include "wire/own_site.h"

#include <gtest/gtest.h>

namespace gauntlet::wire {
namespace {

TEST(OwnSite, IsNamedByAnAddressLocalhostOrItsOwnName) {
  for (const char* host : {"127.0.0.1:5000", "10.0.0.1", "[::1]:5000", "localhost:1", "LocalHost",
                           "files.example:5000"})
    EXPECT_TRUE(is_own_host(host, "files.example")) << host;
}

TEST(OwnSite, IsNotNamedByWhatAnotherSiteMayLeadHere) {
  for (const char* host : {"evil.example:5000", "127.0.0.1.evil.example", "localhost.evil", "",
                           "a b", "::1", "[127.0.0.1]", "1"})
    EXPECT_FALSE(is_own_host(host, "files.example")) << host;
  EXPECT_FALSE(is_own_host("", ""));
}

TEST(OwnSite, HasPagesOfTheSameHostAndPort) {
  EXPECT_TRUE(is_own_origin("", "h:1")) << "no browser";
  EXPECT_TRUE(is_own_origin("http://h:1", "h:1"));
  EXPECT_TRUE(is_own_origin("HTTP://H:1", "h:1"));
  for (const char* origin :
       {"http://h:2", "https://h:1", "http://h:1.evil", "null", "http://", "h:1"})
    EXPECT_FALSE(is_own_origin(origin, "h:1")) << origin;
}

TEST(OwnSite, KnowsItsToken) {
  EXPECT_TRUE(has_token("Bearer secret", "secret"));
  EXPECT_TRUE(has_token("bearer secret", "secret"));
  for (const char* said : {"", "Bearer", "Bearer ", "Bearer secreT", "Bearer secret1", "Bearer s",
                           "secret", "Basic secret"})
    EXPECT_FALSE(has_token(said, "secret")) << said;
  EXPECT_FALSE(has_token("Bearer ", ""));
}

}  // namespace
}  // namespace gauntlet::wire
