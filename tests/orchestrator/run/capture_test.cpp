#include "orchestrator/run/capture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::HasSubstr;

TEST(CaptureSeen, SaysWhyTheClientsCapturedNothing) {
  const CaptureSeen seen =
      look_at_capture("/no/file", contract::CaptureReport{.problem = "no right"});
  EXPECT_EQ(seen.problem, "no right");
  EXPECT_FALSE(seen.figures);
}

TEST(CaptureSeen, SaysWhenTheClientsSayNothingOfIt) {
  EXPECT_THAT(look_at_capture("/no/file", std::nullopt).problem, HasSubstr("captured nothing"));
}

TEST(CaptureSeen, HasNoFiguresOfAFileThatIsNoCapture) {
  const TemporaryFolder folder;
  folder.write("c.pcap", "something else");
  const CaptureSeen seen = look_at_capture(folder / "c.pcap", contract::CaptureReport{});
  EXPECT_NE(seen.problem, "");
  EXPECT_FALSE(seen.figures);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
