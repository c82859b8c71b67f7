// orchestrator packets, and tshark on the same captures: of a transfer on loopback, and of
// transfers through a network that loses packets. And the packets that client_pool asks for, as
// they are on the wire. All need the right to capture.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

bool can_run(const std::string& script) { return run({"sh", "-c", script}).status.code == 0; }

// How many packets tshark gives the name: tcp.analysis.*.
std::uint64_t counted_by_tshark(const std::string& capture, const std::string& filter) {
  const Finished tshark =
      run({"tshark", "-r", capture, "-Y", filter, "-T", "fields", "-e", "frame.number"});
  EXPECT_EQ(tshark.status.code, 0) << tshark.err;
  std::uint64_t lines = 0;
  for (const char letter : tshark.out) lines += letter == '\n' ? 1 : 0;
  return lines;
}

nlohmann::json counted_by_us(const std::string& capture) {
  const Finished packets = run({program("orchestrator"), "packets", capture, "--json"});
  EXPECT_EQ(packets.status.code, 0) << packets.err;
  return nlohmann::json::parse(packets.out);
}

void expect_within_a_hundredth(std::uint64_t ours, std::uint64_t theirs, const char* what) {
  EXPECT_NEAR(static_cast<double>(ours), static_cast<double>(theirs),
              static_cast<double>(theirs) / 100.0)
      << what;
}

void compare(const std::string& capture) {
  const nlohmann::json ours = counted_by_us(capture);
  expect_within_a_hundredth(
      ours["retransmissions"].get<std::uint64_t>() + ours["out_of_order"].get<std::uint64_t>(),
      counted_by_tshark(capture, "tcp.analysis.retransmission || tcp.analysis.out_of_order"),
      "retransmissions and out of order");
  expect_within_a_hundredth(ours["duplicate_acks"].get<std::uint64_t>(),
                            counted_by_tshark(capture, "tcp.analysis.duplicate_ack"),
                            "duplicate ACKs");
  expect_within_a_hundredth(ours["zero_windows"].get<std::uint64_t>(),
                            counted_by_tshark(capture, "tcp.analysis.zero_window"), "zero windows");
  EXPECT_EQ(ours["packets"].get<std::uint64_t>(), counted_by_tshark(capture, "tcp"));
}

class Packets : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may capture";
    for (const char* tool : {"tcpdump", "tshark"})
      if (!can_run(std::string("command -v ") + tool))
        GTEST_SKIP() << tool << " is not installed; scripts/setup --tests does it";
  }

  TemporaryFolder folder;
};

// Begins to capture, runs the client, and ends: "tcpdump ... & client; kill".
std::string capture_script(const std::string& capture, std::uint16_t port,
                           const std::string& client) {
  return fmt::format(
      "tcpdump -i lo -s 128 -U --immediate-mode -B 16384 -Z root -w '{0}' tcp port {1} 2>'{0}.log' "
      "& dump=$!\n"
      "for i in $(seq 200); do grep -q listening '{0}.log' && break; sleep 0.05; done\n"
      "{2}; code=$?\n"
      "sleep 0.5; kill $dump; wait $dump; exit $code\n",
      capture, port, client);
}

TEST_F(Packets, ATransferOnLoopbackIsCountedAsByTshark) {
  TemporaryFolder files;
  files.write("file_1MB.bin", std::string(1 << 20, 'x'));
  Server server({"--pool", "1", "--root", files.path()});
  const std::string capture = folder / "loopback.pcap";
  const Finished transfer =
      run({"sh", "-c",
           capture_script(capture, server.port(),
                          fmt::format("curl -sS --fail --parallel -o /dev/null -o /dev/null "
                                      "'http://127.0.0.1:{0}/files/file_1MB.bin' "
                                      "'http://127.0.0.1:{0}/files/file_1MB.bin'",
                                      server.port()))});
  if (!can_run(fmt::format("grep -q listening '{}.log'", capture)))
    GTEST_SKIP() << "capturing on loopback is not allowed here";
  ASSERT_EQ(transfer.status.code, 0) << transfer.err;
  compare(capture);
  EXPECT_GE(counted_by_us(capture)["bytes"].get<std::uint64_t>(), std::uint64_t{2} << 20);
}

// A sender, a router that drops one packet of fifty, and a receiver; offloads are off, so that a
// packet is a segment. Whatever stands in the namespaces goes with them.
constexpr const char* kLossyNetwork = R"(
set -e
pids=; a=$NAME-a; m=$NAME-m; b=$NAME-b
trap 'kill $pids 2>/dev/null || true; wait || true; for n in $a $m $b; do ip netns del $n || true; done' EXIT
for n in $a $m $b; do ip netns add $n; ip -n $n link set dev lo up; done
ip link add e0 netns $a type veth peer name e0 netns $m
ip link add e0 netns $b type veth peer name e1 netns $m
put() {
  ip -n $1 addr add 10.77.$3/24 dev $2; ip -n $1 addr add fd77:$4/64 dev $2 nodad
  ip -n $1 link set dev $2 up; ip netns exec $1 ethtool -K $2 tso off gso off gro off >/dev/null
}
put $a e0 1.2 1::2; put $m e0 1.1 1::1; put $b e0 2.2 2::2; put $m e1 2.1 2::1
ip -n $a route add default via 10.77.1.1; ip -n $b route add default via 10.77.2.1
ip -n $a -6 route add default via fd77:1::1; ip -n $b -6 route add default via fd77:2::1
ip netns exec $m sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
ip netns exec $m nft -f - <<RULES
table inet loss {
 chain drops {
  type filter hook forward priority 0;
  meta l4proto tcp numgen random mod 100 < 2 drop
 }
}
RULES
)";

constexpr const char* kLossyTransfer = R"(
for end in a b; do
  ip netns exec $NAME-$end tcpdump -i e0 -s 128 -U --immediate-mode -B 16384 -Z root -w $FOLDER/$end.pcap tcp 2>$FOLDER/$end.log & pids="$pids $!"
done
ip netns exec $a $SERVER --pool 1 --host $ADDRESS --root $FILES --base-port 8000 >$FOLDER/ready 2>/dev/null & pids="$pids $!"
for i in $(seq 400); do
  grep -q ready $FOLDER/ready && grep -q listening $FOLDER/a.log && grep -q listening $FOLDER/b.log && break
  sleep 0.05
done
# Neighbours of IPv6 are found late on a link that is new.
for i in 1 2; do ip netns exec $b curl -g -sS --fail -m 50 --retry 9 --retry-delay 1 --retry-all-errors -o /dev/null "http://$HOST:8000/files/file_4MB.bin"; done
sleep 0.5
)";

class PacketsOfALossyNetwork : public Packets, public testing::WithParamInterface<bool> {};

TEST_P(PacketsOfALossyNetwork, AreCountedAsByTsharkAtBothEnds) {
  const std::string name = fmt::format("gauntlet-test-{}", ::getpid());
  const std::string set_up = fmt::format("NAME={}\n", name) + kLossyNetwork;
  if (!can_run(set_up)) GTEST_SKIP() << "network namespaces with nft are not allowed here";
  TemporaryFolder files;
  files.write("file_4MB.bin", std::string(4 << 20, 'x'));
  const std::string address = GetParam() ? "fd77:1::2" : "10.77.1.2";
  const std::string host = GetParam() ? "[" + address + "]" : address;
  const Finished transfer =
      run({"sh", "-c",
           fmt::format("SERVER='{}' FILES='{}' FOLDER='{}' ADDRESS='{}' HOST='{}'\n",
                       program("server_pool"), files.path().string(), folder.path().string(),
                       address, host) +
               set_up + kLossyTransfer});
  ASSERT_EQ(transfer.status.code, 0) << transfer.err;
  for (const char* end : {"a.pcap", "b.pcap"}) compare(folder / end);
  EXPECT_GT(counted_by_us(folder / "a.pcap")["retransmissions"].get<int>(), 0);
  EXPECT_GT(counted_by_us(folder / "b.pcap")["lost"].get<int>(), 0);
}

// Uploads from beyond the router, which client_pool captures itself.
constexpr const char* kLossyUpload = R"(
ip netns exec $a $SERVER --pool 1 --host $ADDRESS --root $FILES --base-port 8000 >$FOLDER/ready 2>/dev/null & pids="$pids $!"
for i in $(seq 400); do grep -q ready $FOLDER/ready && break; sleep 0.05; done
# Neighbours of IPv6 are found late on a link that is new.
ip netns exec $b curl -g -sS --fail -m 50 --retry 9 --retry-delay 1 --retry-all-errors -o /dev/null "http://$HOST:8000/files/"
ip netns exec $b $CLIENT --json --operation upload --volume 8 --client-pool 2 --requests 2 --host $HOST --port 8000 --capture $FOLDER/client.pcap >$FOLDER/report
)";

TEST_P(PacketsOfALossyNetwork, HoldAsManyRetransmissionsAsTheKernelCounts) {
  const std::string set_up = fmt::format("NAME=gauntlet-test-{}\n", ::getpid()) + kLossyNetwork;
  if (!can_run(set_up)) GTEST_SKIP() << "network namespaces with nft are not allowed here";
  TemporaryFolder files;
  const std::string address = GetParam() ? "fd77:1::2" : "10.77.1.2";
  const Finished upload =
      run({"sh", "-c",
           fmt::format("SERVER='{}' CLIENT='{}' FILES='{}' FOLDER='{}' ADDRESS='{}' HOST='{}'\n",
                       program("server_pool"), program("client_pool"), files.path().string(),
                       folder.path().string(), address, address) +
               set_up + (GetParam() ? "HOST=[$HOST]" : "") + kLossyUpload});
  ASSERT_EQ(upload.status.code, 0) << upload.err;
  const auto report = nlohmann::json::parse(folder.read("report"));
  EXPECT_EQ(report["capture"]["interface"], "e0");
  const double kernel = report["tcp"]["retransmits"].get<double>();
  double ours = 0;
  const nlohmann::json figures = counted_by_us(folder / "client.pcap");
  for (const nlohmann::json& connection : figures["connections"])
    ours += connection["from_client"]["retransmissions"].get<double>();
  EXPECT_GT(kernel, 100);
  EXPECT_NEAR(ours, kernel, 0.03 * kernel);
}

INSTANTIATE_TEST_SUITE_P(Families, PacketsOfALossyNetwork, testing::Bool(),
                         [](const auto& family) { return family.param ? "IPv6" : "IPv4"; });

// Two ends without offloads, so that a packet is a segment.
constexpr const char* kPlainNetwork = R"(
set -e
pids=; a=$NAME-a; b=$NAME-b
trap 'kill $pids 2>/dev/null || true; wait || true; for n in $a $b; do ip netns del $n || true; done' EXIT
for n in $a $b; do ip netns add $n; ip -n $n link set dev lo up; done
ip link add e0 netns $a type veth peer name e0 netns $b
ip -n $a addr add 10.77.3.1/24 dev e0; ip -n $b addr add 10.77.3.2/24 dev e0
for n in $a $b; do
  ip -n $n link set dev e0 up; ip netns exec $n ethtool -K e0 tso off gso off gro off >/dev/null
done
)";

// Both directions of several transfers with --packet-size $SIZE.
constexpr const char* kTransfersInPackets = R"(
ip netns exec $a tcpdump -i e0 -s 128 -U --immediate-mode -B 16384 -Z root -w $FOLDER/a.pcap tcp 2>$FOLDER/a.log & pids="$pids $!"
ip netns exec $a $SERVER --pool 1 --host 10.77.3.1 --root $FILES --store discard --base-port 8000 >$FOLDER/ready 2>/dev/null & pids="$pids $!"
for i in $(seq 400); do
  grep -q ready $FOLDER/ready && grep -q listening $FOLDER/a.log && break
  sleep 0.05
done
for operation in get upload; do
  ip netns exec $b $CLIENT --operation $operation --volume 0.25 --host 10.77.3.1 --port 8000 --client-pool 3 --requests 2 --keep-uploads --packet-size $SIZE >/dev/null
done
sleep 0.5
)";

// How many segments with data have each length, of those that come from there.
std::map<std::uint64_t, std::uint64_t> lengths_from(const std::string& capture,
                                                    const char* address) {
  const Finished tshark =
      run({"tshark", "-r", capture, "-Y", fmt::format("tcp.len > 0 && ip.src == {}", address), "-T",
           "fields", "-e", "tcp.len"});
  EXPECT_EQ(tshark.status.code, 0) << tshark.err;
  std::map<std::uint64_t, std::uint64_t> lengths;
  std::istringstream lines(tshark.out);
  for (std::uint64_t length = 0; lines >> length;) ++lengths[length];
  return lengths;
}

class PacketsOfASize : public Packets, public testing::WithParamInterface<int> {};

TEST_P(PacketsOfASize, AreTheSegmentsOfBothSides) {
  const std::string set_up = fmt::format("NAME=gauntlet-test-{}\n", ::getpid()) + kPlainNetwork;
  if (!can_run(set_up)) GTEST_SKIP() << "network namespaces are not allowed here";
  TemporaryFolder files;
  files.write("file_0.25MB.bin", std::string(1 << 18, 'x'));
  const Finished transfers =
      run({"sh", "-c",
           fmt::format("SERVER='{}' CLIENT='{}' FILES='{}' FOLDER='{}' SIZE={}\n",
                       program("server_pool"), program("client_pool"), files.path().string(),
                       folder.path().string(), GetParam()) +
               set_up + kTransfersInPackets});
  ASSERT_EQ(transfers.status.code, 0) << transfers.err;
  // Each of six messages may end with a shorter one, and some are answers and heads alone. Each may
  // be sent again.
  const std::uint64_t size = static_cast<std::uint64_t>(GetParam());
  const std::uint64_t full = 6 * ((1 << 18) / size);
  for (const char* address : {"10.77.3.1", "10.77.3.2"}) {
    const auto lengths = lengths_from(folder / "a.pcap", address);
    ASSERT_FALSE(lengths.empty());
    EXPECT_EQ(lengths.rbegin()->first, size) << "the longest from " << address;
    std::uint64_t shorter = 0;
    for (const auto& [length, count] : lengths) shorter += length < size ? count : 0;
    EXPECT_GE(lengths.rbegin()->second, full) << "full ones from " << address;
    EXPECT_LE(shorter, full / 20) << "shorter ones from " << address;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, PacketsOfASize, testing::Values(64, 1448),
                         testing::PrintToStringParamName());

// A pcap file that holds no packet: its magic number, version, snap length and Ethernet.
std::string empty_capture() {
  using namespace std::string_literals;
  return "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0"s;
}

TEST(PacketsCommand, PagesTheTableOnATerminalOnly) {
  TemporaryFolder folder;
  folder.write("c.pcap", empty_capture());
  const std::string command = fmt::format("PAGER='sed s/^/paged:/' '{}' packets '{}' --show",
                                          program("orchestrator"), (folder / "c.pcap").string());
  const Finished piped = run({"sh", "-c", command});
  EXPECT_EQ(piped.status.code, 0) << piped.err;
  EXPECT_EQ(piped.out.find("paged:"), std::string::npos) << piped.out;
  const Finished on_terminal = run({"script", "-qec", command, "/dev/null"});
  EXPECT_EQ(on_terminal.status.code, 0) << on_terminal.out;
  EXPECT_NE(on_terminal.out.find("paged:"), std::string::npos) << on_terminal.out;
}

TEST(PacketsCommand, ShowsTheTablePlainlyWhereThePagerIsMissing) {
  TemporaryFolder folder;
  folder.write("c.pcap", empty_capture());
  const Finished shown =
      run({"script", "-qec",
           fmt::format("env PATH=/no PAGER=/no/pager /bin/sh -c \"'{}' packets '{}' --show\"",
                       program("orchestrator"), (folder / "c.pcap").string()),
           "/dev/null"});
  EXPECT_EQ(shown.status.code, 0) << shown.out;
  EXPECT_NE(shown.out.find("destination"), std::string::npos) << shown.out;
}

TEST(PacketsCommand, RefusesWhatIsNoCaptureWithOneSentence) {
  TemporaryFolder folder;
  folder.write("text", std::string(100, 'x'));
  const Finished packets = run({program("orchestrator"), "packets", folder / "text"});
  EXPECT_EQ(packets.status.code, 2);
  EXPECT_NE(packets.err.find("is no capture that can be read"), std::string::npos) << packets.err;
}

TEST(PacketsCommand, LeavesTheTableAloneThatAFileWithoutACaptureWouldReplace) {
  TemporaryFolder folder;
  folder.write("text", std::string(100, 'x'));
  folder.write("table.csv", "as it was");
  run({program("orchestrator"), "packets", folder / "text", "--csv", folder / "table.csv"});
  EXPECT_EQ(folder.read("table.csv"), "as it was");
}

TEST(PacketsCommand, DoesNotWriteTheTableOverTheCapture) {
  TemporaryFolder folder;
  folder.write("capture", "as it was");
  const Finished packets =
      run({program("orchestrator"), "packets", folder / "capture", "--csv", folder / "capture"});
  EXPECT_EQ(packets.status.code, 2);
  EXPECT_EQ(folder.read("capture"), "as it was");
}

}  // namespace
}  // namespace gauntlet::integration
