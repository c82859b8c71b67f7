#include "client_pool/saved_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/base64.h"
#include "base/error.h"
#include "client_pool/http_answer.h"
#include "client_pool/line_answer.h"
#include "tests/client_pool/feed.h"
#include "tests/temporary_folder.h"

namespace gauntlet::client_pool {
namespace {

using testing::HasSubstr;

class SavedFiles : public testing::Test {
 protected:
  TemporaryFolder folder;
  SavedFile file{open_save_folder(folder.path()), 7};
};

TEST_F(SavedFiles, AreNamedByTheNumberOfTheirClient) {
  file.put("one ");
  file.put("two");
  EXPECT_FALSE(folder.has("client-7"));
  EXPECT_FALSE(file.finish());
  EXPECT_EQ(folder.read("client-7"), "one two");
  EXPECT_EQ(folder.entries(), 1u);
}

TEST_F(SavedFiles, AreReplacedAsAWhole) {
  file.put("first");
  file.finish();
  file.put("se");
  EXPECT_EQ(folder.read("client-7"), "first");
  file.put("cond");
  file.finish();
  EXPECT_EQ(folder.read("client-7"), "second");
}

TEST_F(SavedFiles, AreThereForAnEmptyBody) {
  EXPECT_FALSE(file.finish());
  EXPECT_EQ(folder.read("client-7"), "");
}

TEST_F(SavedFiles, ForgetWhatWasNotFinished) {
  file.put("half");
  file.restart();
  EXPECT_EQ(folder.entries(), 0u);
  file.put("whole");
  file.finish();
  EXPECT_EQ(folder.read("client-7"), "whole");
}

TEST_F(SavedFiles, WriteThroughNoSymbolicLink) {
  const TemporaryFolder elsewhere;
  elsewhere.write("victim", "theirs");
  std::filesystem::create_symlink(elsewhere / "victim", folder / "client-7");
  file.put("mine");
  EXPECT_FALSE(file.finish());
  EXPECT_EQ(elsewhere.read("victim"), "theirs");
  EXPECT_EQ(folder.read("client-7"), "mine");
  std::filesystem::create_symlink(elsewhere / "victim", folder / ".client-7.part");
  file.put("mine");
  const auto failure = file.finish();
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->what, HasSubstr("client-7"));
  EXPECT_EQ(elsewhere.read("victim"), "theirs");
}

TEST_F(SavedFiles, SayWhyTheyCannotBeKept) {
  std::filesystem::create_directory(folder / "client-7");
  file.put("mine");
  const auto failure = file.finish();
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->what, HasSubstr("directory"));
  EXPECT_EQ(folder.entries(), 1u);
}

TEST_F(SavedFiles, HoldTheBodyOfAnHttpAnswer) {
  LastHead last_head;
  HttpAnswer answer({}, last_head);
  answer.save_to(&file);
  for (const std::size_t piece : kPieces) {
    answer.restart();
    ASSERT_EQ(
        feed(
            answer,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            piece),
        Progress::kDone);
    EXPECT_FALSE(file.finish());
    EXPECT_EQ(folder.read("client-7"), "abcde");
  }
}

TEST_F(SavedFiles, HoldTheFileOfAnAnswerOfTheLineProtocol) {
  std::string text;
  append_base64(text, "0123456789");
  LineAnswer answer(LineShape::kFile);
  answer.save_to(&file);
  for (const std::size_t piece : kPieces) {
    answer.restart();
    ASSERT_EQ(
        feed(answer, R"({"status":"OK","data_namafile":"a","data_file":")" + text + "\"}\r\n\r\n",
             piece),
        Progress::kDone);
    EXPECT_FALSE(file.finish());
    EXPECT_EQ(folder.read("client-7"), "0123456789");
  }
}

TEST_F(SavedFiles, HoldAListingOfTheLineProtocol) {
  const std::string listing = R"({"status":"OK","data":["a"]})";
  LineAnswer answer(LineShape::kObject);
  answer.save_to(&file);
  for (const std::size_t piece : kPieces) {
    answer.restart();
    feed(answer, listing + "\r\n\r\n", piece);
    EXPECT_FALSE(file.finish());
    EXPECT_EQ(folder.read("client-7"), listing);
  }
}

TEST(SaveFolder, IsAFolderThatIsThere) {
  const TemporaryFolder folder;
  folder.write("file", "");
  for (const auto& path : {folder / "file", folder / "missing"}) {
    try {
      open_save_folder(path);
      FAIL() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::kBadInput);
      EXPECT_THAT(error.what(), testing::StartsWith("--save must name a folder"));
    }
  }
}

}  // namespace
}  // namespace gauntlet::client_pool
