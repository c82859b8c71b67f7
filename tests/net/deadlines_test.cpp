#include "net/deadlines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gauntlet::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const SteadyTime kStart{};

class Entry : public Deadline {
 public:
  Entry(std::string name, std::vector<std::string>& log) : name_(std::move(name)), log_(log) {}

  std::function<void()> then = [] {};

 private:
  void expired(const Deadlines&) override {
    log_.push_back(name_);
    std::exchange(then, [] {})();  // may destroy this
  }

  std::string name_;
  std::vector<std::string>& log_;
};

class DeadlinesTest : public testing::Test {
 protected:
  std::vector<std::string> log{};
  Deadlines list{10s};
  Entry a{"a", log};
  Entry b{"b", log};
  Entry c{"c", log};
};

TEST_F(DeadlinesTest, ExpireOnceTheAllowanceHasPassed) {
  list.arm(a, kStart);
  list.expire(kStart + 10s - 1ns);
  EXPECT_THAT(log, IsEmpty());
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("a"));
}

TEST_F(DeadlinesTest, ExpireOnlyOnce) {
  list.arm(a, kStart);
  list.expire(kStart + 10s);
  list.expire(kStart + 20s);
  EXPECT_THAT(log, ElementsAre("a"));
}

TEST_F(DeadlinesTest, ExpireInTheOrderInWhichTheyWereArmed) {
  list.arm(b, kStart);
  list.arm(a, kStart + 1s);
  list.arm(c, kStart + 2s);
  list.expire(kStart + 12s);
  EXPECT_THAT(log, ElementsAre("b", "a", "c"));
}

TEST_F(DeadlinesTest, LeaveWhatIsNotDue) {
  list.arm(a, kStart);
  list.arm(b, kStart + 5s);
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("a"));
  EXPECT_TRUE(b.armed());
  EXPECT_EQ(list.size(), 1u);
}

TEST_F(DeadlinesTest, PutOffWhatIsArmedAgain) {
  list.arm(a, kStart);
  list.arm(b, kStart);
  list.arm(a, kStart + 5s);
  EXPECT_EQ(list.size(), 2u);
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("b"));
  list.expire(kStart + 15s);
  EXPECT_THAT(log, ElementsAre("b", "a"));
}

TEST_F(DeadlinesTest, MoveAnEntryFromAnotherList) {
  Deadlines other{1s};
  list.arm(a, kStart);
  other.arm(a, kStart);
  EXPECT_EQ(list.size(), 0u);
  EXPECT_EQ(other.size(), 1u);
  other.expire(kStart + 1s);
  EXPECT_THAT(log, ElementsAre("a"));
}

TEST_F(DeadlinesTest, ForgetWhatIsDisarmed) {
  list.arm(a, kStart);
  list.arm(b, kStart);
  list.arm(c, kStart);
  b.disarm();
  EXPECT_FALSE(b.armed());
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("a", "c"));
}

TEST_F(DeadlinesTest, ForgetWhatIsDestroyed) {
  list.arm(a, kStart);
  auto passing = std::make_unique<Entry>("passing", log);
  list.arm(*passing, kStart);
  passing.reset();
  EXPECT_EQ(list.size(), 1u);
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("a"));
}

TEST_F(DeadlinesTest, LetAnEntryDestroyItselfWhenItExpires) {
  auto passing = std::make_unique<Entry>("passing", log);
  passing->then = [&] { passing.reset(); };
  list.arm(*passing, kStart);
  list.arm(a, kStart);
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("passing", "a"));
}

TEST_F(DeadlinesTest, LetAnEntryDestroyTheNextWhenItExpires) {
  auto next = std::make_unique<Entry>("next", log);
  a.then = [&] { next.reset(); };
  list.arm(a, kStart);
  list.arm(*next, kStart);
  list.arm(b, kStart);
  list.expire(kStart + 10s);
  EXPECT_THAT(log, ElementsAre("a", "b"));
}

TEST_F(DeadlinesTest, CallAnEntryDisarmed) {
  bool armed = true;
  a.then = [&] { armed = a.armed(); };
  list.arm(a, kStart);
  list.expire(kStart + 10s);
  EXPECT_FALSE(armed);
}

TEST_F(DeadlinesTest, ExpireAllWhetherDueOrNot) {
  list.arm(a, kStart);
  list.arm(b, kStart + 5s);
  list.expire_all();
  EXPECT_THAT(log, ElementsAre("a", "b"));
  EXPECT_EQ(list.size(), 0u);
}

TEST_F(DeadlinesTest, ExpireAllCallsOnceWhatArmsItselfAgain) {
  a.then = [&] { list.arm(a, kStart); };
  list.arm(a, kStart);
  list.arm(b, kStart);
  list.expire_all();
  EXPECT_THAT(log, ElementsAre("a", "b"));
  EXPECT_TRUE(a.armed());
}

TEST_F(DeadlinesTest, LetGoOfTheirEntriesWhenDestroyed) {
  {
    Deadlines passing{1s};
    passing.arm(a, kStart);
  }
  EXPECT_FALSE(a.armed());
}

}  // namespace
}  // namespace gauntlet::net
