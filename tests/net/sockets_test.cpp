#include "net/sockets.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <string>

#include "base/error.h"

namespace gauntlet::net {
namespace {

using testing::HasSubstr;

int option(const UniqueFd& socket, int level, int name) {
  int value = 0;
  socklen_t length = sizeof value;
  ::getsockopt(socket.get(), level, name, &value, &length);
  return value;
}

TEST(ListenOn, LetsTheKernelChooseAPort) {
  const UniqueFd socket = listen_on({});
  EXPECT_NE(local_port(socket.get()), 0);
}

TEST(ListenOn, GivesASocketThatListensWithoutBlockingAndIsNotInherited) {
  const UniqueFd socket = listen_on({});
  EXPECT_EQ(option(socket, SOL_SOCKET, SO_ACCEPTCONN), 1);
  EXPECT_NE(::fcntl(socket.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(::fcntl(socket.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(ListenOn, NamesHostAndPortThatAreTaken) {
  const UniqueFd first = listen_on({});
  const std::uint16_t port = local_port(first.get());
  try {
    listen_on({.port = port});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "cannot listen on 127.0.0.1 port " + std::to_string(port) +
                                             ": Address already in use");
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

TEST(ListenOn, NamesAnAddressThatIsNotOurs) {
  try {
    listen_on({.host = "192.0.2.1", .port = 7000});  // set aside for documentation (RFC 5737)
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot listen on 192.0.2.1 port 7000: "));
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

asio::ip::address address(const char* text) { return *parse_address(text); }

TEST(ListenOn, TakesTheFirstOfItsAddressesThatThisMachineHas) {
  const UniqueFd socket =
      listen_on({}, {address("192.0.2.1"), address("127.0.0.2"), address("127.0.0.1")});
  EXPECT_EQ(local_endpoint(socket.get()).address(), address("127.0.0.2"));
}

TEST(ListenOn, LooksForATakenPortAtNoOtherAddress) {
  const UniqueFd first = listen_on({});
  const std::uint16_t port = local_port(first.get());
  EXPECT_THROW(listen_on({.port = port}, {address("127.0.0.1"), address("127.0.0.2")}), Error);
}

TEST(ListenOn, SharesAPortWhenAsked) {
  const UniqueFd first = listen_on({.reuse_port = true});
  const std::uint16_t port = local_port(first.get());
  const UniqueFd second = listen_on({.port = port, .reuse_port = true});
  EXPECT_EQ(local_port(second.get()), port);
}

TEST(LocalPort, NeedsASocket) { EXPECT_THROW(local_port(-1), Error); }

TEST(SetCongestion, SetsWhatTheKernelOffers) {
  const UniqueFd socket = listen_on({.congestion = "reno"});  // in every kernel
  std::array<char, 16> name{};
  socklen_t length = name.size();
  ::getsockopt(socket.get(), IPPROTO_TCP, TCP_CONGESTION, name.data(), &length);
  EXPECT_STREQ(name.data(), "reno");
}

TEST(SetCongestion, NamesWhatTheKernelOffersWhenItDoesNotKnowOne) {
  try {
    listen_on({.congestion = "warp"});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("congestion control 'warp' cannot be used"));
    EXPECT_THAT(error.what(), HasSubstr("reno"));
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
  }
}

TEST(SendAtOnce, SwitchesNagleOff) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
  send_at_once(socket.get());
  EXPECT_NE(option(socket, IPPROTO_TCP, TCP_NODELAY), 0);
}

}  // namespace
}  // namespace gauntlet::net
