#include "server_pool/pool/port_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::server_pool::pool {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FirstPorts, AreThoseFromWhichARowLiesOutsideOfTheKernelsRange) {
  EXPECT_THAT(first_ports("10004\t65530\n", 3), ElementsAre(10000, 10001, 65531, 65532, 65533));
}

TEST(FirstPorts, AreNoneWhereTheKernelsRangeLeavesTooFew) {
  EXPECT_THAT(first_ports("1024\t65535\n", 1), IsEmpty());
  EXPECT_THAT(first_ports("10002\t65534\n", 3), IsEmpty());
}

TEST(FirstPorts, AreNoneWhereTheRangeIsNotKnown) { EXPECT_THAT(first_ports("", 1), IsEmpty()); }

TEST(FirstPorts, ToTryAreNeverTooFewToBegin) {
  EXPECT_FALSE(first_ports_to_try(1).empty());
  EXPECT_FALSE(first_ports_to_try(60000).empty());
}

}  // namespace
}  // namespace gauntlet::server_pool::pool
