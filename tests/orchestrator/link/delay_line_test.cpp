#include "orchestrator/link/delay_line.h"

#include <gtest/gtest.h>

#include <string>

namespace gauntlet::orchestrator::link {
namespace {

using namespace std::chrono_literals;

const DelayLine::Time kBegin{};

void put(DelayLine& line, const std::string& text, Duration after) {
  line.put(std::as_bytes(std::span(text)), kBegin + after);
}

std::string front_of(const DelayLine& line) {
  return {reinterpret_cast<const char*>(line.front().data()), line.front().size()};
}

TEST(DelayLine, HoldsEachPacketForTheDelayAndKeepsTheirOrder) {
  DelayLine line(20ms, 100);
  EXPECT_FALSE(line.next());
  put(line, "first", 0ms);
  put(line, "second", 3ms);
  EXPECT_EQ(line.next(), kBegin + 20ms);
  EXPECT_EQ(front_of(line), "first");
  line.pop();
  EXPECT_EQ(line.next(), kBegin + 23ms);
  EXPECT_EQ(front_of(line), "second");
  line.pop();
  EXPECT_FALSE(line.next());
}

TEST(DelayLine, LosesAPacketForWhichThereIsNoRoom) {
  DelayLine line(20ms, 10);
  put(line, "12345", 0ms);
  put(line, "123456", 0ms);
  put(line, "67890", 0ms);
  line.pop();
  EXPECT_EQ(front_of(line), "67890");
  line.pop();
  EXPECT_FALSE(line.next());
}

TEST(DelayLine, HasRoomAgainWhenAPacketHasArrived) {
  DelayLine line(20ms, 5);
  put(line, "12345", 0ms);
  line.pop();
  put(line, "67890", 30ms);
  EXPECT_EQ(line.next(), kBegin + 50ms);
}

}  // namespace
}  // namespace gauntlet::orchestrator::link
