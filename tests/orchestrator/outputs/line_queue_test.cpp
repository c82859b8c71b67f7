#include "orchestrator/outputs/line_queue.h"

#include <gtest/gtest.h>

namespace gauntlet::orchestrator::outputs {
namespace {

TEST(LineQueue, GivesItsLinesInTheirOrder) {
  LineQueue queue(100);
  queue.push("one");
  queue.push("two");
  EXPECT_EQ(queue.take(), "one\ntwo\n");
  EXPECT_TRUE(queue.empty());
}

TEST(LineQueue, TakesWhatJustFits) {
  LineQueue queue(8);
  queue.push("one");
  queue.push("two");
  EXPECT_EQ(queue.dropped(), 0u);
}

TEST(LineQueue, DropsAndCountsWhatDoesNotFit) {
  LineQueue queue(8);
  for (const char* line : {"one", "three", "six", "ten"}) queue.push(line);
  EXPECT_EQ(queue.dropped(), 2u);
  EXPECT_EQ(queue.take(), "one\nsix\n");
}

TEST(LineQueue, HasRoomAgainWhenItsLinesAreTaken) {
  LineQueue queue(4);
  queue.push("one");
  queue.take();
  queue.push("two");
  EXPECT_EQ(queue.take(), "two\n");
  EXPECT_EQ(queue.dropped(), 0u);
}

TEST(LineQueue, TakesALastLineInAnyCase) {
  LineQueue queue(4);
  queue.push("one");
  queue.push_always("the last one");
  EXPECT_EQ(queue.take(), "one\nthe last one\n");
}

}  // namespace
}  // namespace gauntlet::orchestrator::outputs
