// orchestrator trace: on loopback, and through two routers in network namespaces, which needs the
// right to make these.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

bool can_trace_with(const std::string& script) {
  return run({"sh", "-c", script}).status.code == 0;
}

std::vector<std::string> first_addresses(const json& path) {
  std::vector<std::string> addresses;
  for (const json& hop : path.at("hops"))
    addresses.push_back(hop.at("addresses").empty() ? "" : hop.at("addresses").at(0));
  return addresses;
}

// Four machines in a row: here, near, far, there. Between the two in the middle, which are routers,
// a packet has at most 1300 bytes. Whatever stands in the namespaces goes with them.
constexpr const char* kRouters = R"(
set -e
pids=; here=$NAME-here; near=$NAME-near; far=$NAME-far; there=$NAME-there
trap 'kill $pids 2>/dev/null || true; wait || true; for n in $here $near $far $there; do ip netns del $n || true; done' EXIT
for n in $here $near $far $there; do ip netns add $n; ip -n $n link set dev lo up; done
join() { # LEFT RIGHT NUMBER MTU
  ip link add right mtu $4 netns $1 type veth peer name left mtu $4 netns $2
  ip -n $1 addr add 10.77.$3.1/24 dev right; ip -n $1 addr add fd77:$3::1/64 dev right nodad
  ip -n $2 addr add 10.77.$3.2/24 dev left; ip -n $2 addr add fd77:$3::2/64 dev left nodad
  ip -n $1 link set dev right up; ip -n $2 link set dev left up
}
join $here $near 1 1500; join $near $far 2 1300; join $far $there 3 1500
route() { ip -n $1 route add default via 10.77.$2.$3; ip -n $1 route add default via fd77:$2::$3; }
route $here 1 2; route $near 2 2; route $far 2 1; route $there 3 1
for n in $near $far; do
  ip netns exec $n sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
done
)";

class TraceThroughRouters : public testing::Test {
 protected:
  void SetUp() override {
    if (!can_trace_with(set_up())) GTEST_SKIP() << "network namespaces are not allowed here";
  }

  static std::string set_up() {
    return fmt::format("NAME=gauntlet-trace-{}\n", ::getpid()) + kRouters;
  }

  // Runs it where the routers are; $ORCHESTRATOR is the program, $FOLDER a folder.
  Finished run_there(const std::string& script) const {
    return run({"sh", "-c",
                fmt::format("ORCHESTRATOR='{}' SERVER='{}' FOLDER='{}'\n", program("orchestrator"),
                            program("server_pool"), folder_.path().string()) +
                    set_up() + script});
  }

  // The path that a command line of trace finds.
  json path_of(const std::string& arguments) const {
    const Finished trace =
        run_there("ip netns exec $here $ORCHESTRATOR trace --format json " + arguments);
    EXPECT_EQ(trace.status.code, 0) << trace.err;
    return json::parse(trace.out);
  }

  TemporaryFolder folder_;
};

TEST_F(TraceThroughRouters, ByUdpNamesThemAndThePathMtu) {
  const json path = path_of("10.77.3.2 --method udp --rounds 2 --interval 100ms");
  EXPECT_THAT(first_addresses(path), ElementsAre("10.77.1.2", "10.77.2.2", "10.77.3.2")) << path;
  EXPECT_EQ(path.at("mtu_bytes"), 1300) << path;
  EXPECT_EQ(path.at("reached"), true) << path;
  EXPECT_EQ(path.at("method"), "udp");
}

TEST_F(TraceThroughRouters, ByMtrNamesThemAndThePathMtu) {
  if (!can_trace_with("command -v mtr"))
    GTEST_SKIP() << "mtr is not installed; scripts/setup does it";
  const json path = path_of("10.77.3.2 --method mtr --rounds 2 --interval 100ms");
  EXPECT_THAT(first_addresses(path), ElementsAre("10.77.1.2", "10.77.2.2", "10.77.3.2")) << path;
  EXPECT_EQ(path.at("mtu_bytes"), 1300) << path;
  EXPECT_EQ(path.at("reached"), true) << path;
  EXPECT_EQ(path.at("method"), "mtr_icmp");
}

TEST_F(TraceThroughRouters, OfIPv6NamesThemAndThePathMtu) {
  const json path = path_of("[fd77:3::2]:9000 --method udp --rounds 3 --interval 300ms");
  EXPECT_THAT(first_addresses(path), ElementsAre("fd77:1::2", "fd77:2::2", "fd77:3::2")) << path;
  EXPECT_EQ(path.at("mtu_bytes"), 1300) << path;
}

TEST_F(TraceThroughRouters, SaysWhoRefusesAndThatTheHostIsNotReached) {
  const Finished trace = run_there(
      "ip -n $near route add unreachable 10.78.0.0/16\n"
      "ip netns exec $here $ORCHESTRATOR trace 10.78.0.1 --method udp --rounds 1\n");
  EXPECT_EQ(trace.status.code, 0) << trace.err;
  EXPECT_THAT(trace.out, HasSubstr("path to 10.78.0.1: not whole"));
  EXPECT_THAT(trace.out, HasSubstr("note: 10.77.1.2 answers: No route to host\n"));
}

TEST_F(TraceThroughRouters, IsUnableWhereNoRouteLeads) {
  const Finished trace = run_there(
      "ip -n $here route del default\n"
      "ip netns exec $here $ORCHESTRATOR trace 10.77.3.2\n");
  EXPECT_EQ(trace.status.code, 3);
  EXPECT_THAT(trace.err, HasSubstr("no route leads to '10.77.3.2'"));
}

// Without mtr in the PATH, it is by UDP.
TEST_F(TraceThroughRouters, IsKeptBesideTheTableOfASweepOfAServerBehindThem) {
  folder_.write("file_1MB.bin", std::string(1 << 20, 'x'));
  folder_.write("far.yaml",
                "settings: {mode: thread, operation: get, volume: 1, server_pool: 1, "
                "client_pool: 1, requests: 2}\n"
                "servers: {far: {url: 'http://10.77.3.2:8000/files/'}}\n"
                "matrix: {server: [far]}\n");
  const Finished sweep = run_there(R"(
ip netns exec $there $SERVER --pool 1 --host 10.77.3.2 --root $FOLDER --base-port 8000 >$FOLDER/ready 2>/dev/null & pids="$pids $!"
for i in $(seq 400); do grep -q ready $FOLDER/ready && break; sleep 0.05; done
ip=$(command -v ip)
PATH=/nowhere $ip netns exec $here $ORCHESTRATOR run $FOLDER/far.yaml --results $FOLDER/results --no-plots
cp $FOLDER/results/*/environment.json $FOLDER/results/*/report.html $FOLDER
)");
  ASSERT_EQ(sweep.status.code, 0) << sweep.err;
  const json path = json::parse(folder_.read("environment.json")).at("paths").at(0);
  EXPECT_THAT(first_addresses(path), ElementsAre("10.77.1.2", "10.77.2.2", "10.77.3.2")) << path;
  EXPECT_EQ(path.at("mtu_bytes"), 1300) << path;
  EXPECT_EQ(path.at("port"), 8000);
  EXPECT_THAT(path.at("notes").dump(), HasSubstr("by UDP, since mtr is of no use here"));
  EXPECT_THAT(sweep.err, HasSubstr("path to 10.77.3.2:8000: 3 hops, by UDP; path MTU 1300 bytes"));
  EXPECT_THAT(folder_.read("report.html"), HasSubstr("10.77.2.2"));
}

TEST(TraceCommand, ReachesThisMachineInOneHop) {
  const Finished trace = run({program("orchestrator"), "trace", "127.0.0.1", "--method", "udp",
                              "--rounds", "1", "--format", "json"});
  ASSERT_EQ(trace.status.code, 0) << trace.err;
  const json path = json::parse(trace.out);
  EXPECT_EQ(path.at("reached"), true) << path;
  EXPECT_THAT(first_addresses(path), ElementsAre("127.0.0.1")) << path;
  EXPECT_EQ(path.at("mtu_bytes"), path.at("mtu_at_most_bytes")) << path;
}

TEST(TraceCommand, RefusesWhatIsNoHost) {
  for (const char* text : {"http://a/", "a:0", ""})
    EXPECT_EQ(run({program("orchestrator"), "trace", text}).status.code, 2) << text;
}

TEST(TraceCommand, IsUnableWithAHostThatHasNoAddress) {
  const Finished trace = run({program("orchestrator"), "trace", "no..host"});
  EXPECT_EQ(trace.status.code, 3);
  EXPECT_THAT(trace.err, HasSubstr("'no..host' has no address"));
}

}  // namespace
}  // namespace gauntlet::integration
