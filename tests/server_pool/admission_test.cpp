#include "server_pool/admission.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace gauntlet::server_pool {
namespace {

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
  Slots slots(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(slots.try_take());
}

TEST(Slots, AdmitNoMoreThanTheLimit) {
  Slots slots(2);
  EXPECT_TRUE(slots.try_take());
  EXPECT_TRUE(slots.try_take());
  EXPECT_FALSE(slots.try_take());
}

TEST(Slots, AreFreeAgainOnceGivenBack) {
  Slots slots(1);
  ASSERT_TRUE(slots.try_take());
  slots.give_back();
  EXPECT_TRUE(slots.try_take());
}

TEST(Slots, GoToWhoeverHasWaitedLongest) {
  std::string admitted;
  Slots slots(1);
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
  Slots slots(1);
  ASSERT_TRUE(slots.try_take());
  Guest a("a", admitted);
  slots.wait(a);
  slots.give_back();
  EXPECT_FALSE(slots.try_take());
}

TEST(Slots, PassOverWhoeverGaveUpWaiting) {
  std::string admitted;
  Slots slots(1);
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

}  // namespace
}  // namespace gauntlet::server_pool
