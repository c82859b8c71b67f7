#include "base/page_buffer.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace gauntlet {
namespace {

TEST(PageBufferTest, BeginsWithAPage) {
  const PageBuffer first(64 * 1024);
  const PageBuffer second(256 * 1024);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first.data()) % 4096, 0u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second.data()) % 4096, 0u);
}

}  // namespace
}  // namespace gauntlet
