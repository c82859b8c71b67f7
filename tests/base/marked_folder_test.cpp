#include "base/marked_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>

#include "tests/temporary_folder.h"

namespace gauntlet {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class MarkedFolders : public testing::Test {
 protected:
  std::vector<std::string> sweep() { return remove_abandoned(opened.get(), "data_"); }

  // What a program leaves that is killed: its name.
  std::string leave_behind() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const UniqueFd reader(ends[0]);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto folder = MarkedFolder::make(opened.get(), "data_");
      const UniqueFd file(::openat(folder->fd(), "file", O_WRONLY | O_CREAT, 0600));
      ::mkdirat(folder->fd(), "inner", 0700);
      const UniqueFd deep(::openat(folder->fd(), "inner/file", O_WRONLY | O_CREAT, 0600));
      if (::write(ends[1], folder->name().data(), folder->name().size()) > 0) ::raise(SIGKILL);
    }
    ::close(ends[1]);
    std::string name(100, '\0');
    const ssize_t n = ::read(reader.get(), name.data(), name.size());
    name.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(parent.has(name + "/inner/file")) << name;
    return name;
  }

  TemporaryFolder parent{};
  UniqueFd opened{::open(parent.path().c_str(), O_RDONLY | O_DIRECTORY)};
};

TEST_F(MarkedFolders, AreRemovedWithWhatIsInThem) {
  {
    const auto folder = MarkedFolder::make(opened.get(), "data_");
    ASSERT_TRUE(folder);
    parent.write(folder->name() + "/file", "x");
    fs::create_directories(parent / folder->name() / "deep/er");
  }
  EXPECT_EQ(parent.entries(), 0u);
}

TEST_F(MarkedFolders, AreSweptWhenTheirOwnerIsGone) {
  const std::string name = leave_behind();
  EXPECT_THAT(sweep(), ElementsAre(name));
  EXPECT_EQ(parent.entries(), 0u);
}

TEST_F(MarkedFolders, StayWhileTheirOwnerLives) {
  const auto folder = MarkedFolder::make(opened.get(), "data_");
  EXPECT_THAT(sweep(), IsEmpty());
  EXPECT_TRUE(parent.has(folder->name()));
}

TEST_F(MarkedFolders, StayWhileAChildOfTheirOwnerLives) {
  auto folder = MarkedFolder::make(opened.get(), "data_");
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[1]);
    char byte = 0;
    ::_exit(static_cast<int>(::read(ends[0], &byte, 1)));
  }
  const std::string name = folder->name();
  fs::rename(parent / name, parent / "aside");  // the object leaves what has lost its name
  folder.reset();
  fs::rename(parent / "aside", parent / name);
  EXPECT_THAT(sweep(), IsEmpty());
  ::close(ends[0]);
  ::close(ends[1]);
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(sweep(), ElementsAre(name));
}

TEST_F(MarkedFolders, AreNotWhatOnlyHasTheName) {
  fs::create_directory(parent / "data_2025");
  parent.write("data_2025/mine", "x");
  fs::create_directory(parent / "data_empty");
  parent.write("data_file", "x");
  EXPECT_THAT(sweep(), IsEmpty());
  EXPECT_TRUE(parent.has("data_2025/mine"));
  EXPECT_TRUE(parent.has("data_empty"));
  EXPECT_TRUE(parent.has("data_file"));
}

TEST_F(MarkedFolders, AreNotWhatHasAMarkThatSaysSomethingElse) {
  fs::create_directory(parent / "data_2025");
  parent.write(fmt::format("data_2025/{}", kFolderMark), "mine\n");
  EXPECT_THAT(sweep(), IsEmpty());
  EXPECT_TRUE(parent.has("data_2025"));
}

TEST_F(MarkedFolders, AreNotCopiesOfAbandonedOnes) {
  const std::string name = leave_behind();
  fs::copy(parent / name, parent / "data_copy", fs::copy_options::recursive);
  EXPECT_THAT(sweep(), ElementsAre(name));
  EXPECT_TRUE(parent.has("data_copy/inner/file"));
}

TEST_F(MarkedFolders, AreNotWhatGotAnotherName) {
  fs::rename(parent / leave_behind(), parent / "data_kept");
  EXPECT_THAT(sweep(), IsEmpty());
  EXPECT_TRUE(parent.has("data_kept/inner/file"));
}

TEST_F(MarkedFolders, AreNotThoseOfOtherUsers) {
  const std::string name = leave_behind();
  if (::chown((parent / name / kFolderMark).c_str(), 12345, 12345) != 0)
    GTEST_SKIP() << "giving a file away needs privileges";
  EXPECT_THAT(sweep(), IsEmpty());
  EXPECT_TRUE(parent.has(name));
}

TEST_F(MarkedFolders, AreRemovedWithoutWhatTheirLinksLeadTo) {
  const TemporaryFolder precious;
  precious.write("file", "x");
  const std::string name = leave_behind();
  fs::create_directory_symlink(precious.path(), parent / name / "link");
  fs::create_directory_symlink(precious.path(), parent / "data_link");
  EXPECT_THAT(sweep(), ElementsAre(name));
  EXPECT_TRUE(precious.has("file"));
}

TEST_F(MarkedFolders, AreRemovedWithoutWhatIsMountedInThem) {
  const TemporaryFolder precious;
  precious.write("file", "x");
  const std::string name = leave_behind();
  const fs::path inner = parent / name / "inner";
  if (::mount(precious.path().c_str(), inner.c_str(), nullptr, MS_BIND, nullptr) != 0)
    GTEST_SKIP() << "mounting needs privileges";
  EXPECT_THAT(sweep(), IsEmpty());
  ASSERT_EQ(::umount(inner.c_str()), 0);
  EXPECT_TRUE(precious.has("file"));
  EXPECT_THAT(sweep(), ElementsAre(name)) << "it is still ours";
}

TEST_F(MarkedFolders, LeaveWhatTookTheirName) {
  {
    const auto folder = MarkedFolder::make(opened.get(), "data_");
    fs::rename(parent / folder->name(), parent / "moved");
    fs::create_directory(parent / folder->name());
  }
  EXPECT_EQ(parent.entries(), 2u);
}

TEST_F(MarkedFolders, SayWhyTheyCannotBeMade) {
  const auto folder = MarkedFolder::make(opened.get(), "no/such/");
  EXPECT_EQ(errno, ENOENT);
  EXPECT_FALSE(folder);
}

}  // namespace
}  // namespace gauntlet
