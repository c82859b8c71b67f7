#include "server_pool/redirects/rotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::server_pool::redirects {
namespace {

using testing::ElementsAre;

std::vector<std::size_t> next(Rotation& rotation, int turns) {
  std::vector<std::size_t> members;
  for (int i = 0; i < turns; ++i) members.push_back(rotation.next());
  return members;
}

TEST(Rotation, GoesRoundWhereAllWeighTheSame) {
  Rotation rotation({1, 1, 1});
  EXPECT_THAT(next(rotation, 6), ElementsAre(0, 1, 2, 0, 1, 2));
}

TEST(Rotation, SpreadsTheTurnsOfWhoeverHasMore) {
  Rotation rotation({2, 1, 1});
  EXPECT_THAT(next(rotation, 8), ElementsAre(0, 1, 2, 0, 0, 1, 2, 0));
}

TEST(Rotation, GivesEachExactlyItsShare) {
  Rotation rotation({3, 2, 1});
  std::vector<int> turns(3);
  for (int i = 0; i < 300; ++i) ++turns[rotation.next()];
  EXPECT_THAT(turns, ElementsAre(150, 100, 50));
}

TEST(Rotation, LeavesOutWhoIsOut) {
  Rotation rotation({1, 1, 1});
  rotation.set(1, false);
  EXPECT_THAT(next(rotation, 4), ElementsAre(0, 2, 0, 2));
}

TEST(Rotation, BeginsAnewWhenSomebodyComesBack) {
  Rotation rotation({1, 1, 1});
  rotation.set(1, false);
  next(rotation, 3);
  rotation.set(1, true);
  EXPECT_THAT(next(rotation, 3), ElementsAre(0, 1, 2));
}

TEST(Rotation, AlwaysHasTurnsForTheOnlyOne) {
  Rotation rotation({1});
  EXPECT_THAT(next(rotation, 2), ElementsAre(0, 0));
}

}  // namespace
}  // namespace gauntlet::server_pool::redirects
