#include "server_pool/digests.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "base/unique_fd.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool {
namespace {

class DigestsTest : public testing::Test {
 protected:
  DigestsTest() {
    folder.write("file", "content");
    file.reset(::open((folder / "file").c_str(), O_RDWR | O_CLOEXEC));
  }

  struct stat status() {
    struct stat now {};
    ::fstat(file.get(), &now);
    return now;
  }

  TemporaryFolder folder;
  UniqueFd file;
  Digests digests;
};

TEST_F(DigestsTest, AreNotKnownAtFirst) { EXPECT_FALSE(digests.find(file.get(), status())); }

TEST_F(DigestsTest, AreRemembered) {
  digests.remember(file.get(), status(), 42);
  EXPECT_EQ(digests.find(file.get(), status()), 42u);
}

TEST_F(DigestsTest, AreForgottenWhenTheFileChanges) {
  digests.remember(file.get(), status(), 42);
  ASSERT_EQ(::pwrite(file.get(), "longer content", 14, 0), 14);
  EXPECT_FALSE(digests.find(file.get(), status()));
}

}  // namespace
}  // namespace gauntlet::server_pool
