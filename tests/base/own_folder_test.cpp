#include "base/own_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>

#include "base/error.h"
#include "tests/temporary_folder.h"

namespace gauntlet {
namespace {

namespace fs = std::filesystem;

class OwnFolders : public testing::Test {
 protected:
  TemporaryFolder parent_{};
};

TEST_F(OwnFolders, AreMadeWithTheirParentAndRemovedWithWhatIsInThem) {
  fs::path path;
  {
    const OwnFolder folder(parent_ / "deep", "data_");
    path = folder.path();
    EXPECT_EQ(path.parent_path(), parent_ / "deep");
    EXPECT_TRUE(fs::is_directory(path));
    std::ofstream(path / "file") << "x";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(OwnFolders, StandBesideEachOther) {
  const OwnFolder first(parent_.path(), "data_");
  const OwnFolder second(parent_.path(), "data_");
  EXPECT_TRUE(fs::exists(first.path()));
  EXPECT_TRUE(fs::exists(second.path()));
}

TEST_F(OwnFolders, RemoveWhatAKilledProgramLeft) {
  const pid_t child = ::fork();
  if (child == 0) {
    const OwnFolder folder(parent_.path(), "data_");
    std::ofstream(folder.path() / "file") << "x";
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const OwnFolder folder(parent_.path(), "data_");
  EXPECT_EQ(parent_.entries(), 1u);
}

TEST_F(OwnFolders, LeaveOtherNamesAlone) {
  fs::create_directory(parent_ / "other");
  { const OwnFolder folder(parent_.path(), "data_"); }
  EXPECT_TRUE(fs::exists(parent_ / "other"));
}

TEST_F(OwnFolders, LeaveAFolderOfTheUsersThatIsNamedLikeThem) {
  fs::create_directory(parent_ / "data_2025");
  std::ofstream(parent_ / "data_2025" / "mine") << "x";
  { const OwnFolder folder(parent_.path(), "data_"); }
  EXPECT_TRUE(fs::exists(parent_ / "data_2025" / "mine"));
}

TEST_F(OwnFolders, FollowNoLinkOutOfTheirParent) {
  fs::create_directory(parent_ / "precious");
  fs::create_directory(parent_ / "place");
  fs::create_symlink(parent_ / "precious", parent_ / "place" / "data_link");
  { const OwnFolder folder(parent_ / "place", "data_"); }
  EXPECT_TRUE(fs::exists(parent_ / "precious"));
}

TEST_F(OwnFolders, SayWhenTheyCannotBeMade) {
  std::ofstream(parent_ / "file") << "x";
  try {
    const OwnFolder folder(parent_ / "file", "data_");
    FAIL() << "made";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

}  // namespace
}  // namespace gauntlet
