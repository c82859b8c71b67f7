#include "orchestrator/dashboard/access.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::dashboard {
namespace {

const AccessRules kHere{.bind = "127.0.0.1"};
const AccessRules kBeyond{.bind = "files.example", .token = "secret"};

TEST(Access, IsByAddressOrLocalhost) {
  for (const char* host :
       {"127.0.0.1:5000", "localhost:5000", "LocalHost", "[::1]:5000", "10.0.0.1"})
    EXPECT_FALSE(check_reading(kHere, {.host = host})) << host;
}

TEST(Access, IsRefusedByANameThatSomebodyElseHasLeadHere) {
  for (const char* host :
       {"evil.example:5000", "127.0.0.1.evil.example", "", "localhost.evil", "a b"})
    EXPECT_EQ(check_reading(kHere, {.host = host}).value_or(Denial{.status = 0}).status, 403)
        << host;
}

TEST(Access, IsByTheNameThatWasBound) {
  EXPECT_FALSE(check_reading(kBeyond, {.host = "files.example:5000"}));
  EXPECT_TRUE(check_reading(kHere, {.host = "files.example:5000"}));
}

TEST(Access, ToChangeSomethingIsForThePageItself) {
  EXPECT_FALSE(
      check_changing(kHere, {.host = "127.0.0.1:5000", .origin = "http://127.0.0.1:5000"}));
  EXPECT_FALSE(check_changing(kHere, {.host = "127.0.0.1:5000"})) << "no browser";
}

TEST(Access, ToChangeSomethingIsNotForPagesOfOthers) {
  for (const char* origin : {"http://evil.example", "http://127.0.0.1:5001", "null",
                             "https://127.0.0.1:5000", "http://127.0.0.1:5000.evil"})
    EXPECT_TRUE(check_changing(kHere, {.host = "127.0.0.1:5000", .origin = origin})) << origin;
}

TEST(Access, ToChangeSomethingNeedsTheTokenWhereThereIsOne) {
  const auto asks = [](std::string_view authorization) {
    return check_changing(kBeyond, {.host = "files.example", .authorization = authorization});
  };
  EXPECT_FALSE(asks("Bearer secret"));
  for (const char* said : {"", "Bearer ", "Bearer secreT", "Bearer secret1", "secret"})
    EXPECT_EQ(asks(said).value_or(Denial{.status = 0}).status, 401) << said;
}

TEST(Access, TokensAreLongAndNeverTheSame) {
  EXPECT_EQ(make_token().size(), 32u);
  EXPECT_NE(make_token(), make_token());
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
