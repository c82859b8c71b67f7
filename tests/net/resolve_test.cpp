#include "net/resolve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "base/error.h"

namespace gauntlet::net {
namespace {

using ::testing::HasSubstr;

TEST(ParseAddress, ReadsAddressesInEveryForm) {
  EXPECT_EQ(parse_address("127.0.0.1")->to_string(), "127.0.0.1");
  EXPECT_EQ(parse_address("::1")->to_string(), "::1");
  EXPECT_EQ(parse_address("[::1]")->to_string(), "::1");
  EXPECT_EQ(parse_address("2001:db8::80")->to_string(), "2001:db8::80");
}

TEST(ParseAddress, KeepsTheZone) {
  EXPECT_EQ(parse_address("fe80::1%lo")->to_v6().scope_id(), 1u);  // everywhere the first one
  EXPECT_EQ(parse_address("[::1%lo]")->to_v6().scope_id(), 1u);
  EXPECT_EQ(parse_address("::1%7")->to_v6().scope_id(), 7u);
}

TEST(ParseAddress, LeavesNamesAlone) {
  for (const char* name : {"localhost", "files.example.com", "", "1", "256.0.0.1"})
    EXPECT_FALSE(parse_address(name)) << name;
}

TEST(ParseAddress, RefusesWhatIsNeitherAddressNorName) {
  for (const char* text : {"localhost:80", "[localhost]", "[::1", "::1]", "::zz", "[127.0.0.1]",
                           "127.0.0.1%lo", "http://localhost/"})
    EXPECT_THROW(parse_address(text), Error) << text;
}

TEST(ParseAddress, NamesAnInterfaceThatIsNotThere) {
  try {
    parse_address("::1%nowhere0");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "'::1%nowhere0': there is no network interface 'nowhere0'");
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
  }
}

TEST(Resolve, TakesAnAddressAsItIs) {
  EXPECT_THAT(resolve("[::1]"), ::testing::ElementsAre(asio::ip::make_address("::1")));
}

TEST(Resolve, FindsEveryAddressOnce) {
  const Addresses addresses = resolve("localhost");
  EXPECT_FALSE(addresses.empty());
  for (const auto& address : addresses) EXPECT_TRUE(address.is_loopback()) << address;
  EXPECT_EQ(std::set(addresses.begin(), addresses.end()).size(), addresses.size());
}

TEST(ResolveWithin, GivesWhatIsFoundInTime) {
  const Resolver resolver = [](const std::string&) { return Addresses{*parse_address("::1")}; };
  EXPECT_EQ(resolve_within("x", std::chrono::hours(1), resolver)->size(), 1u);
}

TEST(ResolveWithin, PassesOnWhatWentWrong) {
  const Resolver resolver = [](const std::string& host) -> Addresses { throw Error("no " + host); };
  EXPECT_THROW(resolve_within("x", std::chrono::hours(1), resolver), Error);
}

// A name server that does not answer before the test does.
TEST(ResolveWithin, DoesNotWaitForALateOne) {
  std::promise<void> answered;
  const Resolver resolver = [answer = answered.get_future().share()](const std::string&) {
    answer.wait();
    return Addresses{};
  };
  EXPECT_FALSE(resolve_within("x", std::chrono::milliseconds(10), resolver));
  answered.set_value();
}

TEST(HostText, StandsInFrontOfAPort) {
  EXPECT_EQ(host_text(asio::ip::make_address("127.0.0.1")), "127.0.0.1");
  EXPECT_EQ(host_text(asio::ip::make_address("::1")), "[::1]");
}

TEST(HostText, IsAnIPv4AddressWhereThatIsMappedIntoIPv6) {
  EXPECT_EQ(host_text(asio::ip::make_address("::ffff:127.0.0.1")), "127.0.0.1");
}

TEST(HostText, HasNoZone) { EXPECT_EQ(host_text(*parse_address("::1%lo")), "[::1]"); }

}  // namespace
}  // namespace gauntlet::net
