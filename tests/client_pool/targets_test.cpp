#include "client_pool/targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

TEST(Targets, ComeFromHostAndPorts) {
  ClientOptions options;
  options.port = "7000-7001";
  const auto targets = resolve_targets(options);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[1].name, "127.0.0.1:7001");
  EXPECT_EQ(targets[1].endpoints.front().port(), 7001);
}

TEST(Targets, MayBeGivenOneByOne) {
  ClientOptions options;
  options.targets = {"127.0.0.2:80", "[::1]:81"};
  const auto targets = resolve_targets(options);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[0].name, "127.0.0.2:80");
  EXPECT_EQ(targets[1].name, "[::1]:81");
  EXPECT_TRUE(targets[1].endpoints.front().address().is_v6());
}

Target only_target(const std::string& host, const std::string& port) {
  ClientOptions options;
  options.host = host;
  options.port = port;
  return resolve_targets(options).at(0);
}

TEST(Targets, MayHaveSeveralPortsEach) {
  ClientOptions options;
  options.targets = {"127.0.0.1:7000-7001", "[::1]:7000,7005"};
  std::vector<std::string> names;
  for (const Target& target : resolve_targets(options)) names.push_back(target.name);
  EXPECT_THAT(names,
              testing::ElementsAre("127.0.0.1:7000", "127.0.0.1:7001", "[::1]:7000", "[::1]:7005"));
}

TEST(Targets, TakeAnIPv6AddressWithAndWithoutBrackets) {
  for (const char* host : {"::1", "[::1]"}) {
    const Target target = only_target(host, "9000");
    EXPECT_EQ(target.name, "[::1]:9000");
    EXPECT_EQ(target.host, "[::1]:9000");
    EXPECT_EQ(target.endpoints.front().address(), asio::ip::make_address("::1"));
  }
}

// RFC 9110, 7.2: a Host field has no zone, which means something on the client alone.
TEST(Targets, ConnectToAZoneButLeaveItOutOfTheHostField) {
  for (const char* host : {"::1%lo", "[::1%lo]"}) {
    const Target target = only_target(host, "9000");
    EXPECT_EQ(target.name, "[::1%lo]:9000");
    EXPECT_EQ(target.host, "[::1]:9000");
    EXPECT_EQ(target.endpoints.front().address().to_v6().scope_id(), 1u);
  }
}

TEST(Targets, LeaveThePortOfHttpOutOfTheHostField) {
  EXPECT_EQ(only_target("127.0.0.1", "80").name, "127.0.0.1:80");
  EXPECT_EQ(only_target("127.0.0.1", "80").host, "127.0.0.1");
}

TEST(Targets, HaveAllAddressesOfAName) {
  ClientOptions options;
  options.host = "files";
  options.port = "7000-7001";
  int asked = 0;
  const auto targets = resolve_targets(options, [&asked](const std::string&) {
    ++asked;
    return net::Addresses{*net::parse_address("::1"), *net::parse_address("127.0.0.1")};
  });
  EXPECT_EQ(asked, 1);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[1].name, "files:7001");
  ASSERT_EQ(targets[1].endpoints.size(), 2u);
  EXPECT_EQ(targets[1].endpoints[1].address().to_string(), "127.0.0.1");
  EXPECT_EQ(targets[1].endpoints[1].port(), 7001);
}

TEST(Targets, FailWhenANameIsNotResolvedWithinTheTimeout) {
  std::promise<void> answered;
  ClientOptions options;
  options.host = "slow.example";
  options.timeout = std::chrono::milliseconds(10);
  try {
    resolve_targets(options, [answer = answered.get_future().share()](const std::string&) {
      answer.wait();
      return net::Addresses{};
    });
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                ::testing::StartsWith("host 'slow.example' had no address within 10"));
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
  answered.set_value();
}

TEST(Targets, RefuseBracketsAroundWhatIsNoIPv6Address) {
  ClientOptions options;
  options.targets = {"[host]:80"};
  EXPECT_THROW(resolve_targets(options), Error);
}

}  // namespace
}  // namespace gauntlet::client_pool
