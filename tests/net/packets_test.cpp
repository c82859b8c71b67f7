#include "net/packets.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "tests/temporary_folder.h"

namespace gauntlet::net {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

// Packets of a size, and a socket of which every read gives just one write.
struct Wire {
  explicit Wire(std::size_t size) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    here.reset(ends[0]);
    there.reset(ends[1]);
    packets.set_size(size);
  }

  ssize_t send(std::string_view head, std::string_view body, bool more) {
    return packets.send(here.get(), head, body, more);
  }

  // What has been written since, write by write.
  std::vector<std::string> writes() const {
    std::vector<std::string> all;
    std::vector<char> buffer(1 << 20);
    for (;;) {
      const ssize_t n = ::recv(there.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (n < 0) return all;
      all.emplace_back(buffer.data(), static_cast<std::size_t>(n));
    }
  }

  UniqueFd here{};
  UniqueFd there{};
  Packets packets{};
};

TEST(Packets, HaveTheirSizeButTheLastOfAMessage) {
  Wire wire(4);
  EXPECT_EQ(wire.send("abc", "defghij", false), 10);
  EXPECT_THAT(wire.writes(), ElementsAre("abcd", "efgh", "ij"));
}

TEST(Packets, BeginAnewWithEachMessage) {
  Wire wire(4);
  wire.send("abcdef", "", false);
  wire.send("ghijkl", "", false);
  EXPECT_THAT(wire.writes(), ElementsAre("abcd", "ef", "ghij", "kl"));
}

TEST(Packets, WaitUntilTheyAreFullWhereTheMessageGoesOn) {
  Wire wire(4);
  EXPECT_EQ(wire.send("abcdef", "", true), 6);
  EXPECT_THAT(wire.writes(), ElementsAre("abcd"));
  EXPECT_EQ(wire.send("g", "hij", false), 4);
  EXPECT_THAT(wire.writes(), ElementsAre("efgh", "ij"));
}

TEST(Packets, LeaveWhenNothingFollowsAfterAll) {
  Wire wire(4);
  wire.send("ab", "", true);
  EXPECT_TRUE(wire.packets.holds());
  EXPECT_EQ(wire.send("", "", false), 0);
  EXPECT_FALSE(wire.packets.holds());
  EXPECT_THAT(wire.writes(), ElementsAre("ab"));
}

TEST(Packets, OfOtherConnectionsAreForgotten) {
  Wire wire(4);
  wire.send("ab", "", true);
  wire.packets.restart();
  wire.send("cdefg", "", false);
  EXPECT_THAT(wire.writes(), ElementsAre("cdef", "g"));
}

TEST(Packets, AreNotHeldWhereNoSegmentIsSoLarge) {
  Wire wire(1 << 20);
  const std::string text(100'000, 'x');
  EXPECT_EQ(wire.send(text, "", true), 100'000);
  EXPECT_FALSE(wire.packets.holds());
}

// A file that begins with what is to be left out.
struct File {
  explicit File(const std::string& content) {
    folder.write("file", "-" + content);
    fd.reset(::open((folder / "file").c_str(), O_RDONLY | O_CLOEXEC));
  }
  TemporaryFolder folder{};
  UniqueFd fd{};
  off_t at = 1;
};

TEST(Packets, GoOnFromAHeadIntoAFile) {
  Wire wire(4);
  File file("cdefghij");
  wire.send("ab", "", true);
  EXPECT_EQ(wire.packets.send_file(wire.here.get(), file.fd.get(), file.at, 7, false), 7);
  EXPECT_EQ(file.at, 8);
  EXPECT_THAT(wire.writes(), ElementsAre("abcd", "efgh", "i"));
}

TEST(Packets, OfAFileHaveTheirSizeHoweverItIsReadAndTaken) {
  Wire wire(1000);
  File file(std::string(1'000'001, 'x'));
  std::vector<std::string> writes;
  while (file.at < 1'000'002) {
    const auto left = static_cast<std::size_t>(1'000'002 - file.at);
    ASSERT_GT(wire.packets.send_file(wire.here.get(), file.fd.get(), file.at, left, false), 0);
    for (std::string& write : wire.writes()) writes.push_back(std::move(write));
  }
  ASSERT_EQ(writes.size(), 1001U);
  EXPECT_EQ(writes.back().size(), 1U);
  writes.pop_back();
  EXPECT_THAT(writes, Each(SizeIs(1000)));
}

TEST(Packets, SayThatAFileHasEnded) {
  Wire wire(4);
  File file("");
  EXPECT_EQ(wire.packets.send_file(wire.here.get(), file.fd.get(), file.at, 7, false), 0);
}

TEST(Packets, AreTakenAsFarAsTheSocketHasRoom) {
  Wire wire(1000);
  const std::string text(10'000'000, 'x');
  const ssize_t taken = wire.send(text, "", false);
  ASSERT_GT(taken, 0);
  ASSERT_LT(taken, 10'000'000);
  EXPECT_EQ(wire.send(text, "", false), -1);
  EXPECT_EQ(errno, EAGAIN);
  EXPECT_EQ(wire.writes().size() * 1000, static_cast<std::size_t>(taken));
}

TEST(Packets, StayHeldWhileTheSocketHasNoRoom) {
  Wire wire(1000);
  const std::string text(10'000'000, 'x');
  wire.send(text, "", false);
  EXPECT_EQ(wire.send("ab", "", true), 2);
  EXPECT_EQ(wire.send("", "", false), -1);
  wire.writes();
  EXPECT_EQ(wire.send("", "", false), 0);
  EXPECT_THAT(wire.writes(), ElementsAre("ab"));
}

TEST(Packets, LetOthersHaveATurnSoonerWhenTheyAreSmall) {
  EXPECT_EQ(Wire(1).packets.turn(1 << 22), 1024U);
  EXPECT_EQ(Wire(1 << 16).packets.turn(1 << 22), 1U << 22);
}

TEST(Packets, AreOffUntilTheyHaveASize) {
  EXPECT_FALSE(Packets().on());
  Wire wire(4);
  EXPECT_TRUE(wire.packets.on());
  wire.packets.set_size(0);
  EXPECT_FALSE(wire.packets.on());
}

}  // namespace
}  // namespace gauntlet::net
