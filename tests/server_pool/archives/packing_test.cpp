#include "server_pool/archives/packing.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "tests/temporary_folder.h"

namespace gauntlet::server_pool::archives {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 512;  // tar's

// Packs a root as an uncompressed tar, whose blocks can be looked at.
class PackingTest : public testing::Test {
 protected:
  std::shared_ptr<const store::SearchWork> search() const {
    const auto work = std::make_shared<store::SearchWork>(store, "", contract::Filters{},
                                                          std::chrono::seconds(60), nullptr);
    while (!work->done()) work->go_on();
    return work;
  }

  // What is left to be packed.
  static std::string finish(Packing& packing) {
    std::string made;
    for (;;) {
      const auto whole = packing.go_on(made);
      EXPECT_TRUE(whole) << whole.error();
      if (!whole || *whole) return made;
    }
  }

  TemporaryFolder root;
  store::Store store{root.path(), "", StoreKind::kDisk};
};

TEST_F(PackingTest, PacksAFileBehindItsHeader) {
  root.write("a.txt", "content");
  Packing packing(store, search(), Format::kTar);
  const std::string tar = finish(packing);
  EXPECT_TRUE(tar.starts_with("a.txt"));
  EXPECT_EQ(tar.substr(kBlock, 8), std::string("content\0", 8));
}

TEST_F(PackingTest, FillsUpAFileThatShrinksMeanwhile) {
  root.write("a.txt", std::string(2000, 'x'));
  Packing packing(store, search(), Format::kTar);
  std::string made;
  ASSERT_TRUE(packing.go_on(made));  // its header
  fs::resize_file(root / "a.txt", 1000);
  made += finish(packing);
  EXPECT_EQ(made.substr(kBlock, 1000), std::string(1000, 'x'));
  EXPECT_EQ(made.substr(kBlock + 1000, 1048), std::string(1048, '\0'));
}

TEST_F(PackingTest, PacksAFileThatGrowsMeanwhileAsLongAsItWas) {
  root.write("a.txt", "x");
  Packing packing(store, search(), Format::kTar);
  std::string made;
  ASSERT_TRUE(packing.go_on(made));
  root.write("a.txt", std::string(5000, 'y'));
  made += finish(packing);
  EXPECT_EQ(made.substr(kBlock, 2), std::string("y\0", 2));
}

TEST_F(PackingTest, LeavesOutAFileThatIsGone) {
  root.write("a.txt", "");
  root.write("b.txt", "");
  Packing packing(store, search(), Format::kTar);
  fs::remove(root / "a.txt");
  EXPECT_TRUE(finish(packing).starts_with("b.txt"));
}

TEST_F(PackingTest, PacksInPartsThatAreShort) {
  root.write("a.bin", std::string(1'000'000, 'x'));
  Packing packing(store, search(), Format::kTar);
  for (std::size_t parts = 0; parts < 20; ++parts) {
    std::string made;
    const auto whole = packing.go_on(made);
    EXPECT_LE(made.size(), 70'000u);
    if (whole && *whole) return;
  }
  FAIL() << "it is not whole after 20 parts";
}

// LeakSanitizer looks at what is left.
TEST_F(PackingTest, MayEndBeforeItIsWhole) {
  root.write("a.bin", std::string(300'000, 'x'));
  for (const Format format : {Format::kTar, Format::kTarGz, Format::kTarZst, Format::kZip}) {
    Packing packing(store, search(), format);
    std::string made;
    for (int part = 0; part < 3; ++part) ASSERT_TRUE(packing.go_on(made));
  }
}

TEST(ArchiveFormats, AreFoundByTheirNames) {
  EXPECT_EQ(find_format("tar.gz"), Format::kTarGz);
  EXPECT_EQ(find_format("zip"), Format::kZip);
  EXPECT_EQ(find_format("rar"), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::server_pool::archives
