#include "server_pool/packet_size.h"

#include <gtest/gtest.h>

namespace gauntlet::server_pool {
namespace {

TEST(PacketSize, IsAWholeNumberOfBytesUpToAMebibyte) {
  EXPECT_EQ(parse_packet_size("1"), 1U);
  EXPECT_EQ(parse_packet_size("1460"), 1460U);
  EXPECT_EQ(parse_packet_size("1048576"), 1048576U);
}

TEST(PacketSize, IsNothingElse) {
  for (const char* field : {"", "0", "-1", "+1", "1.5", " 1", "1 ", "64KiB", "0x10", "1048577",
                            "99999999999999999999999"})
    EXPECT_EQ(parse_packet_size(field), std::nullopt) << "'" << field << "'";
}

}  // namespace
}  // namespace gauntlet::server_pool
