#include "server_pool/redirects/front.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::server_pool::redirects {
namespace {

using testing::ElementsAre;

constexpr const char* kHere = "here";

// Who has the next turns of a pool that is called "a".
std::vector<std::string> next(Front& front, int turns) {
  std::vector<std::string> who;
  for (int i = 0; i < turns; ++i) who.push_back(front.next("a").value_or(kHere));
  return who;
}

TEST(Front, HasTheWorkersOfThePoolInTurn) {
  const Counters counters(3);
  Front front({}, {}, {7000, 7001, 7002}, counters);
  EXPECT_THAT(next(front, 4), ElementsAre(kHere, "a:7001", "a:7002", kHere));
}

TEST(Front, HasThePortsOfAMirrorInTurn) {
  const std::vector<Mirror> mirrors{{.host = "b", .ports = {80, 81}}};
  const Counters counters(1, 1);
  Front front(mirrors, {}, {7000}, counters);
  EXPECT_THAT(next(front, 6), ElementsAre(kHere, "b:80", kHere, "b:81", kHere, "b:80"));
}

TEST(Front, CountsThePoolAsOneHoweverManyWorkersItHas) {
  const std::vector<Mirror> mirrors{{.host = "b", .ports = {80}}};
  const Counters counters(2, 1);
  Front front(mirrors, {}, {7000, 7001}, counters);
  EXPECT_THAT(next(front, 4), ElementsAre(kHere, "b:80", "a:7001", "b:80"));
}

TEST(Front, GivesTurnsByWeight) {
  const std::vector<Mirror> mirrors{{.host = "b", .ports = {80}}};
  const Counters counters(1, 1);
  Front front(mirrors, {1, 2}, {7000}, counters);
  EXPECT_THAT(next(front, 3), ElementsAre("b:80", kHere, "b:80"));
}

TEST(Front, LeavesOutMirrorsThatAreNotHealthy) {
  const std::vector<Mirror> mirrors{{.host = "b", .ports = {80}}, {.host = "c", .ports = {80}}};
  Counters counters(1, 2);
  Front front(mirrors, {}, {7000}, counters);
  counters.mirror_healthy(0).set(0);
  EXPECT_THAT(next(front, 4), ElementsAre(kHere, "c:80", kHere, "c:80"));
}

TEST(Front, ServesItselfWhenNoMirrorIsHealthy) {
  const std::vector<Mirror> mirrors{{.host = "b", .ports = {80}}};
  Counters counters(1, 1);
  Front front(mirrors, {}, {7000}, counters);
  counters.mirror_healthy(0).set(0);
  EXPECT_THAT(next(front, 2), ElementsAre(kHere, kHere));
}

}  // namespace
}  // namespace gauntlet::server_pool::redirects
