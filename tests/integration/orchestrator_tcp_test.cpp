// What a sweep keeps of the connections of its scenarios.
#include <gtest/gtest.h>

#include <string>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

class TcpOfASweep : public Orchestrator {
 protected:
  Ended sweep(const std::string& settings) const {
    const fs::path file = write("m.yaml",
                                "settings: {mode: thread, operation: get, volume: 0.01, "
                                "client_pool: 2, server_pool: 1, tcp_interval: 20ms, "
                                "duration: 300ms, " +
                                    settings + "}\n");
    return run({"run", file.string(), "--results", results().string()});
  }

  fs::path folder_of_sweep() const { return table_file().replace_extension(); }
};

TEST_F(TcpOfASweep, IsKeptOfBothSides) {
  const Ended ended = sweep("linger: 0s");
  ASSERT_EQ(ended.code, 0) << ended.output;
  const fs::path kept = folder_of_sweep() / "tcp";
  EXPECT_TRUE(fs::exists(kept / "thread-s1-get-0.01MB-c2.pass1.client.csv"));
  EXPECT_TRUE(fs::exists(kept / "thread-s1-get-0.01MB-c2.pass1.server.csv"));
}

TEST_F(TcpOfASweep, IsNotKeptWhereItIsOff) {
  ASSERT_EQ(sweep("tcp: off").code, 0);
  EXPECT_FALSE(fs::exists(folder_of_sweep() / "tcp"));
}

TEST_F(TcpOfASweep, IsDrawnWhereTheScenarioAsksForIt) {
  const Ended ended = sweep("tcp: draw");
  ASSERT_EQ(ended.code, 0) << ended.output;
  EXPECT_TRUE(fs::exists(folder_of_sweep() / "plots" / "tcp_thread-s1-get-0.01MB-c2.pass1.svg"));
}

}  // namespace
}  // namespace gauntlet::orchestrator
