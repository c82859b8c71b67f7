#include "server_pool/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::server_pool {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::time_t kNow = 1'700'000'000;  // Tue, 14 Nov 2023 22:13:20 GMT

std::string head_of(const Answer& answer) {
  std::string head;
  render_head(answer, kNow, head);
  return head;
}

store::SharedFile file_of_size(off_t size) {
  struct stat status {};
  status.st_size = size;
  return std::make_shared<const store::ServedFile>(UniqueFd(), status);
}

TEST(Answer, IsRenderedWithLengthTypeAndDate) {
  EXPECT_EQ(head_of(plain_answer(404, "Not Found")),
            "HTTP/1.1 404 Not Found\r\n"
            "Server: gauntlet\r\n"
            "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
            "Content-Length: 10\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Connection: keep-alive\r\n\r\n");
}

TEST(Answer, SaysThatTheConnectionCloses) {
  Answer answer = refusal(400);
  answer.keep_alive = false;
  EXPECT_THAT(head_of(answer), HasSubstr("Connection: close\r\n"));
}

TEST(Answer, HasNoLengthWhereThereIsNoBody) {
  for (const int status : {204, 304}) {
    Answer answer;
    answer.status = status;
    EXPECT_THAT(head_of(answer), Not(HasSubstr("Content-Length")));
  }
}

TEST(Answer, NamesThePartOfAFile) {
  Answer answer;
  answer.status = 206;
  answer.file = file_of_size(1000);
  answer.part = {.first = 10, .length = 90};
  EXPECT_THAT(head_of(answer), HasSubstr("Content-Range: bytes 10-99/1000\r\n"));
}

TEST(Answer, NamesTheSizeWhenARangeCannotBeHad) {
  Answer answer;
  answer.status = 416;
  answer.file = file_of_size(1000);
  EXPECT_THAT(head_of(answer), HasSubstr("Content-Range: bytes */1000\r\n"));
}

TEST(Answer, CarriesTheDigest) {
  Answer answer;
  answer.digest = 0xC4D1E5E6;
  EXPECT_THAT(head_of(answer), HasSubstr("Repr-Digest: crc32c=:xNHl5g==:\r\n"));
}

TEST(EntityTag, ChangesWithTheFilesSizeTimeAndInode) {
  struct stat status {};
  status.st_size = 1;
  const std::string tag = store::entity_tag(status);
  struct stat other = status;
  other.st_size = 2;
  EXPECT_NE(store::entity_tag(other), tag);
  other = status;
  other.st_mtim.tv_nsec = 1;
  EXPECT_NE(store::entity_tag(other), tag);
  other = status;
  other.st_ino = 1;
  EXPECT_NE(store::entity_tag(other), tag);
  EXPECT_THAT(tag, StartsWith("\""));
}

TEST(StoreErrors, HaveTheStatusThatFits) {
  EXPECT_EQ(status_of(store::StoreError::kBadName), 400);
  EXPECT_EQ(status_of(store::StoreError::kForbidden), 403);
  EXPECT_EQ(status_of(store::StoreError::kNotFound), 404);
  EXPECT_EQ(status_of(store::StoreError::kOccupied), 409);
  EXPECT_EQ(status_of(store::StoreError::kOtherMount), 409);
  EXPECT_EQ(status_of(store::StoreError::kFailed), 500);
  EXPECT_EQ(status_of(store::StoreError::kNoDescriptors), 503);
  EXPECT_EQ(status_of(store::StoreError::kFull), 507);
}

}  // namespace
}  // namespace gauntlet::server_pool
