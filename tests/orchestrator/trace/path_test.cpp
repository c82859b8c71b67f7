#include "orchestrator/trace/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "orchestrator/trace/show.h"

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::microseconds;
using testing::HasSubstr;
using testing::Not;

TEST(TraceTarget, IsAHostWithAPortOrWithout) {
  EXPECT_EQ(parse_target("files"), (Target{.host = "files"}));
  EXPECT_EQ(parse_target("files:9000"), (Target{.host = "files", .port = 9000}));
  EXPECT_EQ(parse_target("10.0.0.1:65535"), (Target{.host = "10.0.0.1", .port = 65535}));
  EXPECT_EQ(parse_target("::1"), (Target{.host = "::1"}));
  EXPECT_EQ(parse_target("[::1]"), (Target{.host = "::1"}));
  EXPECT_EQ(parse_target("[fe80::1%eth0]:80"), (Target{.host = "fe80::1%eth0", .port = 80}));
}

TEST(TraceTarget, IsWrittenAsItIsRead) {
  for (const char* text : {"files", "files:9000", "::1", "[::1]:80"})
    EXPECT_EQ(to_string(parse_target(text)), text);
}

TEST(TraceTarget, ThatIsNoneIsRefused) {
  for (const char* text : {"", ":80", "a b", "http://a/", "[::1", "[]", "[::1]80", "a:0", "a:65536",
                           "a:", "a:x", "[::1]:-1"})
    EXPECT_THROW(parse_target(text), Error) << text;
}

Path example_path() {
  return {.target = {.host = "files", .port = 9000},
          .address = "10.0.2.1",
          .method = Method::kMtrTcp,
          .hops = {{.sent = 3},
                   {.addresses = {"10.0.2.1", "10.0.2.2"},
                    .sent = 4,
                    .received = 3,
                    .rtt = RoundTrips{microseconds(100), microseconds(200), microseconds(300)}}},
          .reached = true,
          .mtu = {.bytes = 1300, .confirmed = true},
          .notes = {"a note"}};
}

TEST(PathText, SaysWhatThereIsAndHowItWasFound) {
  EXPECT_EQ(to_text(example_path()),
            "path to files:9000 (10.0.2.1): 2 hops, by mtr (TCP); path MTU 1300 bytes\n"
            "hop  address             sent  loss  RTT min    mean     max\n"
            "  1  -                      3  100%        -       -       -\n"
            "  2  10.0.2.1, 10.0.2.2     4   25%   100 us  200 us  300 us\n"
            "note: a note\n");
}

TEST(PathText, SaysWhatIsNotCertain) {
  const Path path{.target = {.host = "10.0.2.1"}, .address = "10.0.2.1", .mtu = {.bytes = 1500}};
  EXPECT_EQ(to_text(path),
            "path to 10.0.2.1: not whole, 0 hops, by UDP; path MTU at most 1500 bytes\n");
}

TEST(PathJson, HasNullForWhatWasNotMeasured) {
  Path path = example_path();
  path.mtu.confirmed = false;
  path.target.port = {};
  const auto json = to_json(path);
  EXPECT_TRUE(json.at("port").is_null());
  EXPECT_TRUE(json.at("mtu_bytes").is_null());
  EXPECT_EQ(json.at("mtu_at_most_bytes"), 1300);
  EXPECT_TRUE(json.at("hops").at(0).at("rtt_mean_s").is_null());
  EXPECT_EQ(json.at("hops").at(1).at("rtt_mean_s"), 200e-6);
  EXPECT_EQ(json.at("hops").at(1).at("loss"), 0.25);
}

TEST(PathJson, IsReadAsItWasWritten) {
  Path uncertain = example_path();
  uncertain.mtu.confirmed = false;
  for (const Path& path : {example_path(), uncertain, Path{}}) {
    const nlohmann::json json = to_json(path);
    EXPECT_EQ(to_text(path_from_json(json)), to_text(path));
  }
}

TEST(PathJson, ThatIsBrokenIsRefused) {
  const nlohmann::json whole = to_json(example_path());
  for (const auto& [key, value] : whole.items()) {
    nlohmann::json broken = whole;
    broken[key] = nlohmann::json::object({{"x", 1}});
    EXPECT_THROW(path_from_json(broken), Error) << key;
    broken.erase(key);
    EXPECT_THROW(path_from_json(broken), Error) << key;
  }
  EXPECT_THROW(path_from_json(nullptr), Error);
}

}  // namespace
}  // namespace gauntlet::orchestrator::trace
