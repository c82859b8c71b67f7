#include "server_pool/slots.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace gauntlet::server_pool {
namespace {

using namespace std::chrono_literals;

// A clock that the tests set.
SteadyTime clock_time{};
SteadyTime told_now() { return clock_time; }

// Notes its name when it is admitted.
class Guest final : public Waiter {
 public:
  Guest(std::string name, std::string& admitted) : name_(std::move(name)), admitted_(admitted) {}

 private:
  void admitted() override { admitted_ += name_; }

  std::string name_;
  std::string& admitted_;
};

TEST(Slots, AdmitEverybodyWithoutALimit) {
  WorkerCounters counters;
  Slots slots(0, counters);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(slots.try_take());
}

TEST(Slots, AdmitNoMoreThanTheLimit) {
  WorkerCounters counters;
  Slots slots(2, counters);
  EXPECT_TRUE(slots.try_take());
  EXPECT_TRUE(slots.try_take());
  EXPECT_FALSE(slots.try_take());
}

TEST(Slots, AreFreeAgainOnceGivenBack) {
  WorkerCounters counters;
  Slots slots(1, counters);
  ASSERT_TRUE(slots.try_take());
  slots.give_back();
  EXPECT_TRUE(slots.try_take());
}

TEST(Slots, SayHowManyWait) {
  std::string admitted;
  WorkerCounters counters;
  Slots slots(1, counters);
  ASSERT_TRUE(slots.try_take());
  Guest a("a", admitted);
  slots.wait(a);
  {
    Guest b("b", admitted);
    slots.wait(b);
    EXPECT_EQ(counters.waiting.get(), 2u);
  }
  EXPECT_EQ(counters.waiting.get(), 1u);
  slots.give_back();
  EXPECT_EQ(counters.waiting.get(), 0u);
}

TEST(Slots, GoToWhoeverHasWaitedLongest) {
  std::string admitted;
  WorkerCounters counters;
  Slots slots(1, counters);
  ASSERT_TRUE(slots.try_take());
  Guest a("a", admitted);
  Guest b("b", admitted);
  slots.wait(a);
  slots.wait(b);
  slots.give_back();
  EXPECT_EQ(admitted, "a");
  slots.give_back();
  EXPECT_EQ(admitted, "ab");
}

TEST(Slots, CannotBeTakenByOvertaking) {
  std::string admitted;
  WorkerCounters counters;
  Slots slots(1, counters);
  ASSERT_TRUE(slots.try_take());
  Guest a("a", admitted);
  slots.wait(a);
  slots.give_back();
  EXPECT_FALSE(slots.try_take());
}

TEST(Slots, PassOverWhoeverGaveUpWaiting) {
  std::string admitted;
  WorkerCounters counters;
  Slots slots(1, counters);
  ASSERT_TRUE(slots.try_take());
  Guest a("a", admitted);
  auto b = std::make_unique<Guest>("b", admitted);
  Guest c("c", admitted);
  slots.wait(a);
  slots.wait(*b);
  slots.wait(c);
  b.reset();
  slots.give_back();
  slots.give_back();
  EXPECT_EQ(admitted, "ac");
}

// What is counted, with a clock of the test's own.
class SlotCounters : public testing::Test {
 protected:
  std::string admitted;
  WorkerCounters counters;
  Slots slots{2, counters, told_now};
};

TEST_F(SlotCounters, AddUpTheTimesForWhichSlotsAreHeld) {
  slots.try_take();
  clock_time += 3s;
  slots.try_take();
  clock_time += 1s;
  slots.give_back();
  clock_time += 10s;
  slots.give_back();
  clock_time += 100s;
  slots.try_take();
  EXPECT_EQ(counters.slot_ns.get_seconds(), 3 + 2 * 1 + 10);
  EXPECT_EQ(counters.slots_taken.get(), 3u);
}

TEST_F(SlotCounters, CountASlotThatIsHandedOnAsTakenAgain) {
  slots.try_take();
  slots.try_take();
  Guest guest("a", admitted);
  slots.wait(guest);
  clock_time += 1s;
  slots.give_back();
  clock_time += 1s;
  slots.give_back();
  slots.give_back();
  EXPECT_EQ(counters.slot_ns.get_seconds(), 2 * 1 + 2 * 1);
  EXPECT_EQ(counters.slots_taken.get(), 3u);
}

TEST_F(SlotCounters, AddUpTheTimesForWhichRequestsWait) {
  slots.try_take();
  slots.try_take();
  clock_time += 1s;
  Guest a("a", admitted);
  slots.wait(a);
  clock_time += 1s;
  Guest b("b", admitted);
  slots.wait(b);
  clock_time += 1s;
  slots.give_back();
  slots.give_back();
  clock_time += 100s;
  slots.give_back();
  EXPECT_EQ(counters.queued.get(), 2u);
  EXPECT_EQ(counters.queue_ns.get_seconds(), 2 + 1);
  EXPECT_EQ(counters.full_ns.get_seconds(), 2);
}

TEST_F(SlotCounters, CountTheWaitOfWhoeverGivesUp) {
  slots.try_take();
  slots.try_take();
  auto guest = std::make_unique<Guest>("a", admitted);
  slots.wait(*guest);
  clock_time += 1s;
  guest.reset();
  clock_time += 1s;
  slots.give_back();
  EXPECT_EQ(counters.queue_ns.get_seconds(), 1);
  EXPECT_EQ(counters.full_ns.get_seconds(), 1);
}

TEST_F(SlotCounters, FindNothingFullWhenNobodyWaits) {
  slots.try_take();
  slots.try_take();
  clock_time += 1s;
  slots.give_back();
  EXPECT_EQ(counters.full_ns.get(), 0u);
}

TEST_F(SlotCounters, TellWhenASlotWasGranted) {
  clock_time += 1s;
  slots.try_take();
  const SteadyTime granted = clock_time;
  clock_time += 1s;
  EXPECT_EQ(slots.changed(), granted);
}

}  // namespace
}  // namespace gauntlet::server_pool
