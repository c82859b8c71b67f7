#include "server_pool/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "base/error.h"
#include "base/units.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

// A root with a file and a folder in it, and beside it a file that must stay out of reach.
class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    fs::create_directories(root / "folder");
    root.write("a.bin", "aaaa");
    root.write("folder/b.bin", "bb");
    outside.write("secret", "secret");
  }

  std::string read(const std::string& name) {
    const auto file = store.open_file(name);
    if (!file) return fmt::format("error {}", static_cast<int>(file.error()));
    std::string content(static_cast<std::size_t>(file->status.st_size), '\0');
    EXPECT_EQ(::pread(file->fd.get(), content.data(), content.size(), 0),
              static_cast<ssize_t>(content.size()));
    return content;
  }

  StoreError open_error(std::string_view name) {
    const auto file = store.open_file(name);
    EXPECT_FALSE(file) << name << " was opened";
    return file ? StoreError::kFailed : file.error();
  }

  std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    const auto content = store.list(folder);
    if (!content) return {"error"};
    for (const wire::Entry& entry : content->entries) names.push_back(entry.name);
    return names;
  }

  // Uploads a file, all at once.
  tl::expected<bool, StoreError> upload(const std::string& name, const std::string& content) {
    auto file = store.create(content.size());
    EXPECT_TRUE(file);
    EXPECT_TRUE(file->write(content));
    return store.commit(std::move(*file), name);
  }

  TemporaryFolder root;
  TemporaryFolder outside;
  Store store{root.path(), "", StoreKind::kDisk};
};

TEST_F(StoreTest, OpensAFile) { EXPECT_EQ(read("a.bin"), "aaaa"); }

TEST_F(StoreTest, OpensAFileInAFolder) { EXPECT_EQ(read("folder/b.bin"), "bb"); }

TEST_F(StoreTest, FollowsALinkThatStaysInside) {
  fs::create_symlink("folder/b.bin", root / "link");
  EXPECT_EQ(read("link"), "bb");
}

TEST_F(StoreTest, DoesNotFindWhatIsNotThere) {
  EXPECT_EQ(open_error("nothing"), StoreError::kNotFound);
  EXPECT_EQ(open_error("a.bin/x"), StoreError::kNotFound);
}

TEST_F(StoreTest, RefusesAPathThatLeavesTheRoot) {
  const std::string up = "../" + outside.path().filename().string() + "/secret";
  EXPECT_EQ(open_error(up), StoreError::kBadName);
  EXPECT_EQ(open_error("folder/../a.bin"), StoreError::kBadName);
  EXPECT_EQ(open_error(".."), StoreError::kBadName);
}

TEST_F(StoreTest, RefusesAnAbsolutePath) {
  EXPECT_EQ(open_error((outside / "secret").string()), StoreError::kBadName);
}

TEST_F(StoreTest, RefusesANameWithNul) {
  EXPECT_EQ(open_error(std::string_view("a.bin\0.txt", 10)), StoreError::kBadName);
}

TEST_F(StoreTest, RefusesEmptyNamesAndSegments) {
  EXPECT_EQ(open_error(""), StoreError::kBadName);
  EXPECT_EQ(open_error("folder//b.bin"), StoreError::kBadName);
  EXPECT_EQ(open_error("folder/"), StoreError::kBadName);
  EXPECT_EQ(open_error("./a.bin"), StoreError::kBadName);
}

TEST_F(StoreTest, RefusesANameThatIsTooLong) {
  EXPECT_EQ(open_error(std::string(256, 'x')), StoreError::kBadName);
}

TEST_F(StoreTest, RefusesASymbolicLinkOutOfTheRoot) {
  fs::create_symlink(outside / "secret", root / "absolute");
  fs::create_symlink("../" + outside.path().filename().string() + "/secret", root / "relative");
  fs::create_directory_symlink(outside.path(), root / "door");
  EXPECT_EQ(open_error("absolute"), StoreError::kNotFound);
  EXPECT_EQ(open_error("relative"), StoreError::kNotFound);
  EXPECT_EQ(open_error("door/secret"), StoreError::kNotFound);
}

TEST_F(StoreTest, RefusesAFolderAsAFile) { EXPECT_EQ(open_error("folder"), StoreError::kNotFound); }

TEST_F(StoreTest, RefusesAFifoWithoutWaitingForItsWriter) {
  ASSERT_EQ(::mkfifo((root / "fifo").c_str(), 0666), 0);
  EXPECT_EQ(open_error("fifo"), StoreError::kNotFound);
}

TEST_F(StoreTest, RefusesADevice) {
  if (::mknod((root / "zero").c_str(), S_IFCHR | 0666, makedev(1, 5)) != 0)
    GTEST_SKIP() << "making devices needs privileges";
  EXPECT_FALSE(store.open_file("zero"));
}

TEST_F(StoreTest, RefusesASocket) {
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = root / "socket";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(open_error("socket"), StoreError::kNotFound);
}

TEST_F(StoreTest, ListsFilesAndFoldersByName) {
  EXPECT_THAT(names_in(""), ElementsAre("a.bin", "folder"));
  EXPECT_THAT(names_in("folder"), ElementsAre("b.bin"));
}

TEST_F(StoreTest, ListsNothingThatItWouldNotServe) {
  fs::create_symlink(outside / "secret", root / "link-out");
  ASSERT_EQ(::mkfifo((root / "fifo").c_str(), 0666), 0);
  EXPECT_THAT(names_in(""), ElementsAre("a.bin", "folder"));
}

TEST_F(StoreTest, ListsSizeAndKind) {
  const auto content = store.list("");
  ASSERT_TRUE(content);
  EXPECT_EQ(content->entries.at(0).size, 4u);
  EXPECT_FALSE(content->entries.at(0).directory);
  EXPECT_TRUE(content->entries.at(1).directory);
}

TEST_F(StoreTest, ListsNoFolderOutsideTheRoot) {
  EXPECT_EQ(store.list("..").error(), StoreError::kBadName);
  fs::create_directory_symlink(outside.path(), root / "door");
  EXPECT_EQ(store.list("door").error(), StoreError::kNotFound);
}

TEST_F(StoreTest, GivesAnUploadItsNameOnlyWhenItIsCommitted) {
  auto file = store.create(0);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("new"));
  EXPECT_THAT(names_in(""), ElementsAre("a.bin", "folder"));
  EXPECT_EQ(store.commit(std::move(*file), "new.bin"), true);
  EXPECT_EQ(root.read("new.bin"), "new");
}

TEST_F(StoreTest, LeavesNothingOfAnUploadThatWasNotCommitted) {
  {
    auto file = store.create(100);
    ASSERT_TRUE(file && file->write("half"));
    EXPECT_EQ(root.entries(), 3u);
  }
  EXPECT_EQ(root.entries(), 2u);
}

TEST_F(StoreTest, ReservesTheSpaceOfAnUpload) {
  const auto file = store.create(kMiB);
  struct stat status {};
  ASSERT_EQ(::fstat(file->fd().get(), &status), 0);
  EXPECT_GE(status.st_blocks * 512, static_cast<long>(kMiB));
}

TEST_F(StoreTest, RefusesAnUploadThatHasNoSpace) {
  EXPECT_EQ(store.create(1ULL << 60U).error(), StoreError::kFull);
}

TEST_F(StoreTest, NeverServesAnUploadUnderItsHiddenName) {
  const auto file = store.create(0);
  ASSERT_TRUE(file);
  for (const auto& entry : fs::directory_iterator(root.path())) {
    const std::string name = entry.path().filename();
    if (!name.starts_with('.')) continue;
    EXPECT_EQ(open_error(name), StoreError::kBadName);
  }
}

TEST_F(StoreTest, ReplacesAFileAsAWhole) {
  const auto old = store.open_file("a.bin");
  EXPECT_EQ(upload("a.bin", "new content"), false);
  EXPECT_EQ(read("a.bin"), "new content");
  char byte = 0;
  EXPECT_EQ(::pread(old->fd.get(), &byte, 1, 3), 1);
  EXPECT_EQ(byte, 'a') << "whoever reads the old file goes on reading it";
}

TEST_F(StoreTest, UploadsIntoAFolderThatExists) {
  EXPECT_EQ(upload("folder/c.bin", "c"), true);
  EXPECT_EQ(root.read("folder/c.bin"), "c");
}

TEST_F(StoreTest, RefusesAnUploadIntoAFolderThatDoesNotExist) {
  EXPECT_EQ(store.check_target("nowhere/c.bin").error(), StoreError::kNotFound);
  EXPECT_EQ(upload("nowhere/c.bin", "c").error(), StoreError::kNotFound);
}

TEST_F(StoreTest, RefusesAnUploadOverAFolderOrAFifo) {
  ASSERT_EQ(::mkfifo((root / "fifo").c_str(), 0666), 0);
  EXPECT_EQ(store.check_target("folder").error(), StoreError::kOccupied);
  EXPECT_EQ(upload("folder", "x").error(), StoreError::kOccupied);
  EXPECT_EQ(upload("fifo", "x").error(), StoreError::kOccupied);
}

TEST_F(StoreTest, RefusesAnUploadOutsideTheRoot) {
  fs::create_directory_symlink(outside.path(), root / "door");
  EXPECT_EQ(upload("door/evil", "x").error(), StoreError::kNotFound);
  EXPECT_EQ(upload("../evil", "x").error(), StoreError::kBadName);
  EXPECT_EQ(outside.entries(), 1u);
}

TEST_F(StoreTest, ReplacesALinkInsteadOfWritingThroughIt) {
  fs::create_symlink(outside / "secret", root / "link");
  EXPECT_EQ(upload("link", "mine"), false);
  EXPECT_EQ(outside.read("secret"), "secret");
  EXPECT_EQ(root.read("link"), "mine");
}

TEST_F(StoreTest, RemovesAFile) {
  EXPECT_TRUE(store.remove("a.bin"));
  EXPECT_FALSE(root.has("a.bin"));
}

TEST_F(StoreTest, RemovesNoFolderAndNothingOutside) {
  fs::create_directory_symlink(outside.path(), root / "door");
  EXPECT_EQ(store.remove("folder").error(), StoreError::kNotFound);
  EXPECT_EQ(store.remove("nothing").error(), StoreError::kNotFound);
  EXPECT_EQ(store.remove("door/secret").error(), StoreError::kNotFound);
  EXPECT_EQ(store.remove("../x").error(), StoreError::kBadName);
  EXPECT_TRUE(outside.has("secret"));
}

TEST_F(StoreTest, SweepsWhatProcessesThatAreGoneHaveLeftBehind) {
  const pid_t gone = ::fork();
  if (gone == 0) ::_exit(0);
  ::waitpid(gone, nullptr, 0);
  root.write(fmt::format(".gauntlet-upload.{}.1", gone), "half");
  store.sweep();
  EXPECT_EQ(root.entries(), 2u);
}

TEST_F(StoreTest, DoesNotSweepTheUploadsOfOthersThatLive) {
  root.write(fmt::format(".gauntlet-upload.{}.1", ::getppid()), "half");
  store.sweep();
  EXPECT_EQ(root.entries(), 3u);
}

TEST_F(StoreTest, NeedsARoot) {
  EXPECT_THROW(Store("/no/such/folder", "", StoreKind::kDisk), Error);
}

TEST_F(StoreTest, ThrowsAwayUploadsWhenItDiscards) {
  store = Store(root.path(), "", StoreKind::kDiscard);
  EXPECT_EQ(upload("new.bin", "new"), true);
  EXPECT_EQ(root.entries(), 2u);
}

TEST_F(StoreTest, ChecksTheNamesOfUploadsThatItDiscards) {
  store = Store(root.path(), "", StoreKind::kDiscard);
  EXPECT_EQ(store.check_target("../evil").error(), StoreError::kBadName);
}

// The root is only read; uploads go to a folder in front of it.
class MemoryStoreTest : public StoreTest {
 protected:
  MemoryStoreTest() { store = Store(root.path(), memory.path(), StoreKind::kMemory); }
  TemporaryFolder memory;
};

TEST_F(MemoryStoreTest, ServesTheRootToo) { EXPECT_EQ(read("a.bin"), "aaaa"); }

TEST_F(MemoryStoreTest, KeepsUploadsOutOfTheRoot) {
  EXPECT_EQ(upload("a.bin", "new"), true);
  EXPECT_EQ(read("a.bin"), "new");
  EXPECT_EQ(root.read("a.bin"), "aaaa");
}

TEST_F(MemoryStoreTest, TakesNoMemoryBeforeTheBytesOfAnUploadCome) {
  const auto file = store.create(kMiB);
  struct stat status {};
  ASSERT_EQ(::fstat(file->fd().get(), &status), 0);
  EXPECT_EQ(status.st_blocks, 0);
}

TEST_F(MemoryStoreTest, ListsBothAsOne) {
  upload("a.bin", "new");
  upload("z.bin", "new");
  EXPECT_THAT(names_in(""), ElementsAre("a.bin", "folder", "z.bin"));
}

TEST_F(MemoryStoreTest, RemovesUploadsOnly) {
  upload("a.bin", "new");
  EXPECT_TRUE(store.remove("a.bin"));
  EXPECT_EQ(store.remove("a.bin").error(), StoreError::kNotFound);
  EXPECT_EQ(read("a.bin"), "aaaa");
}

}  // namespace
}  // namespace gauntlet::server_pool
