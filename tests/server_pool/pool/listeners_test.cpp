#include "server_pool/pool/listeners.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <set>

#include "base/error.h"

namespace gauntlet::server_pool::pool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Listeners, AreRefusedWhenTheirAddressCannotBeHadInTime) {
  const auto never = std::make_shared<std::promise<net::Addresses>>();
  const net::Resolver resolver = [never](const std::string&) { return never->get_future().get(); };
  try {
    addresses_of("slow.example", std::chrono::milliseconds(1), resolver);
    FAIL() << "found";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), testing::StartsWith("--host: the addresses of 'slow.example'"));
  }
  never->set_value({});  // so that the look-up ends
}

// Opens what is asked for, but of ports that are taken; where the choice is its own, this one.
OpenListener all_but(std::set<std::uint16_t> taken, std::uint16_t choice = 40000) {
  return [taken = std::move(taken), choice](std::uint16_t port) -> std::optional<Listener> {
    if (port == 0) port = choice;
    if (taken.contains(port)) return std::nullopt;
    return Listener{.port = port};
  };
}

std::vector<int> ports_of(const std::vector<Listener>& listeners) {
  std::vector<int> ports;
  for (const Listener& listener : listeners) ports.push_back(listener.port);
  return ports;
}

TEST(Listeners, FollowTheFirstPort) {
  EXPECT_THAT(ports_of(open_in_a_row({7000}, 3, all_but({}))), ElementsAre(7000, 7001, 7002));
}

TEST(Listeners, FollowThePortThatTheKernelChooses) {
  EXPECT_THAT(ports_of(open_in_a_row({0}, 3, all_but({}))), ElementsAre(40000, 40001, 40002));
}

TEST(Listeners, BeginAnewWhenAPortBehindTheFirstIsTaken) {
  EXPECT_THAT(ports_of(open_in_a_row({7000, 8000}, 3, all_but({7002}))),
              ElementsAre(8000, 8001, 8002));
}

TEST(Listeners, BeginAnewWhenThePortsEnd) {
  EXPECT_THAT(ports_of(open_in_a_row({65534, 8000}, 3, all_but({}))),
              ElementsAre(8000, 8001, 8002));
}

TEST(Listeners, AreNoneWhereNoRowIsFree) {
  EXPECT_THAT(open_in_a_row({7000, 8000}, 3, all_but({7001, 8002})), testing::IsEmpty());
}

}  // namespace
}  // namespace gauntlet::server_pool::pool
