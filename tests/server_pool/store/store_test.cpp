#include "server_pool/store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/fiemap.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/units.h"
#include "server_pool/store/names.h"
#include "tests/files_in.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

constexpr std::size_t kAll = 1000;  // entries, more than any folder here has

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
    FolderScan scan = store.scan(folder, Detail::kAll);
    std::vector<std::string> names;
    if (!scan.go_on(kAll)) return {"error"};
    for (const wire::Entry& entry : scan.content().entries) names.push_back(entry.name);
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
  FolderScan scan = store.scan("", Detail::kAll);
  ASSERT_EQ(scan.go_on(kAll), true);
  const std::vector<wire::Entry> entries(scan.content().entries.begin(),
                                         scan.content().entries.end());
  EXPECT_EQ(entries.at(0).size, 4u);
  EXPECT_FALSE(entries.at(0).directory);
  EXPECT_TRUE(entries.at(1).directory);
}

TEST_F(StoreTest, ListsAPartAtATime) {
  FolderScan scan = store.scan("", Detail::kAll);
  int parts = 1;
  while (!*scan.go_on(1)) ++parts;
  EXPECT_GE(parts, 2);
  EXPECT_EQ(scan.content().entries.size(), 2u);
}

TEST_F(StoreTest, ListsNoFolderOutsideTheRoot) {
  fs::create_directory_symlink(outside.path(), root / "door");
  EXPECT_EQ(store.scan("door", Detail::kAll).go_on(kAll).error(), StoreError::kNotFound);
}

// GET resolves a link from the root, so it may lead out of its own folder.
TEST_F(StoreTest, ListsALinkInAFolderThatStaysInTheRoot) {
  fs::create_symlink("../a.bin", root / "folder/up");
  fs::create_symlink("../../secret", root / "folder/out");
  EXPECT_THAT(names_in("folder"), ElementsAre("b.bin", "up"));
  EXPECT_EQ(read("folder/up"), "aaaa");
}

TEST_F(StoreTest, NeitherListsNorServesAnAbsoluteLinkEvenWithinTheRoot) {
  fs::create_symlink(root / "a.bin", root / "absolute");
  EXPECT_THAT(names_in(""), ElementsAre("a.bin", "folder"));
  EXPECT_EQ(open_error("absolute"), StoreError::kNotFound);
}

// openat2(2): a ".." that meets a rename anywhere on the machine gives EAGAIN. Each of these loops
// lost some of its rounds.
TEST_F(StoreTest, FollowsALinkUpwardsThoughFilesAreRenamedMeanwhile) {
  fs::create_symlink("../a.bin", root / "folder/up");
  std::atomic<bool> enough{false};
  std::thread renamer([&] {
    for (bool there = false; !enough; there = !there)
      fs::rename(outside / (there ? "other" : "secret"), outside / (there ? "secret" : "other"));
  });
  int opened = 0;
  int listed = 0;
  constexpr int kRounds = 5'000;
  for (int i = 0; i < kRounds; ++i) {
    if (store.open_file("folder/up")) ++opened;
    if (names_in("folder").size() == 2) ++listed;
  }
  enough = true;
  renamer.join();
  EXPECT_EQ(opened, kRounds);
  EXPECT_EQ(listed, kRounds);
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
    EXPECT_EQ(files_in(root.path()), 3u);
  }
  EXPECT_EQ(files_in(root.path()), 2u);
}

// Bytes of the disk that the upload holds.
std::uint64_t held_by(const NewFile& file) {
  struct stat status {};
  EXPECT_EQ(::fstat(file.fd().get(), &status), 0);
  return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

// Pieces of a file whose place on the disk is not settled yet.
unsigned delayed_extents_of(int file) {
  constexpr unsigned kMost = 64;
  alignas(fiemap) std::array<char, sizeof(fiemap) + kMost * sizeof(fiemap_extent)> memory{};
  auto* map = reinterpret_cast<fiemap*>(memory.data());
  map->fm_length = FIEMAP_MAX_OFFSET;
  map->fm_extent_count = kMost;
  if (::ioctl(file, FS_IOC_FIEMAP, map) != 0) return 0;  // a file system that does not tell
  unsigned delayed = 0;
  for (unsigned i = 0; i < map->fm_mapped_extents; ++i)
    if ((map->fm_extents[i].fe_flags & FIEMAP_EXTENT_DELALLOC) != 0) ++delayed;
  return delayed;
}

TEST_F(StoreTest, HoldsNoSpaceForAnUploadOfWhichNothingHasCome) {
  const auto file = store.create(20 * kMiB);
  EXPECT_EQ(held_by(*file), 0u);
}

TEST_F(StoreTest, HoldsLittleSpaceForAnUploadOfWhichLittleHasCome) {
  auto file = store.create(20 * kMiB);
  ASSERT_TRUE(file->write("little"));
  EXPECT_LE(held_by(*file), 512 * kKiB);
}

TEST_F(StoreTest, ReservesTheSpaceOfAnUploadInStepsAsItComes) {
  auto file = store.create(20 * kMiB);
  const std::string piece(256 * kKiB, 'x');
  std::uint64_t steps = 0;
  std::uint64_t held = 0;
  for (std::uint64_t written = piece.size(); written <= 20 * kMiB; written += piece.size()) {
    ASSERT_TRUE(file->write(piece));
    const std::uint64_t before = std::exchange(held, held_by(*file));
    if (held > before) ++steps;
    ASSERT_GE(held, written);
    ASSERT_LE(held, 2 * written + 64 * kKiB);
  }
  EXPECT_LE(steps, 7u) << "the file is laid out in few pieces";
  EXPECT_TRUE(store.commit(std::move(*file), "new.bin"));
  EXPECT_EQ(fs::file_size(root / "new.bin"), 20 * kMiB);
}

// ext4 writes a file to the disk at once when it replaces another, unless all of it was reserved.
TEST_F(StoreTest, WritesNothingThatIsNotReserved) {
  auto file = store.create(20 * kMiB);
  const std::string piece(100'000, 'x');
  for (std::uint64_t left = 20 * kMiB; left > 0;) {
    const std::uint64_t size = std::min<std::uint64_t>(left, piece.size());
    ASSERT_TRUE(file->write(piece.substr(0, size)));
    left -= size;
  }
  EXPECT_EQ(delayed_extents_of(file->fd().get()), 0u);
}

TEST_F(StoreTest, RefusesAnUploadThatHasNoSpace) {
  EXPECT_EQ(store.create(1ULL << 60U).error(), StoreError::kFull);
}

TEST_F(StoreTest, NeverServesAnUploadUnderItsHiddenName) {
  const auto file = store.create(0);
  ASSERT_TRUE(file);
  bool found = false;
  for (const auto& entry : fs::recursive_directory_iterator(root.path())) {
    const std::string name = fs::relative(entry.path(), root.path());
    if (!name.starts_with('.')) continue;
    found = true;
    EXPECT_EQ(open_error(name), StoreError::kBadName);
    EXPECT_EQ(store.remove(name).error(), StoreError::kBadName);
    EXPECT_EQ(store.check_target(name).error(), StoreError::kBadName);
  }
  EXPECT_TRUE(found);
  EXPECT_THAT(names_in(""), ElementsAre("a.bin", "folder"));
}

TEST_F(StoreTest, MakesUploadsAgainWhenSomebodyHasRemovedTheirFolder) {
  ASSERT_EQ(upload("b.bin", "b"), true);
  std::vector<fs::path> hidden;
  for (const auto& entry : fs::directory_iterator(root.path()))
    if (is_hidden_upload(entry.path().filename().native())) hidden.push_back(entry.path());
  ASSERT_EQ(hidden.size(), 1u);
  fs::remove_all(hidden.front());
  EXPECT_EQ(upload("c.bin", "c"), true);
  EXPECT_EQ(root.read("c.bin"), "c");
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

// A process that is killed in the middle of an upload.
void be_killed_while_uploading(const Store& store) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Store mine = store.for_worker({});
    auto file = mine.create(100);
    if (file && file->write("half")) ::raise(SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST_F(StoreTest, SweepsWhatAKilledWorkerHasLeftBehind) {
  be_killed_while_uploading(store);
  EXPECT_EQ(files_in(root.path()), 3u);
  store.sweep();
  EXPECT_EQ(root.entries(), 2u);
}

TEST_F(StoreTest, SweepsNothingOfWorkersThatLive) {
  const Store sibling = store.for_worker({});
  auto file = sibling.create(4);
  ASSERT_TRUE(file && file->write("half"));
  be_killed_while_uploading(store);
  Store(root.path(), "", StoreKind::kDisk).sweep();
  EXPECT_EQ(files_in(root.path()), 3u);
  EXPECT_EQ(sibling.commit(std::move(*file), "whole"), true);
  EXPECT_EQ(root.read("whole"), "half");
}

TEST_F(StoreTest, SweepsAndHidesNothingOfTheUsersThatOnlySoundsLikeAnUpload) {
  root.write(".gauntlet-upload.999999-my-notes", "mine");
  fs::create_directory(root / (std::string(kUploadFolderPrefix) + "999999"));
  root.write(std::string(kUploadFolderPrefix) + "999999/mine", "mine");
  store.sweep();
  EXPECT_TRUE(root.has(std::string(kUploadFolderPrefix) + "999999/mine"));
  EXPECT_EQ(read(".gauntlet-upload.999999-my-notes"), "mine");
  EXPECT_THAT(names_in(""), ElementsAre(".gauntlet-upload.999999-my-notes", "a.bin", "folder"));
}

// As a container's seccomp filter does; for the rest of this process.
void refuse_openat2(int error) {
  std::array<sock_filter, 4> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter{.len = program.size(), .filter = program.data()};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

// Ends the process: what the store says when openat2 fails so.
[[noreturn]] void say_why_there_is_no_store(const std::string& root, int error) {
  refuse_openat2(error);
  try {
    const Store store(root, "", StoreKind::kDisk);
  } catch (const Error& problem) {
    fmt::print(stderr, "{}\n", problem.what());
    ::_exit(static_cast<int>(problem.code()));
  }
  ::_exit(0);
}

TEST_F(StoreTest, SaysWhatRefusesItsLookUps) {
  testing::GTEST_FLAG(death_test_style) = "fast";
  EXPECT_EXIT(say_why_there_is_no_store(root.path(), EPERM), testing::ExitedWithCode(3),
              "openat2 is forbidden, as by a container's seccomp filter");
  EXPECT_EXIT(say_why_there_is_no_store(root.path(), ENOSYS), testing::ExitedWithCode(3),
              "knows no openat2, which needs Linux 5.6");
  EXPECT_EXIT(say_why_there_is_no_store(root.path(), ENOMEM), testing::ExitedWithCode(3),
              "Cannot allocate memory");
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
  auto file = store.create(kMiB);
  EXPECT_EQ(held_by(*file), 0u);
  ASSERT_TRUE(file->write(std::string(512 * kKiB, 'x')));
  EXPECT_LT(held_by(*file), 600 * kKiB) << "nor more than has come";
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
}  // namespace gauntlet::server_pool::store
