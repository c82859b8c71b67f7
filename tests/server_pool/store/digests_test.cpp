#include "server_pool/store/digests.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unique_fd.h"
#include "server_pool/workspace.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::store {
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

  SharedFile served() {
    return std::make_shared<const ServedFile>(UniqueFd(::dup(file.get())), status());
  }

  // More than one part.
  static constexpr std::size_t kLarge = 3 * kMiB + 1;
  void make_large() { folder.write("file", std::string(kLarge, 'x')); }

  static std::optional<std::uint32_t> finished(DigestWork& work) {
    while (!work.done()) work.go_on();
    return work.digest();
  }

  TemporaryFolder folder;
  UniqueFd file;
  Store store{folder.path(), "", StoreKind::kDisk};
  PageBuffer buffer{kBufferBytes};
  Digests digests{store, buffer};
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

// Some ticks of the clock must lie between; the loop ends as soon as they have passed.
TEST_F(DigestsTest, AreForgottenWhenTheFileIsRewrittenAndItsTimeSetBack) {
  const timespec times[2] = {status().st_atim, status().st_mtim};
  digests.remember(file.get(), status(), 42);
  const auto deadline = steady_now() + std::chrono::seconds(10);
  do {
    ASSERT_EQ(::pwrite(file.get(), "CONTENT", 7, 0), 7);
    ASSERT_EQ(::futimens(file.get(), times), 0);
  } while (digests.find(file.get(), status()) && steady_now() < deadline);
  EXPECT_FALSE(digests.find(file.get(), status()));
}

TEST_F(DigestsTest, AreComputedInParts) {
  make_large();
  const auto work = digests.compute(served());
  work->go_on();
  EXPECT_FALSE(work->done());
  Crc32c crc32c;
  crc32c.put(std::string(kLarge, 'x'));
  EXPECT_EQ(finished(*work), crc32c.value());
  EXPECT_EQ(digests.find(file.get(), status()), crc32c.value());
}

TEST_F(DigestsTest, AreComputedOnceForAllWhoWait) {
  make_large();
  const auto work = digests.compute(served());
  work->go_on();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(digests.compute(served()), work);
}

TEST_F(DigestsTest, AreComputedAnewForAnotherVersion) {
  make_large();
  const auto work = digests.compute(served());
  work->go_on();
  ASSERT_EQ(::pwrite(file.get(), "y", 1, kLarge), 1);
  EXPECT_NE(digests.compute(served()), work);
}

TEST_F(DigestsTest, AreNotComputedAnyMoreOnceNobodyWaits) {
  make_large();
  std::weak_ptr<DigestWork> work;
  {
    const auto waiting = digests.compute(served());
    waiting->go_on();
    work = waiting;
  }
  EXPECT_TRUE(work.expired());
}

TEST_F(DigestsTest, AreNotToldOfAFileThatChangedMeanwhile) {
  make_large();
  const auto work = digests.compute(served());
  work->go_on();
  ASSERT_EQ(::pwrite(file.get(), "y", 1, 0), 1);
  const timespec times[2] = {{.tv_sec = 1, .tv_nsec = 0}, {.tv_sec = 1, .tv_nsec = 0}};
  ASSERT_EQ(::futimens(file.get(), times), 0);
  EXPECT_EQ(finished(*work), std::nullopt);
}

TEST_F(DigestsTest, AreNotToldOfAFileThatBecameShorter) {
  make_large();
  const auto work = digests.compute(served());
  work->go_on();
  ASSERT_EQ(::ftruncate(file.get(), 10), 0);
  EXPECT_EQ(finished(*work), std::nullopt);
}

// Two workers compute it at the same time: the attribute of the first is no change of the content.
TEST_F(DigestsTest, AreToldThoughAnotherWorkerStoredItsOwnMeanwhile) {
  make_large();
  const auto work = digests.compute(served());
  work->go_on();
  Digests others(store, buffer);
  const auto first = others.compute(served());
  const auto digest = finished(*first);
  ASSERT_TRUE(digest);
  EXPECT_EQ(finished(*work), digest);
}

}  // namespace
}  // namespace gauntlet::server_pool::store
