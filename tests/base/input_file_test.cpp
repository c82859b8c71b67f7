#include "base/input_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/error.h"
#include "base/unique_fd.h"
#include "tests/temporary_folder.h"

namespace gauntlet {
namespace {

using testing::HasSubstr;

std::string refusal(const std::filesystem::path& file, std::uint64_t most = 1000) {
  try {
    read_input(file, most);
    return "not refused";
  } catch (const Error& error) {
    return error.code() == ExitCode::kBadInput ? error.what() : "wrong exit code";
  }
}

class InputFile : public testing::Test {
 protected:
  TemporaryFolder folder_{};
};

TEST_F(InputFile, IsReadAsAWhole) {
  const std::string content(300'000, 'x');
  folder_.write("a", content);
  folder_.write("empty", "");
  EXPECT_EQ(read_input(folder_ / "a", 300'000), content);
  EXPECT_EQ(read_input(folder_ / "empty", 0), "");
}

TEST_F(InputFile, HasABound) {
  folder_.write("a", std::string(1001, 'x'));
  EXPECT_EQ(refusal(folder_ / "a"), (folder_ / "a").string() + ": has more than 1000 B");
  EXPECT_EQ(read_input(folder_ / "a", 1001).size(), 1001u);
}

TEST_F(InputFile, IsNoFolderAndNoDevice) {
  EXPECT_EQ(refusal(folder_.path()), folder_.path().string() + ": is a folder; name a file");
  for (const char* device : {"/dev/zero", "/dev/null", "/dev/tty"})
    EXPECT_EQ(refusal(device), std::string(device) + ": is a device; name a file");
}

TEST_F(InputFile, MustBeThere) {
  EXPECT_THAT(refusal("/nowhere/a"), HasSubstr("/nowhere/a: cannot be read: No such file"));
}

TEST_F(InputFile, IsNoPipeThatNobodyWritesInto) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(refusal(folder_ / "pipe"), HasSubstr("is a pipe that nobody writes into"));
}

TEST_F(InputFile, MayBeAPipeWithAnEnd) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd out(ends[0]);
  UniqueFd in(ends[1]);
  ASSERT_EQ(::write(in.get(), "abc", 3), 3);
  in.reset();
  EXPECT_EQ(read_input("/dev/fd/" + std::to_string(out.get()), 1000), "abc");
}

}  // namespace
}  // namespace gauntlet
