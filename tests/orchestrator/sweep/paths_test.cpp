#include "orchestrator/sweep/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "tests/orchestrator/process/signals.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The addresses of the servers of a file with these servers and axes.
std::vector<std::string> addresses_in(const std::string& servers, const std::string& matrix) {
  const auto scenarios = matrix::expand(
      matrix::load_matrix("settings: {mode: thread, operation: get, volume: 1, server_pool: 1}\n"
                          "servers:\n" +
                              servers + "matrix: {client_pool: [1, 2], " + matrix + "}\n",
                          "test.yaml"));
  std::vector<std::string> texts;
  for (const trace::Target& target : addresses_of(scenarios)) texts.push_back(to_string(target));
  return texts;
}

TEST(AddressesOfServers, AreThoseThatAreNotStartedByUsEachOnce) {
  EXPECT_THAT(addresses_in("  here: {start: 'web {port}', url: 'http://127.0.0.1:{port}/'}\n"
                           "  far: {url: 'http://files.example:9000/files/'}\n"
                           "  far6: {url: 'http://[fd00::1]/'}\n",
                           "server: [server_pool, here, far, far6]"),
              ElementsAre("[fd00::1]:80", "files.example:9000"));
}

TEST(AddressesOfServers, AreNotThoseThatAreASecret) {
  ::setenv("GAUNTLET_TEST_HOST", "hidden.example", 1);
  EXPECT_THAT(addresses_in("  far: {url: 'http://${GAUNTLET_TEST_HOST}:9000/'}\n", "server: [far]"),
              IsEmpty());
  ::unsetenv("GAUNTLET_TEST_HOST");
}

TEST(PathsToServers, AreNotLookedForOnThisMachine) {
  const process::Interrupt interrupt;
  const PathsFound found = find_paths(
      {{.host = "127.0.0.1", .port = 9}, {.host = "127.0.0.9"}, {.host = "::1"}}, interrupt);
  EXPECT_THAT(found.paths, IsEmpty());
  EXPECT_THAT(found.notes, IsEmpty());
  process::forget_signals();
}

TEST(PathsToServers, ThatAreNotFoundAreSaid) {
  const process::Interrupt interrupt;
  const PathsFound found = find_paths({{.host = "no..host"}}, interrupt);
  EXPECT_THAT(sentences_of(found),
              ElementsAre(testing::StartsWith("no path to no..host: 'no..host' has no address")));
  process::forget_signals();
}

}  // namespace
}  // namespace gauntlet::orchestrator::sweep
