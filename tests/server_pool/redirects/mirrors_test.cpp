#include "server_pool/redirects/mirrors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>

#include "base/error.h"

namespace gauntlet::server_pool::redirects {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Endpoint = asio::ip::tcp::endpoint;

TEST(Mirrors, AreAskedForTheirHealthOnTheFirstPort) {
  const auto mirrors =
      resolve_mirrors({{.host = "127.0.0.1", .ports = {7000, 7001}}}, std::chrono::seconds(1));
  EXPECT_EQ(mirrors.at(0).name, "127.0.0.1:7000");
  EXPECT_THAT(mirrors[0].endpoints, ElementsAre(Endpoint(*net::parse_address("127.0.0.1"), 7000)));
}

TEST(Mirrors, HaveAllAddressesOfTheirName) {
  const auto two = [](const std::string&) {
    return net::Addresses{*net::parse_address("::1"), *net::parse_address("127.0.0.1")};
  };
  const auto mirrors =
      resolve_mirrors({{.host = "b", .ports = {7000}}}, std::chrono::seconds(1), two);
  EXPECT_EQ(mirrors.at(0).host, "b");
  EXPECT_EQ(mirrors[0].endpoints.size(), 2u);
}

TEST(Mirrors, AreShownToOthersWithoutAZone) {
  const auto mirrors =
      resolve_mirrors({{.host = "[::1%lo]", .ports = {7000}}}, std::chrono::seconds(1));
  EXPECT_EQ(mirrors.at(0).host, "[::1]");
}

TEST(Mirrors, AreRefusedWhenTheirNameIsNotResolvedInTime) {
  const auto never = std::make_shared<std::promise<net::Addresses>>();
  const net::Resolver resolver = [never](const std::string&) { return never->get_future().get(); };
  try {
    resolve_mirrors({{.host = "slow.example", .ports = {1}}}, std::chrono::milliseconds(1),
                    resolver);
    FAIL() << "found";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr("--mirror: host 'slow.example' had no address within 1"));
  }
  never->set_value({});  // so that the look-up ends
}

}  // namespace
}  // namespace gauntlet::server_pool::redirects
