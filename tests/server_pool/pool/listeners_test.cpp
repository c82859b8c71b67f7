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

// Opens what is asked for, but of ports that are taken, and chooses these in turn.
struct FakeKernel {
  std::vector<std::uint16_t> chooses{};
  std::set<std::uint16_t> taken{};
  std::size_t chosen = 0;

  OpenListener opener() {
    return [this](std::uint16_t port) -> std::optional<Listener> {
      if (port == 0) port = chooses.at(chosen++ % chooses.size());
      if (taken.contains(port)) return std::nullopt;
      return Listener{.port = port};
    };
  }
};

std::vector<int> ports_of(const std::vector<Listener>& listeners) {
  std::vector<int> ports;
  for (const Listener& listener : listeners) ports.push_back(listener.port);
  return ports;
}

TEST(Listeners, FollowTheFirstPortThatTheKernelChooses) {
  FakeKernel kernel{.chooses = {40000}};
  EXPECT_THAT(ports_of(open_in_a_row(0, 3, kernel.opener())), ElementsAre(40000, 40001, 40002));
}

TEST(Listeners, BeginAnewWhenAPortBehindTheFirstIsTaken) {
  FakeKernel kernel{.chooses = {40000, 50000}, .taken = {40002}};
  EXPECT_THAT(ports_of(open_in_a_row(0, 3, kernel.opener())), ElementsAre(50000, 50001, 50002));
}

TEST(Listeners, BeginAnewWhenThePortsEnd) {
  FakeKernel kernel{.chooses = {65534, 50000}};
  EXPECT_THAT(ports_of(open_in_a_row(0, 3, kernel.opener())), ElementsAre(50000, 50001, 50002));
}

TEST(Listeners, AreRefusedWhenTheKernelNeverFindsARow) {
  FakeKernel kernel{.chooses = {40000}, .taken = {40001}};
  try {
    open_in_a_row(0, 3, kernel.opener());
    FAIL() << "found";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("no 3 free ports that follow each other"));
  }
}

}  // namespace
}  // namespace gauntlet::server_pool::pool
