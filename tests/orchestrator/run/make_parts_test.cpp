#include "orchestrator/run/parts/make_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <typeinfo>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/run/parts/clients.h"
#include "orchestrator/run/parts/events.h"
#include "orchestrator/run/parts/haproxy.h"
#include "orchestrator/run/parts/link.h"
#include "orchestrator/run/parts/mirrors.h"
#include "orchestrator/run/parts/own_server.h"
#include "orchestrator/run/parts/sampler.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

using testing::ElementsAre;

std::string name_of(const Part& part) {
  if (typeid(part) == typeid(Mirrors)) return "mirrors";
  if (typeid(part) == typeid(Link)) return "link";
  if (typeid(part) == typeid(OwnServer)) return "server";
  if (typeid(part) == typeid(Haproxy)) return "haproxy";
  if (typeid(part) == typeid(Events)) return "events";
  if (typeid(part) == typeid(Clients)) return "clients";
  if (typeid(part) == typeid(SamplerPart)) return "sampler";
  return "another";
}

// The names of the parts of a scenario with these settings.
std::vector<std::string> parts_of(const std::string& settings) {
  const matrix::Scenario scenario =
      matrix::expand(matrix::load_matrix("settings: {mode: thread, operation: get, volume: 1, "
                                         "client_pool: 4, server_pool: 2" +
                                             settings + "}",
                                         "test.yaml"))
          .at(0);
  const Programs programs{"server_pool", "client_pool"};
  const process::Launcher launch{};
  const RunContext context{.programs = programs, .launch = launch};
  RunState run{.scenario = scenario, .context = context};
  std::vector<std::string> names;
  for (const auto& part : make_parts(run)) names.push_back(name_of(*part));
  return names;
}

TEST(MakeParts, OfAScenarioWithoutMore) {
  EXPECT_THAT(parts_of(""), ElementsAre("server", "events", "clients", "sampler"));
}

TEST(MakeParts, StartsMirrorsBeforeTheServerThatIsToldOfThem) {
  EXPECT_THAT(parts_of(", mirrors: 2"),
              ElementsAre("mirrors", "server", "events", "clients", "sampler"));
}

TEST(MakeParts, MakesALinkBeforeAnythingRunsInIt) {
  EXPECT_THAT(parts_of(", mirrors: 2, link: {delay: 1ms}"),
              ElementsAre("link", "mirrors", "server", "events", "clients", "sampler"));
}

TEST(MakeParts, StartsHaproxyWhenAllServersRun) {
  EXPECT_THAT(parts_of(", mirrors: 2, balance: haproxy"),
              ElementsAre("mirrors", "server", "haproxy", "events", "clients", "sampler"));
  EXPECT_THAT(parts_of(", balance: haproxy-leastconn"),
              ElementsAre("server", "haproxy", "events", "clients", "sampler"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::run::parts
