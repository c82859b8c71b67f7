#include "orchestrator/run/haproxy_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/choices.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

HaproxyOptions options() {
  return {.port = 7000,
          .balance = contract::kHaproxy,
          .pools = {{.host = "127.0.0.1", .ports = {7001, 7002}}, {.host = "::1", .ports = {8001}}},
          .clients = 50,
          .patience = std::chrono::seconds(120)};
}

TEST(HaproxyConfig, BalancesTheRequestsOfHttpOverEveryWorker) {
  EXPECT_EQ(haproxy_config(options()), R"(global
  maxconn 303

defaults
  mode http
  maxconn 303
  timeout connect 5s
  timeout client 120000ms
  timeout server 120000ms
  timeout check 2s
  retries 3
  option redispatch 1

frontend clients
  bind 127.0.0.1:7000
  default_backend workers

backend workers
  balance roundrobin
  http-reuse safe
  option httpchk GET /-/healthy
  http-check expect status 200
  default-server inter 500ms fall 3 rise 1 observe layer4 error-limit 1 on-error mark-down
  server pool0_worker0 127.0.0.1:7001 check weight 1
  server pool0_worker1 127.0.0.1:7002 check weight 1
  server pool1_worker0 [::1]:8001 check weight 1
)");
}

TEST(HaproxyConfig, ListensWhereItIsTold) {
  HaproxyOptions elsewhere = options();
  elsewhere.host = "198.18.0.2";
  EXPECT_THAT(haproxy_config(elsewhere), HasSubstr("  bind 198.18.0.2:7000\n"));
}

TEST(HaproxyConfig, HandsOnTheConnectionsOfTheLineProtocol) {
  HaproxyOptions line = options();
  line.speaks_http = false;
  EXPECT_THAT(haproxy_config(line), AllOf(HasSubstr("  mode tcp\n"), Not(HasSubstr("http-reuse")),
                                          HasSubstr("  option httpchk GET /-/healthy\n")));
}

TEST(HaproxyConfig, GivesAConnectionToTheWorkerWithFewest) {
  HaproxyOptions fewest = options();
  fewest.balance = contract::kHaproxyLeastconn;
  EXPECT_THAT(haproxy_config(fewest), HasSubstr("  balance leastconn\n"));
}

TEST(HaproxyConfig, GivesEveryWorkerTheWeightOfItsPool) {
  HaproxyOptions weighted = options();
  weighted.weights = {3, 2};
  EXPECT_THAT(haproxy_config(weighted), AllOf(HasSubstr("127.0.0.1:7001 check weight 3\n"),
                                              HasSubstr("127.0.0.1:7002 check weight 3\n"),
                                              HasSubstr("[::1]:8001 check weight 2\n")));
}

TEST(HaproxyConfig, IsAsPatientAsHaproxyCanBe) {
  HaproxyOptions patient = options();
  patient.patience = std::chrono::hours(24 * 30);
  EXPECT_THAT(haproxy_config(patient), HasSubstr("timeout server 2073600000ms\n"));
  patient.patience = std::chrono::microseconds(1500);
  EXPECT_THAT(haproxy_config(patient), HasSubstr("timeout server 2ms\n"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
