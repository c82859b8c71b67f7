#include "orchestrator/run/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<contract::ReadyLine> kPools{{.host = "127.0.0.1", .ports = {7001, 7002}},
                                              {.host = "::1", .ports = {8001, 8002}}};

std::vector<std::string> texts_of(const std::vector<HostPorts>& places) {
  std::vector<std::string> texts;
  for (const HostPorts& place : places) texts.push_back(to_text(place));
  return texts;
}

TEST(EndpointOf, SpreadsTheClientsOverAllPools) {
  for (const char* balance : {"range", "kernel"}) {
    const Endpoint endpoint = endpoint_of(balance, kPools);
    EXPECT_THAT(texts_of(endpoint.targets), ElementsAre("127.0.0.1:7001,7002", "[::1]:8001,8002"));
    EXPECT_THAT(endpoint.redirect_to, IsEmpty());
    EXPECT_EQ(endpoint.path, "/files/");
  }
}

TEST(EndpointOf, SendsTheClientsToTheFirstPortThatRedirectsThemToAllOthers) {
  const Endpoint endpoint = endpoint_of("redirect", kPools);
  EXPECT_THAT(texts_of(endpoint.targets), ElementsAre("127.0.0.1:7001"));
  EXPECT_THAT(texts_of(endpoint.redirect_to), ElementsAre("127.0.0.1:7002", "[::1]:8001,8002"));
}

TEST(EndpointOf, LeavesNobodyToRedirectToWhereThereIsOneWorker) {
  const Endpoint endpoint = endpoint_of("redirect", {{.host = "127.0.0.1", .ports = {7001}}});
  EXPECT_THAT(texts_of(endpoint.targets), ElementsAre("127.0.0.1:7001"));
  EXPECT_THAT(endpoint.redirect_to, IsEmpty());
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
