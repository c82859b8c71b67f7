#include "server_pool/store/lru.h"

#include <gtest/gtest.h>

namespace gauntlet::server_pool::store {
namespace {

class LruTest : public testing::Test {
 protected:
  LruTest() {
    lru.put("a", 1);
    lru.put("b", 2);
  }

  Lru<int> lru{2};
};

TEST_F(LruTest, FindsByName) {
  EXPECT_EQ(*lru.find("a"), 1);
  EXPECT_EQ(lru.find("c"), nullptr);
}

TEST_F(LruTest, ForgetsWhatWasAskedForLongestAgo) {
  lru.find("a");
  lru.put("c", 3);
  EXPECT_NE(lru.find("a"), nullptr);
  EXPECT_EQ(lru.find("b"), nullptr);
}

TEST_F(LruTest, ReplacesWhatHadTheName) {
  lru.put("a", 3);
  EXPECT_EQ(*lru.find("a"), 3);
  EXPECT_EQ(lru.size(), 2u);
}

TEST_F(LruTest, KnowsAndErasesWhatWasAskedForLongestAgo) {
  lru.find("a");
  EXPECT_EQ(*lru.last(), 2);
  lru.erase_last();
  EXPECT_EQ(*lru.last(), 1);
  lru.erase_last();
  EXPECT_EQ(lru.last(), nullptr);
}

TEST_F(LruTest, ErasesWhatFits) {
  lru.erase_if([](int value) { return value == 2; });
  EXPECT_NE(lru.find("a"), nullptr);
  EXPECT_EQ(lru.find("b"), nullptr);
}

TEST_F(LruTest, ErasesANameThatLiesInItself) {
  lru.erase("a");
  lru.erase("a");
  lru.clear();
  EXPECT_EQ(lru.size(), 0u);
}

}  // namespace
}  // namespace gauntlet::server_pool::store
