#include "orchestrator/matrix/expand.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "orchestrator/matrix/settings.h"
#include "tests/orchestrator/matrix/matrix_testing.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A file about connection and protocol, everything else fixed.
std::string file(const std::string& rest) { return kRequired + rest; }

// What the scenarios have for some settings, as "keepalive http 1".
std::vector<std::string> values(const std::vector<Scenario>& scenarios,
                                const std::vector<const char*>& names) {
  std::vector<std::string> result;
  for (const Scenario& scenario : scenarios) {
    std::string text;
    for (const char* name : names) text += (text.empty() ? "" : " ") + scenario.text(name);
    result.push_back(text);
  }
  return result;
}

TEST(Expand, MakesOneScenarioOfSettingsAlone) {
  EXPECT_THAT(ids(expand_text(file(""))), ElementsAre("thread-s1-get-10MB-c1"));
}

TEST(Expand, CombinesAllAxesAndChangesTheFirstOneSlowest) {
  const auto scenarios = expand_text(
      "matrix:\n  mode: [thread, process]\n  client_pool: [1, 5]\n"
      "settings: {operation: get, volume: 10, server_pool: 5}\n");
  EXPECT_THAT(ids(scenarios), ElementsAre("thread-s5-get-10MB-c1", "thread-s5-get-10MB-c5",
                                          "process-s5-get-10MB-c1", "process-s5-get-10MB-c5"));
}

TEST(Expand, NamesFurtherAxesInTheId) {
  EXPECT_THAT(ids(expand_text(file("matrix: {requests: [3], connection: [per-request]}\n"))),
              ElementsAre("thread-s1-get-10MB-c1-connection=per-request-requests=3"));
}

TEST(Expand, GivesEverySettingAValue) {
  const auto scenarios = expand_text(file(""));
  ASSERT_EQ(scenarios[0].values.size(), settings().size());
  EXPECT_EQ(scenarios[0].text("protocol"), "http");
  EXPECT_EQ(scenarios[0].duration("scenario_timeout"), std::chrono::seconds(120));
  EXPECT_EQ(scenarios[0].number("volume"), 10.0);
  EXPECT_EQ(scenarios[0].size("max_upload"), 16 * kGiB);
}

constexpr const char* kTree = "folders:3_files:4_fixed:1MiB";

TEST(Expand, TakesTheVolumeOfWhatWorksOnATreeFromThat) {
  const auto scenarios = expand_text(
      "matrix: {operation: [get, search], volume: [10, 50]}\n"
      "settings:\n  mode: thread\n  client_pool: 1\n  server_pool: 1\n"
      "  tree: {folders: 3, files: 4, sizes: fixed(1MiB)}\n");
  EXPECT_THAT(ids(scenarios), ElementsAre("thread-s1-get-10MB-c1", "thread-s1-get-50MB-c1",
                                          "thread-s1-search-4MB-c1"));
  EXPECT_EQ(scenarios[0].text("tree"), "none");
  EXPECT_EQ(scenarios[2].text("tree"), kTree);
}

TEST(Expand, NeedsNoVolumeBesideATree) {
  const auto scenarios = expand_text(
      std::string("settings: {mode: thread, operation: archive, client_pool: 1, server_pool: 1, "
                  "tree: '") +
      kTree + "'}\n");
  EXPECT_EQ(scenarios.at(0).number("volume"), 4);
}

TEST(Expand, TakesATreeWhoseSizesYamlSplitsAtTheirComma) {
  const auto scenarios = expand_text(
      "settings: {mode: thread, operation: list, client_pool: 1, server_pool: 1, "
      "tree: {folders: 3, files: 4, sizes: lognormal(16K, 1.5)}}\n");
  EXPECT_EQ(scenarios.at(0).text("tree"), "folders:3_files:4_lognormal:16KiB:1.5");
}

TEST(Expand, KeepsAQueryForWhatLooksForFilesAlone) {
  const auto scenarios = expand_text(
      "matrix: {operation: [list, search], query: [none, name=*.bin&limit=3]}\n"
      "settings: {mode: thread, volume: 10, client_pool: 1, server_pool: 1}\n");
  EXPECT_THAT(values(scenarios, {"operation", "query"}),
              ElementsAre("list none", "search none", "search name=*.bin&limit=3"));
}

TEST(Expand, TakesEventsAsAListOrAsOneThatIsAlone) {
  const auto scenarios = expand_text(
      "matrix: {events: [none, {at: 1s, stop: server}, [{at: 2s, kill: mirror 1}, "
      "{at: 1s, restart: mirror 1}]]}\n"
      "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: 1, "
      "mirrors: 1}\n");
  EXPECT_THAT(values(scenarios, {"events"}),
              ElementsAre("none", "1s:stop:server", "1s:restart:mirror-1_2s:kill:mirror-1"));
}

TEST(Expand, RefusesEventsOfWhoIsNotThere) {
  const std::string file = "settings: {operation: get, volume: 1, client_pool: 1, server_pool: 2, ";
  const auto refused = [&file](const std::string& rest) { return refusal(file + rest + "}\n"); };
  EXPECT_THAT(refused("mode: thread, mirrors: 1, events: {at: 1s, kill: mirror 2}"),
              HasSubstr("name a mirror or a worker that the scenario does not have"));
  EXPECT_THAT(refused("mode: process, events: {at: 1s, kill: server worker 2}"),
              HasSubstr("name a mirror or a worker that the scenario does not have"));
  EXPECT_THAT(refused("mode: thread, events: {at: 1s, kill: server worker 1}"),
              HasSubstr("name a worker, which is no process of its own with mode thread"));
  EXPECT_THAT(refused("mode: process, events: {at: 1s, restart: server worker 1}"),
              HasSubstr("restart a worker; write kill"));
  EXPECT_THAT(refused("mode: process, events: {at: 120s, kill: server}"),
              HasSubstr("are not within duration, or with warmup not within scenario_timeout"));
  EXPECT_THAT(refused("mode: process, duration: 2s, events: {at: 2s, kill: server}"),
              HasSubstr("are not within duration"));
}

TEST(Expand, RefusesWhatIsNoEvent) {
  const auto refused = [](const std::string& events) {
    return refusal("settings: {events: " + events + "}\n");
  };
  for (const char* event :
       {"{at: 1s, break: server}", "{at: 1, kill: server}", "{kill: server}", "none",
        "{at: 1s, kill: server, stop: server}", "{at: 1s, kill: mirror 0}"})
    EXPECT_THAT(
        refused(fmt::format("[{{at: 1s, kill: server}}, {}]", event)),
        HasSubstr(fmt::format("key 'events': has '{}', which is no event; write at most 16, "
                              "each as {{at: 2s, kill: mirror 1}}",
                              event)));
  EXPECT_THAT(refused("[]"), HasSubstr("key 'events': has no event"));
  EXPECT_THAT(refused("[[]]"), HasSubstr("key 'events': has 'a list', which is no event"));
  EXPECT_THAT(refused("{at: 1s, kill: [server]}"),
              HasSubstr("key 'events': has '{at: 1s, kill: a list}', which is no event"));
}

TEST(Expand, TakesALinkAsAMapOrAsOneWord) {
  const auto scenarios = expand_text(
      "matrix:\n  link: [none, {loss: 1.0%, delay: 20ms}, rate:1000kbit]\n"
      "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: 1}\n");
  EXPECT_THAT(ids(scenarios), ElementsAre("thread-s1-get-1MB-c1-link=none",
                                          "thread-s1-get-1MB-c1-link=loss:1%_delay:20ms",
                                          "thread-s1-get-1MB-c1-link=rate:1mbit"));
}

TEST(Expand, RefusesWhatIsNoLink) {
  for (const char* link : {"{loss: 1}", "{loss: 100%}", "{rate: 0mbit}", "{delay: 20}",
                           "{jitter: 1ms}", "{loss: [1%, 2%]}"})
    EXPECT_THAT(refusal(fmt::format("settings: {{link: {}}}\n", link)),
                HasSubstr("key 'link': has '"));
  EXPECT_THAT(
      refusal("settings: {link: {loss: 120%}}\n"),
      HasSubstr("key 'link': has '{loss: 120%}', which is not a link: {loss: 0% to below "));
  EXPECT_THAT(refusal("settings: {link: loss=1%}\n"), HasSubstr("'loss=1%' is not a link: "));
}

TEST(Expand, RefusesALinkWhoseServerCannotListenThere) {
  const std::string file =
      "servers:\n"
      "  address: {url: 'http://files.example/'}\n"
      "  loopback: {start: x, url: 'http://127.0.0.1:{port}/'}\n"
      "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: 1, "
      "link: {delay: 1ms}, ";
  const auto refused = [&file](const std::string& rest) { return refusal(file + rest + "}\n"); };
  EXPECT_THAT(refused("server: address"),
              HasSubstr("key 'link': 'delay:1ms' is for servers that are started here"));
  EXPECT_THAT(refused("server: loopback"), HasSubstr("write the placeholder {host}"));
  EXPECT_THAT(refused("host: '::1'"), HasSubstr("key 'host': '::1' is impossible with link"));
}

TEST(Expand, RefusesWhatIsNoTreeOrQuery) {
  EXPECT_THAT(refusal("settings: {tree: {folders: 0, files: 1, sizes: fixed(1B)}}\n"),
              HasSubstr("key 'tree': is not a tree: {folders: 1 to 100000, "));
  EXPECT_THAT(refusal("settings: {query: size=3}\n"), HasSubstr("key 'query': "));
}

TEST(Expand, ExcludesByAPartOfTheAxes) {
  const auto scenarios = expand_text(
      file("matrix: {connection: [keepalive, per-request], protocol: [http, line], requests: [1, "
           "2]}\n"
           "exclude:\n- {protocol: line}\n- {connection: per-request, requests: 2}\n"));
  EXPECT_THAT(values(scenarios, {"connection", "protocol", "requests"}),
              ElementsAre("keepalive http 1", "keepalive http 2", "per-request http 1"));
}

TEST(Expand, MayExcludeWhatIsNotThere) {
  EXPECT_EQ(expand_text(file("matrix: {requests: [1, 2]}\nexclude:\n- {requests: 3}\n")).size(),
            2u);
}

// The example by which the documentation of workflows explains include, in our words: the fruit is
// the volume (apple 1, pear 2, banana 3), the animal is requests (cat 5, dog 6), the colour is the
// seed (green 11, pink 12), the shape is slots (circle 4). What an entry leaves open gets its
// default: requests 1, seed 1, slots 0.
TEST(Expand, IncludesAsWorkflowsDo) {
  const auto scenarios = expand_text(
      "settings: {mode: thread, operation: get, client_pool: 1, server_pool: 1}\n"
      "matrix:\n"
      "  volume: [1, 2]\n"
      "  requests: [5, 6]\n"
      "include:\n"
      "- {seed: 11}\n"
      "- {seed: 12, requests: 5}\n"
      "- {volume: 1, slots: 4}\n"
      "- {volume: 3}\n"
      "- {volume: 3, requests: 5}\n");
  EXPECT_THAT(values(scenarios, {"volume", "requests", "seed", "slots"}),
              ElementsAre("1 5 12 4", "1 6 11 4", "2 5 12 0", "2 6 11 0", "3 1 1 0", "3 5 1 0"));
}

TEST(Expand, IncludesAfterItExcludes) {
  const auto scenarios =
      expand_text(file("matrix: {protocol: [http, line]}\nexclude:\n- {protocol: line}\n"
                       "include:\n- {protocol: line, requests: 2}\n"));
  EXPECT_THAT(values(scenarios, {"protocol", "requests"}), ElementsAre("http 1", "line 2"));
}

TEST(Expand, MakesScenariosOfIncludeAlone) {
  const auto scenarios = expand_text(file("include:\n- {requests: 2}\n- {requests: 3}\n"));
  EXPECT_THAT(values(scenarios, {"requests"}), ElementsAre("2", "3"));
}

TEST(Expand, LetsIncludeOverruleTheSettings) {
  const auto scenarios = expand_text(
      "settings: {mode: thread, operation: get, volume: 10, client_pool: 1, server_pool: 1, "
      "requests: 5}\n"
      "matrix: {protocol: [http, line]}\ninclude:\n- {protocol: line, requests: 1}\n");
  EXPECT_THAT(values(scenarios, {"protocol", "requests"}), ElementsAre("http 5", "line 1"));
}

TEST(Expand, RefusesTwoEqualScenarios) {
  EXPECT_THAT(refusal(file("include:\n- {requests: 2}\n- {requests: 2}\n")),
              HasSubstr("test.yaml:4: key 'include': makes a scenario that is there already"));
}

TEST(Expand, RefusesSettingsThatNothingGives) {
  const std::string text = refusal("settings: {mode: thread, operation: get}\n");
  EXPECT_THAT(text, HasSubstr("key 'volume': is missing; give it under matrix or under settings"));
  EXPECT_THAT(text, HasSubstr("key 'client_pool': is missing"));
  EXPECT_THAT(text, HasSubstr("3 mistakes"));
}

TEST(Expand, RefusesAMatrixThatLeavesNothing) {
  EXPECT_THAT(refusal(file("matrix: {protocol: [line]}\nexclude:\n- {protocol: line}\n")),
              HasSubstr("leaves no scenario to run"));
}

TEST(Expand, RefusesImpossibleCombinationsWithTheirLine) {
  EXPECT_THAT(refusal("settings: {mode: thread, client_pool: 1, server_pool: 1}\n"
                      "matrix:\n  operation: [list, get]\n  volume:\n  - 1\n  - 0.5\n"),
              HasSubstr("test.yaml:6: key 'volume': '0.5' is impossible with operation list"));
  EXPECT_THAT(refusal(file("matrix: {scenario_timeout: [10s]}\ninclude:\n- {min_duration: 10s}\n")),
              HasSubstr("test.yaml:4: key 'min_duration': '10s' is not shorter than"));
  EXPECT_THAT(refusal(file("include:\n- {client_workers: 2}\n")), HasSubstr("client_workers"));
  EXPECT_THAT(refusal(file("include:\n- {linger: 120s}\n")), HasSubstr("key 'linger': '120s'"));
  EXPECT_THAT(refusal("settings: {mode: thread, operation: upload, volume: 10, client_pool: 1, "
                      "server_pool: 1, max_upload: 1MiB}\n"),
              HasSubstr("smaller max_upload"));
}

TEST(Expand, RefusesLoadsThatMakeNoSense) {
  const std::pair<const char*, const char*> wrong[] = {
      {"{duration: 10s, requests: 2}", "key 'duration': '10s' replaces requests"},
      {"{duration: 10s, min_duration: 1s}", "key 'duration': '10s' replaces requests"},
      {"{duration: 5s, warmup: 500s}", "key 'warmup': '500s' is not shorter"},
      {"{duration: 100s, warmup: 20s}", "key 'duration': '100s' is not shorter"},
      {"{min_duration: 100s, warmup: 20s}", "key 'min_duration': '100s' is not shorter"},
      {"{rate: 1, requests: 120}", "key 'rate': '1' is too low"},
      {"{arrivals: poisson}", "key 'arrivals': 'poisson' is impossible in a closed loop"},
      {"{think_time: 1s, rate: 5}", "key 'think_time': '1s' is impossible in an open loop"},
  };
  for (const auto& [entry, complaint] : wrong)
    EXPECT_THAT(refusal(file(std::string("include:\n- ") + entry + "\n")), HasSubstr(complaint));
}

TEST(Expand, RefusesSharesThatNobodyHas) {
  const std::pair<const char*, const char*> wrong[] = {
      {"{weights: 3:2, mirrors: 1}", "key 'weights': '3:2' needs balance redirect, haproxy or"},
      {"{weights: 3:2, mirrors: 1, balance: kernel}", "key 'weights': '3:2' needs balance"},
      {"{weights: 3:2, balance: haproxy}", "key 'weights': '3:2' must have one weight for"},
      {"{weights: 3:2, mirrors: 2, balance: redirect}", "give mirrors + 1"},
      {"{mirrors: 1, store: memory, operation: delete}",
       "key 'mirrors': '1' is impossible with operation delete and store memory"},
  };
  for (const auto& [entry, complaint] : wrong)
    EXPECT_THAT(refusal(file(std::string("include:\n- ") + entry + "\n")), HasSubstr(complaint));
}

TEST(Expand, RefusesPacketsThatTheServerWouldNotSend) {
  const std::pair<const char*, const char*> wrong[] = {
      {"{packet_size: 64, protocol: line}",
       "key 'packet_size': '64' is impossible with protocol line"},
      {"{packet_size: 64, balance: haproxy}", "key 'packet_size': '64' is impossible with HAProxy"},
      {"{packet_size: 1048577}", "is not a whole number from 0 to 1048576 bytes"},
      {"{packet_size: 64KiB}", "is not a whole number from 0 to 1048576 bytes"},
  };
  for (const auto& [entry, complaint] : wrong)
    EXPECT_THAT(refusal(file(std::string("include:\n- ") + entry + "\n")), HasSubstr(complaint));
}

TEST(Expand, AllowsSharesOfAllThatServeTheFiles) {
  for (const char* entry : {"{weights: 3:2, mirrors: 1, balance: redirect}",
                            "{weights: 3:2, mirrors: 1, balance: haproxy}",
                            "{weights: 3:2:1, mirrors: 2, balance: haproxy-leastconn}",
                            "{mirrors: 1, store: memory}", "{mirrors: 1, operation: delete}"})
    EXPECT_EQ(refusal(file(std::string("include:\n- ") + entry + "\n")), "") << entry;
}

TEST(Expand, TellsOfAnImpossibleCombinationOnceForEachLine) {
  const std::string text = refusal(
      "settings: {mode: thread, operation: list, server_pool: 1}\n"
      "matrix:\n  client_pool: [1, 2, 3]\n  volume: [0.5]\n");
  EXPECT_EQ(text.find("impossible"), text.rfind("impossible"));
}

TEST(Expand, ManagesTheLargestMatrix) {
  std::string text = kRequired + std::string("matrix:\n  requests: [");
  for (int i = 1; i <= 1000; ++i) text += std::to_string(i) + ",";
  text += "]\n  seed: [";
  for (int i = 1; i <= 100; ++i) text += std::to_string(i) + ",";
  text += "]\n";
  EXPECT_EQ(expand_text(text).size(), kMostScenarios);
}

TEST(Expand, GivesTheFullMatrixItsScenarios) {
  const auto scenarios = expand(load_matrix_file(GAUNTLET_SOURCE_DIR "/scenarios/full.yaml"));
  std::vector<std::string> expected;
  for (const char* operation : {"upload", "get", "list"})
    for (const char* volume : {"10", "50", "100"})
      for (const char* clients : {"1", "5", "50"})
        for (const char* workers : {"1", "5", "50"})
          for (const char* mode : {"thread", "process"})
            expected.push_back(std::string(mode) + "-s" + workers + "-" + operation + "-" + volume +
                               "MB-c" + clients);
  EXPECT_EQ(ids(scenarios), expected);
  EXPECT_EQ(scenarios.size(), 162u);
}

TEST(Expand, GivesTheSmokeMatrixADozenScenarios) {
  EXPECT_EQ(expand(load_matrix_file(GAUNTLET_SOURCE_DIR "/scenarios/smoke.yaml")).size(), 12u);
}

TEST(Expand, GivesTheMatrixForTwoBuilds24Scenarios) {
  EXPECT_EQ(expand(load_matrix_file(GAUNTLET_SOURCE_DIR "/scenarios/ci.yaml")).size(), 24u);
}

TEST(ContentHash, TellsListsOfScenariosApart) {
  const auto one = expand_text(file(""));
  EXPECT_EQ(content_hash(one), content_hash(expand_text(file("name: other\n"))));
  EXPECT_NE(content_hash(one), content_hash(expand_text(file("matrix: {requests: [2]}\n"))));
}

TEST(Expand, NamesASmallVolumeByItsSize) {
  EXPECT_EQ(volume_name("10"), "10MB");
  EXPECT_EQ(volume_name("0.001"), "0.001MB");
  EXPECT_EQ(volume_name("0.0009765625"), "1KiB");
  EXPECT_EQ(volume_name("9.5367431640625e-05"), "100B");
  EXPECT_EQ(volume_name("0.0009765"), "0.0009765MB");  // no whole number of bytes
}

TEST(Expand, NamesAnExcludeThatLeavesOutNothing) {
  const Matrix matrix =
      load_matrix(file("matrix: {requests: [1, 2]}\nexclude:\n- {requests: 2}\n- {requests: 3}\n"),
                  "test.yaml");
  const std::vector<std::string> sentences = useless_excludes(matrix);
  ASSERT_EQ(sentences.size(), 1u);
  EXPECT_THAT(sentences[0], HasSubstr("key 'exclude': excludes no combination"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
