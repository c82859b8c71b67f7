#include "server_pool/pool/listeners.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>

#include "base/error.h"

namespace gauntlet::server_pool::pool {
namespace {

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

}  // namespace
}  // namespace gauntlet::server_pool::pool
