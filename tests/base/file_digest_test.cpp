#include "base/file_digest.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet {
namespace {

// A file of three bytes without a name.
class FileDigest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::pwrite(fd(), "abc", 3, 0), 3);
    if (!store_digest(fd(), status(), 0x0000BEEF))
      GTEST_SKIP() << "this file system keeps no attributes";
  }

  int fd() const { return ::fileno(file_.get()); }

  struct stat status() const {
    struct stat result {};
    ::fstat(fd(), &result);
    return result;
  }

 private:
  std::unique_ptr<std::FILE, decltype(&std::fclose)> file_{std::tmpfile(), &std::fclose};
};

TEST_F(FileDigest, IsKeptWithTheFile) { EXPECT_EQ(stored_digest(fd(), status()), 0x0000BEEFu); }

TEST_F(FileDigest, IsReplacedByANewOne) {
  EXPECT_TRUE(store_digest(fd(), status(), 0xFFFFFFFF));
  EXPECT_EQ(stored_digest(fd(), status()), 0xFFFFFFFFu);
}

TEST_F(FileDigest, IsNotBelievedOnceTheSizeChanged) {
  ASSERT_EQ(::pwrite(fd(), "d", 1, 3), 1);
  EXPECT_EQ(stored_digest(fd(), status()), std::nullopt);
}

TEST_F(FileDigest, IsNotBelievedOnceTheTimeChanged) {
  const timespec times[2] = {{.tv_sec = 1, .tv_nsec = 0}, {.tv_sec = 1, .tv_nsec = 1}};
  ASSERT_EQ(::futimens(fd(), times), 0);
  EXPECT_EQ(stored_digest(fd(), status()), std::nullopt);
}

// Which some ticks of the clock must lie between; the loop ends as soon as they have passed.
TEST_F(FileDigest, IsNotBelievedOnceTheFileWasRewrittenAndItsTimeSetBack) {
  const struct stat before = status();
  const timespec times[2] = {before.st_atim, before.st_mtim};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  do {
    ASSERT_EQ(::pwrite(fd(), "xyz", 3, 0), 3);
    ASSERT_EQ(::futimens(fd(), times), 0);
  } while (stored_digest(fd(), status()) && std::chrono::steady_clock::now() < deadline);
  EXPECT_EQ(status().st_mtim.tv_nsec, before.st_mtim.tv_nsec);
  EXPECT_EQ(stored_digest(fd(), status()), std::nullopt);
}

TEST_F(FileDigest, IsNotBelievedWithoutTheTimeItIsGoodFor) {
  const struct stat now = status();
  const std::string old = fmt::format("0000beef {} {}.{:09} {}", now.st_size, now.st_mtim.tv_sec,
                                      now.st_mtim.tv_nsec, now.st_ino);
  for (const std::string& value :
       {old, std::string("0000beef"), std::string("0000beef 9"), std::string("beef 9 x"),
        std::string(" "), std::string(127, '0')}) {
    ASSERT_EQ(::fsetxattr(fd(), "user.gauntlet.crc32c", value.data(), value.size(), 0), 0);
    EXPECT_EQ(stored_digest(fd(), status()), std::nullopt) << value;
  }
}

TEST_F(FileDigest, IsNotBelievedOfACopy) {
  struct stat copy = status();
  ++copy.st_ino;
  EXPECT_EQ(stored_digest(fd(), copy), std::nullopt);
}

TEST(FileDigestOfAFileWithoutOne, IsNothing) {
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::tmpfile(), &std::fclose);
  struct stat status {};
  ASSERT_EQ(::fstat(::fileno(file.get()), &status), 0);
  EXPECT_EQ(stored_digest(::fileno(file.get()), status), std::nullopt);
}

TEST(FileDigestOfAFileThatKeepsNone, IsNotStored) {
  const UniqueFd device(::open("/dev/null", O_RDWR));
  EXPECT_FALSE(store_digest(device.get(), {}, 1));
}

}  // namespace
}  // namespace gauntlet
