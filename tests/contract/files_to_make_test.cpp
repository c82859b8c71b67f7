#include "contract/files_to_make.h"

#include <gtest/gtest.h>

namespace gauntlet::contract {
namespace {

TEST(FilesToMake, AreAsManyAsTheRequestsThatAreCounted) {
  EXPECT_EQ(files_to_make({.clients = 8, .requests = 500, .volume_bytes = 1024}), 4000u);
}

TEST(FilesToMake, LastAsLongAsAFastServerWouldNeed) {
  EXPECT_EQ(files_to_make({.clients = 2, .timed_s = 0.5, .volume_bytes = 1024}), 5'002u);
}

TEST(FilesToMake, HaveALimitWhereTimeAloneEndsARun) {
  EXPECT_EQ(files_to_make({.clients = 2, .timed_s = 60, .volume_bytes = 1024}), 50'002u);
  EXPECT_EQ(files_to_make({.clients = 2, .timed_s = 60, .volume_bytes = 1 << 20}), 1026u);
}

TEST(FilesToMake, AreFewWhereTheClientsThinkLong) {
  EXPECT_EQ(files_to_make({.clients = 3, .timed_s = 10, .think_s = 1, .volume_bytes = 1}), 33u);
}

TEST(FilesToMake, AreSomeMoreThanTheRateOfAnOpenLoopAsksFor) {
  const auto files =
      files_to_make({.clients = 1, .rate = 100, .timed_s = 4, .volume_bytes = 1 << 30});
  EXPECT_EQ(files, 2u + 400 + 120);
}

TEST(FilesToMake, AreOneMoreForEachClientThatWaitsInAnOpenLoop) {
  EXPECT_EQ(files_to_make({.clients = 4, .requests = 10, .rate = 1000, .volume_bytes = 1}), 44u);
}

}  // namespace
}  // namespace gauntlet::contract
