#include "orchestrator/run/file_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/vfs.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::run {
namespace {

using testing::HasSubstr;

constexpr long kTmpfsMagic = 0x01021994;

class FileCache : public testing::Test {
 protected:
  FileCache() { std::ofstream(file_) << std::string(1 << 20, 'x'); }

  // A folder in memory has nothing else to hold its files.
  bool on_disk() const {
    struct statfs status {};
    return ::statfs(folder_.path().c_str(), &status) == 0 && status.f_type != kTmpfsMagic;
  }

  TemporaryFolder folder_{};
  std::filesystem::path file_ = folder_.path() / "file.bin";
};

TEST_F(FileCache, IsFullOfAFileThatWasJustWritten) { EXPECT_EQ(cached_part(file_), 1.0); }

TEST_F(FileCache, IsEmptiedForAColdStart) {
  if (!on_disk()) GTEST_SKIP() << "the temporary folder is in memory";
  EXPECT_EQ(set_file_cache(file_, "cold"), "");
  EXPECT_LE(cached_part(file_).value(), 0.01);
}

TEST_F(FileCache, IsFilledForAWarmStart) {
  set_file_cache(file_, "cold");
  EXPECT_EQ(set_file_cache(file_, "warm"), "");
  EXPECT_EQ(cached_part(file_), 1.0);
}

TEST_F(FileCache, IsLeftAloneForAny) {
  EXPECT_EQ(set_file_cache(file_, "any"), "");
  EXPECT_EQ(cached_part(file_), 1.0);
}

TEST_F(FileCache, IsNotInAnyStateWithoutTheFile) {
  EXPECT_FALSE(cached_part(folder_.path() / "none").has_value());
  EXPECT_THAT(set_file_cache(folder_.path() / "none", "cold"), HasSubstr("cannot be told"));
}

TEST_F(FileCache, HoldsAllOfAnEmptyFile) {
  std::ofstream(folder_.path() / "empty");
  EXPECT_EQ(cached_part(folder_.path() / "empty"), 1.0);
}

}  // namespace
}  // namespace gauntlet::orchestrator::run
