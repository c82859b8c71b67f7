#include "orchestrator/ab/warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "orchestrator/matrix/expand.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::ab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Warnings : public testing::Test {
 protected:
  Build build(const std::string& name) const {
    const std::filesystem::path folder = folder_.path() / name;
    std::filesystem::create_directories(folder);
    Build made{.name = name};
    made.programs.server_pool = folder / "server_pool";
    made.programs.client_pool = folder / "client_pool";
    std::ofstream(made.programs.server_pool) << name;
    std::ofstream(made.programs.client_pool) << name;
    return made;
  }

  static Trial trial(const std::string& base, const std::string& fresh) {
    const matrix::Matrix matrix = matrix::load_matrix(
        "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: 1}\n",
        "test.yaml");
    Trial made;
    made.plan.scenarios = matrix::expand(matrix, {.set = {base}});
    made.fresh = matrix::expand(matrix, {.set = {fresh}});
    return made;
  }

  TemporaryFolder folder_{};
};

TEST_F(Warnings, SayThatABuildIsComparedWithItself) {
  const Trial same = trial("slots=1", "slots=1");
  EXPECT_THAT(warnings(same, build("a"), build("a")),
              ElementsAre(HasSubstr("the differences found are noise")));
  EXPECT_THAT(warnings(same, build("a"), build("b")), IsEmpty());
}

TEST_F(Warnings, LetOneBuildBeComparedByASetting) {
  EXPECT_THAT(warnings(trial("slots=1", "slots=2"), build("a"), build("a")), IsEmpty());
}

TEST_F(Warnings, SayThatDifferentAmountsOfWorkAreCompared) {
  EXPECT_THAT(warnings(trial("volume=1", "volume=2"), build("a"), build("a")),
              ElementsAre(HasSubstr("their times compare different amounts of work")));
}

}  // namespace
}  // namespace gauntlet::orchestrator::ab
