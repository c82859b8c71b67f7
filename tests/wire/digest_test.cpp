#include "wire/digest.h"

#include <gtest/gtest.h>

namespace gauntlet::wire {
namespace {

TEST(FormatDigest, IsBigEndianBase64BetweenColons) {
  EXPECT_EQ(format_digest(0xE3069283), "crc32c=:4waSgw==:");
  EXPECT_EQ(format_digest(0), "crc32c=:AAAAAA==:");
}

TEST(ParseDigest, ReadsWhatIsWritten) {
  for (const std::uint32_t crc32c : {0u, 1u, 0x80000000u, 0xE3069283u, 0xFFFFFFFFu})
    EXPECT_EQ(parse_digest(format_digest(crc32c)), crc32c);
}

TEST(ParseDigest, FindsItsMemberAmongOthers) {
  EXPECT_EQ(parse_digest("sha-256=:AAAA:,crc32c=:4waSgw==:"), 0xE3069283);
  EXPECT_EQ(parse_digest(" crc32c=:4waSgw==: ;x=1 ,\tunixsum=:AAAA:"), std::nullopt);
  EXPECT_EQ(parse_digest(" crc32c=:4waSgw==:;x=1 ,\tunixsum=:AAAA:"), 0xE3069283);
}

TEST(ParseDigest, TakesTheLastOfSeveral) {
  EXPECT_EQ(parse_digest("crc32c=:AAAAAA==:, crc32c=:4waSgw==:"), 0xE3069283);
}

TEST(ParseDigest, FindsNothingWhereThereIsNone) {
  for (const char* field : {"", ",", "sha-256=:AAAA:", "xcrc32c=:4waSgw==:", "crc32=:4waSgw==:"}) {
    bool malformed = true;
    EXPECT_EQ(parse_digest(field, &malformed), std::nullopt) << field;
    EXPECT_FALSE(malformed) << field;
  }
}

TEST(ParseDigest, SaysWhenItsMemberCannotBeRead) {
  for (const char* field :
       {"crc32c", "crc32c=", "crc32c=1", "crc32c=::", "crc32c=:4waSgw==", "crc32c=4waSgw==:",
        "crc32c=:4waS:", "crc32c=:4waSgwAA:", "crc32c=:4waSgwA=:", "crc32c=:4wa*gw==:",
        "crc32c=:4waSgw==4waSgw==:", "crc32c=\"4waSgw==\""}) {
    bool malformed = false;
    EXPECT_EQ(parse_digest(field, &malformed), std::nullopt) << field;
    EXPECT_TRUE(malformed) << field;
  }
}

TEST(WantsCrc32c, IsTrueForAWeightAboveZero) {
  EXPECT_TRUE(wants_crc32c("crc32c=1"));
  EXPECT_TRUE(wants_crc32c("sha-256=10, crc32c=3"));
}

TEST(WantsCrc32c, IsFalseForAnythingElse) {
  for (const char* field : {"", "sha-256=1", "crc32c=0", "crc32c=-1", "crc32c", "crc32c=x",
                            "crc32c=1x", "crc32c=99999999999999"})
    EXPECT_FALSE(wants_crc32c(field)) << field;
}

}  // namespace
}  // namespace gauntlet::wire
