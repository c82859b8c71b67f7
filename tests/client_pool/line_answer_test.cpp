#include "client_pool/line_answer.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "tests/client_pool/feed.h"
#include "tests/listing_text.h"
#include "wire/line.h"

namespace gauntlet::client_pool {
namespace {

std::string base64_of(std::string_view bytes) {
  std::string text;
  append_base64(text, bytes);
  return text;
}

std::string file_answer(std::string_view content) {
  return wire::line_get_head("a.bin") + base64_of(content) + std::string(wire::kLineGetTail);
}

TEST(LineAnswer, CountsTheBytesOfAFileInPiecesOfAnySize) {
  for (const std::size_t size : {0, 1, 2, 3, 4, 5, 1000, 100'000})
    for (const std::size_t piece : kPieces) {
      LineAnswer answer(LineShape::kFile);
      EXPECT_EQ(feed(answer, file_answer(std::string(size, 'x')), piece), Progress::kDone);
      EXPECT_TRUE(answer.has_file());
      EXPECT_EQ(answer.body_bytes(), size) << "in pieces of " << piece;
      EXPECT_TRUE(wire::parse_line_answer(answer.object()).ok) << answer.object();
    }
}

TEST(LineAnswer, KeepsTheContentOfATextFileInPiecesOfAnySize) {
  const std::string content = std::string(1000, 'x') + "\n\xff";
  for (const std::size_t piece : kPieces) {
    LineAnswer answer(LineShape::kTextFile);
    for (int again = 0; again < 2; ++again) {
      answer.restart();
      EXPECT_EQ(feed(answer, file_answer(content), piece), Progress::kDone);
      EXPECT_EQ(answer.file(), content) << "in pieces of " << piece;
    }
  }
}

TEST(LineAnswer, ReadsAFileWithSpacesBetweenTheMembers) {
  LineAnswer answer(LineShape::kFile);
  EXPECT_EQ(feed(answer,
                 "{\"status\": \"OK\", \"data_namafile\": \"a.bin\", \"data_file\": \"YWJj\"}"
                 "\r\n\r\n",
                 5),
            Progress::kDone);
  EXPECT_EQ(answer.body_bytes(), 3u);
}

TEST(LineAnswer, ReadsAFileThatIsNamedLikeAMember) {
  LineAnswer answer(LineShape::kFile);
  const std::string whole =
      wire::line_get_head("data_file") + "YWJj" + std::string(wire::kLineGetTail);
  EXPECT_EQ(feed(answer, whole, 5), Progress::kDone);
  EXPECT_EQ(answer.body_bytes(), 3u);
}

TEST(LineAnswer, ReadsAnErrorInsteadOfAFile) {
  for (const std::size_t piece : kPieces) {
    LineAnswer answer(LineShape::kFile);
    const std::string error = wire::line_error_answer("no such file");
    EXPECT_EQ(feed(answer, error, piece), Progress::kDone);
    EXPECT_FALSE(answer.has_file());
    EXPECT_EQ(wire::parse_line_answer(answer.object()).reason, "no such file");
  }
}

TEST(LineAnswer, LooksForAFileNoFurtherThanTheAnswersEnd) {
  const std::string text = wire::line_error_answer("no") + file_answer("abc");
  for (const std::size_t piece : {std::size_t{100}, text.size()}) {
    LineAnswer answer(LineShape::kFile);
    EXPECT_EQ(feed(answer, text, piece), Progress::kFailed);
    EXPECT_FALSE(answer.has_file());
    EXPECT_EQ(answer.failure().kind, ErrorKind::kProtocol);
  }
}

TEST(LineAnswer, ReadsAListInOnePiece) {
  const std::string list = wire::line_list_answer({"a.bin", "b.bin"});
  LineAnswer answer(LineShape::kObject);
  EXPECT_EQ(answer.take(list), Progress::kDone);
  EXPECT_EQ(wire::parse_line_answer(answer.object()).names->size(), 2u);
}

TEST(LineAnswer, ReadsAListInSeveralPieces) {
  const std::string list = wire::line_list_answer({"a.bin", "b.bin"});
  for (std::size_t piece = 1; piece < list.size(); ++piece) {
    LineAnswer answer(LineShape::kObject);
    EXPECT_EQ(feed(answer, list, piece), Progress::kDone);
    EXPECT_EQ(wire::parse_line_answer(answer.object()).names->size(), 2u);
  }
}

TEST(LineAnswer, AsksForTheBodyWhenTheServerIsReady) {
  LineAnswer answer(LineShape::kInvitation);
  EXPECT_EQ(feed(answer, wire::kReadyToReceive, 5), Progress::kSendBody);
  EXPECT_FALSE(answer.begun());
  EXPECT_EQ(feed(answer, wire::line_uploaded_answer("abc.png"), 5), Progress::kDone);
  EXPECT_EQ(wire::parse_line_answer(answer.object()).file_path, "abc.png");
}

TEST(LineAnswer, ReadsAnErrorInsteadOfTheInvitation) {
  LineAnswer answer(LineShape::kInvitation);
  EXPECT_EQ(feed(answer, wire::line_error_answer("disk full"), 4), Progress::kDone);
  EXPECT_EQ(wire::parse_line_answer(answer.object()).reason, "disk full");
}

struct NastyLine {
  const char* name;
  LineShape shape;
  std::string bytes;
  ErrorKind kind;
};

TEST(LineAnswer, SaysWhatIsWrongWithANastyOne) {
  const std::string head = wire::line_get_head("a.bin");
  const std::string tail(wire::kLineGetTail);
  const NastyLine table[] = {
      {"nothing", LineShape::kObject, "", ErrorKind::kReset},
      {"no invitation", LineShape::kInvitation, "", ErrorKind::kReset},
      {"half an object", LineShape::kObject, "{\"status\":", ErrorKind::kShortBody},
      {"half a file", LineShape::kFile, head + "YWJj", ErrorKind::kShortBody},
      {"letters outside base64", LineShape::kFile, head + "YW*j" + tail, ErrorKind::kProtocol},
      {"half a quad", LineShape::kFile, head + "YWJjZ" + tail, ErrorKind::kProtocol},
      {"text after padding", LineShape::kFile, head + "YQ==YWJj" + tail, ErrorKind::kProtocol},
      {"no file at all", LineShape::kFile, std::string(40'000, ' '), ErrorKind::kProtocol},
      {"endless spaces after the file", LineShape::kFile,
       head + "YWJj\"" + std::string(40'000, ' '), ErrorKind::kProtocol},
      {"an endless invitation", LineShape::kInvitation, std::string(40'000, 'R'),
       ErrorKind::kProtocol},
      {"two answers", LineShape::kObject, wire::line_deleted_answer() + wire::line_deleted_answer(),
       ErrorKind::kProtocol},
      {"an answer before the upload", LineShape::kInvitation,
       std::string(wire::kReadyToReceive) + wire::line_uploaded_answer("x"), ErrorKind::kProtocol},
  };
  for (const NastyLine& nasty : table) {
    LineAnswer answer(nasty.shape);
    Progress progress = feed(answer, nasty.bytes, 1'000'000);
    if (progress == Progress::kMore) progress = answer.end();
    EXPECT_EQ(progress, Progress::kFailed) << nasty.name;
    EXPECT_EQ(answer.failure().kind, nasty.kind) << nasty.name << ": " << answer.failure().what;
  }
}

}  // namespace
}  // namespace gauntlet::client_pool
