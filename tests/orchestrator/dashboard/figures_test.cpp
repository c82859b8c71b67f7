#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/dashboard/call.h"
#include "orchestrator/dashboard/figures_text.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FiguresText, HasWhatIsKnownAndNothingElse) {
  const LiveState state([](std::string_view, const LiveState::Json&) {}, 0);
  const std::string text = figures_text(state.figures());
  EXPECT_THAT(text, HasSubstr("# TYPE gauntlet_run_requests_total counter\n"
                              "gauntlet_run_requests_total 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("cache_hits")));
}

TEST(ServersFigures, AreReadFromItsMetrics) {
  const ServerFigures figures = read_figures(
      "# HELP gauntlet_workers Workers of the pool.\ngauntlet_workers 4\n"
      "gauntlet_cache_enabled 1\ngauntlet_cache_hits_total 12\n");
  EXPECT_EQ(figures.workers, 4u);
  EXPECT_EQ(figures.cache_enabled, true);
  EXPECT_EQ(figures.cache_hits, 12u);
  EXPECT_FALSE(figures.cache_misses);
}

TEST(ServersFigures, AreNoneOfAServerThatTellsNone) {
  EXPECT_EQ(read_figures("<html>"), ServerFigures{});
  EXPECT_EQ(read_figures("gauntlet_workers many\nx_gauntlet_workers 4\n"), ServerFigures{});
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
