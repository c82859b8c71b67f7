#include "wire/range.h"

#include <gtest/gtest.h>

namespace gauntlet::wire {
namespace {

constexpr std::uint64_t kSize = 1000;

TEST(ResolveRange, FindsThePart) {
  const struct {
    const char* field;
    std::uint64_t first;
    std::uint64_t length;
  } cases[] = {
      {"bytes=0-99", 0, 100},
      {"bytes=0-0", 0, 1},
      {"bytes=999-999", 999, 1},
      {"bytes=100-", 100, 900},
      {"bytes=900-5000", 900, 100},
      {"bytes=-5", 995, 5},
      {"bytes=-5000", 0, 1000},
      {"Bytes= 1-2 ", 1, 2},
      {"bytes=0-99999999999999999999999", 0, 1000},
  };
  for (const auto& [field, first, length] : cases) {
    const RangeAnswer answer = resolve_range(field, kSize);
    EXPECT_EQ(answer.kind, RangeKind::kPart) << field;
    EXPECT_EQ(answer.range.first, first) << field;
    EXPECT_EQ(answer.range.length, length) << field;
  }
}

TEST(ResolveRange, IsUnsatisfiableBeyondTheEnd) {
  for (const char* field :
       {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999999-"})
    EXPECT_EQ(resolve_range(field, kSize).kind, RangeKind::kUnsatisfiable) << field;
}

TEST(ResolveRange, IsTheWholeForWhatItDoesNotUnderstand) {
  for (const char* field : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1",
                            "bytes=0-1,5-6", "bytes=1-2-3", "bytes=+1-2", "bytes=--5", "bytes=1 -2",
                            "lines=0-1", "bytes 0-1", "bytes=5-x", "bytes=0x1-2"}) {
    const RangeAnswer answer = resolve_range(field, kSize);
    EXPECT_EQ(answer.kind, RangeKind::kWhole) << field;
    EXPECT_EQ(answer.range.first, 0u) << field;
    EXPECT_EQ(answer.range.length, kSize) << field;
  }
}

TEST(ResolveRange, IsTheWholeOfAnEmptyFileFromItsBeginning) {
  for (const char* field : {"bytes=0-0", "bytes=0-", "bytes=-5"})
    EXPECT_EQ(resolve_range(field, 0).kind, RangeKind::kWhole) << field;
}

TEST(ResolveRange, IsUnsatisfiableBehindTheEndOfAnEmptyFile) {
  for (const char* field : {"bytes=1-", "bytes=5-9"})
    EXPECT_EQ(resolve_range(field, 0).kind, RangeKind::kUnsatisfiable) << field;
}

}  // namespace
}  // namespace gauntlet::wire
