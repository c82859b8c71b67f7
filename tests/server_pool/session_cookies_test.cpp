#include "server_pool/session_cookies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace gauntlet::server_pool {
namespace {

using testing::MatchesRegex;

const std::string kId = "0123456789abcdef0123456789abcdef";

TEST(SessionOf, IsTheIdAmongOtherCookies) {
  EXPECT_EQ(session_of("gauntlet_session=" + kId), kId);
  EXPECT_EQ(session_of("a=b; gauntlet_session=" + kId + "; c=d"), kId);
  EXPECT_EQ(session_of("a=b;gauntlet_session=" + kId), kId);
  EXPECT_EQ(session_of("gauntlet_session=x; gauntlet_session=" + kId), kId);
}

TEST(SessionOf, IsNoneOfAnotherForm) {
  const std::vector<std::string> others{"",
                                        "gauntlet_session=" + kId.substr(1),
                                        "gauntlet_session=" + kId + "0",
                                        "gauntlet_session=0123456789ABCDEF0123456789ABCDEF",
                                        "gauntlet_session=g" + kId.substr(1),
                                        "other=" + kId,
                                        "my_gauntlet_session=" + kId,
                                        "gauntlet_session",
                                        ";;=;"};
  for (const std::string& cookies : others) EXPECT_EQ(session_of(cookies), "") << cookies;
}

class SessionCookiesTest : public testing::Test {
 protected:
  std::uint64_t counted() const { return counters[0].unique_sessions.get(); }

  Counters counters{1};
  SessionCookies sessions{counters.sessions(), counters[0]};
};

TEST_F(SessionCookiesTest, GiveEachNewVisitorAnIdOfItsOwn) {
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const std::string id = sessions.visit("");
    EXPECT_THAT(id, MatchesRegex("[0-9a-f]{32}"));
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 100u);
  EXPECT_EQ(counted(), 100u);
}

TEST_F(SessionCookiesTest, KnowAVisitorAgain) {
  const std::string cookie = "gauntlet_session=" + sessions.visit("");
  EXPECT_EQ(sessions.visit(cookie), "");
  EXPECT_EQ(sessions.visit(cookie), "");
  EXPECT_EQ(counted(), 1u);
}

TEST_F(SessionCookiesTest, CountASessionThatAnotherServerHasGivenOnce) {
  EXPECT_EQ(sessions.visit("gauntlet_session=" + kId), "");
  EXPECT_EQ(sessions.visit("gauntlet_session=" + kId), "");
  EXPECT_EQ(counted(), 1u);
}

TEST_F(SessionCookiesTest, AreKnownToAllWorkers) {
  SessionCookies other(counters.sessions(), counters[0]);
  const std::string cookie = "gauntlet_session=" + sessions.visit("");
  other.visit(cookie);
  EXPECT_EQ(counted(), 1u);
}

TEST(KnownSessions, TellWhatIsNew) {
  KnownSessions known;
  EXPECT_EQ(known.put(7), KnownSessions::Put::kNew);
  EXPECT_EQ(known.put(7), KnownSessions::Put::kKnown);
  EXPECT_EQ(known.put(7 + KnownSessions::kSlots), KnownSessions::Put::kNew);
  EXPECT_EQ(known.put(0), KnownSessions::Put::kNew);
  EXPECT_EQ(known.put(0), KnownSessions::Put::kKnown);
}

TEST(KnownSessions, AreBounded) {
  KnownSessions known;
  std::uint64_t key = 1;
  std::size_t first_without_room = 0;
  for (std::size_t i = 0; i < 2 * KnownSessions::kSlots; ++i) {
    key = key * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    const KnownSessions::Put put = known.put(key ^ (key >> 32U));
    if (put == KnownSessions::Put::kNoRoom && first_without_room == 0) first_without_room = i;
  }
  EXPECT_GT(first_without_room, KnownSessions::kSlots / 2);
  EXPECT_LE(first_without_room, KnownSessions::kSlots);
}

}  // namespace
}  // namespace gauntlet::server_pool
