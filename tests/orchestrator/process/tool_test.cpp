#include "orchestrator/process/tool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace gauntlet::orchestrator::process {
namespace {

using testing::HasSubstr;

std::string problem_of(const std::vector<std::string>& argv) {
  try {
    run_tool(argv);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    return error.what();
  }
  return {};
}

TEST(RunTool, SaysNothingOfAToolThatDoesItsWork) {
  EXPECT_EQ(problem_of({"sh", "-c", "echo done"}), "");
}

TEST(RunTool, SaysWhatAToolSaidThatFailed) {
  EXPECT_EQ(problem_of({"sh", "-c", "echo first; echo second >&2; exit 3"}),
            "'sh -c echo first; echo second >&2; exit 3' exited with 3: first second");
}

TEST(RunTool, NamesAToolThatIsNotThere) {
  EXPECT_THAT(problem_of({"/no/such/tool"}), HasSubstr("cannot run '/no/such/tool'"));
}

TEST(RunTool, CannotRunAnythingInAPlaceThatIsNone) {
  EXPECT_THROW(run_tool({"true"}, {.net = 0}), Error);
}

}  // namespace
}  // namespace gauntlet::orchestrator::process
