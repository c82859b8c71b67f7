#include "orchestrator/run/probe.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

class ProbeTest : public testing::Test {
 protected:
  void log(const std::string& text) const { std::ofstream(file(), std::ios::app) << text; }
  std::string file() const { return (folder_.path() / "log").string(); }

  TemporaryFolder folder_{};
  Probe probe_{{.by = ReadyBy::kLine, .pattern = "ready on [0-9]+$"}, file()};
};

TEST_F(ProbeTest, FindsALine) {
  log("starting\nnow ready on 80\n");
  EXPECT_TRUE(probe_.is_ready());
}

TEST_F(ProbeTest, IsNotReadyWithoutALog) { EXPECT_FALSE(probe_.is_ready()); }

TEST_F(ProbeTest, IsNotReadyAfterOtherLines) {
  log("ready on nothing\n");
  EXPECT_FALSE(probe_.is_ready());
}

TEST_F(ProbeTest, WaitsForTheEndOfTheLine) {
  log("ready on 8");
  EXPECT_FALSE(probe_.is_ready());
  log("0\n");
  EXPECT_TRUE(probe_.is_ready());
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
