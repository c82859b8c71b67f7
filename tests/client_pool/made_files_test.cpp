#include "client_pool/made_files.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gauntlet::client_pool {
namespace {

TEST(MadeFiles, AreTakenOnceEachInTheirOrder) {
  const MadeFiles files({"a", "b"});
  EXPECT_EQ(files.take(), 0u);
  EXPECT_EQ(files.take(), 1u);
  EXPECT_EQ(files.name(1), "b");
  EXPECT_FALSE(files.ran_out());
}

TEST(MadeFiles, RunOutWhenOneMoreIsWanted) {
  const MadeFiles files({"a"});
  files.take();
  EXPECT_EQ(files.take(), std::nullopt);
  EXPECT_TRUE(files.ran_out());
}

TEST(MadeFiles, AreThereUntilTheyAreDeleted) {
  const MadeFiles files({"a", "b"});
  files.set_gone(1);
  EXPECT_FALSE(files.is_gone(0));
  EXPECT_TRUE(files.is_gone(1));
}

TEST(MadeFiles, AreSharedWithChildProcesses) {
  const MadeFiles files({"a", "b"});
  const pid_t child = ::fork();
  if (child == 0) {
    files.set_gone(*files.take());
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(files.is_gone(0));
  EXPECT_EQ(files.take(), 1u);
}

}  // namespace
}  // namespace gauntlet::client_pool
