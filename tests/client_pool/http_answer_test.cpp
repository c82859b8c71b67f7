#include "client_pool/http_answer.h"

#include <gtest/gtest.h>

#include "base/crc32c.h"
#include "tests/client_pool/feed.h"
#include "wire/digest.h"

namespace gauntlet::client_pool {
namespace {

constexpr HttpRules kPlain = {.method = wire::Method::kGet};
constexpr HttpRules kDigesting = {.method = wire::Method::kGet, .digest_body = true};

std::uint32_t crc_of(std::string_view bytes) {
  Crc32c crc;
  crc.put(bytes);
  return crc.value();
}

struct Case {
  const char* name;
  std::string bytes;
  Progress expected;
  std::uint64_t body_bytes;
};

std::vector<Case> good_answers() {
  const std::string body(5000, 'b');
  return {
      {"by length", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + body, Progress::kDone,
       5000},
      {"empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Progress::kDone, 0},
      {"in chunks",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
       Progress::kDone, 5},
      {"no body by its status", "HTTP/1.1 204 No Content\r\n\r\n", Progress::kDone, 0},
      {"after an interim answer",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
       Progress::kDone, 2},
      {"without a reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", Progress::kDone, 2},
      {"with the same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
       Progress::kDone, 2},
      {"with a folded field", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
       Progress::kDone, 2},
      {"of bare line feeds", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n",
       Progress::kDone, 2},
      {"with blanks behind a chunk's size",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2  \r\nok\r\n0  \r\n\r\n",
       Progress::kDone, 2},
      {"until the end", "HTTP/1.0 200 OK\r\n\r\n" + body, Progress::kMore, 5000},
  };
}

TEST(HttpAnswer, IsTheSameInPiecesOfAnySize) {
  for (const Case& good : good_answers())
    for (const std::size_t piece : kPieces) {
      LastHead last_head;
      HttpAnswer answer(kPlain, last_head);
      answer.restart();
      EXPECT_EQ(feed(answer, good.bytes, piece), good.expected) << good.name << " by " << piece;
      EXPECT_EQ(answer.body_bytes(), good.body_bytes) << good.name << " by " << piece;
    }
}

TEST(HttpAnswer, SaysWhenARequestThatWasTurnedAwayMayComeBack) {
  const auto retry_after = [](const std::string& head) {
    LastHead last_head;
    HttpAnswer answer(kPlain, last_head);
    answer.restart();
    feed(answer, "HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n", 1000);
    return answer.retry_after_s();
  };
  EXPECT_EQ(retry_after("503 Service Unavailable\r\nRetry-After: 2"), 2u);
  EXPECT_EQ(retry_after("429 Too Many Requests\r\nretry-after: 1"), 1u);
  EXPECT_EQ(retry_after("503 Service Unavailable"), std::nullopt);
  EXPECT_EQ(retry_after("503 No\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT"), std::nullopt);
  EXPECT_EQ(retry_after("301 Moved\r\nRetry-After: 2"), std::nullopt);
}

TEST(HttpAnswer, ReadsOneAnswerAfterAnother) {
  LastHead last_head;
  HttpAnswer answer(kPlain, last_head);
  for (const Case& good : good_answers()) {
    answer.restart();
    EXPECT_EQ(feed(answer, good.bytes, 100), good.expected) << good.name;
    EXPECT_EQ(answer.body_bytes(), good.body_bytes) << good.name;
  }
}

TEST(HttpAnswer, TakesTheEndOfTheConnectionAsTheEndOfABodyWithoutLength) {
  LastHead last_head;
  HttpAnswer answer(kPlain, last_head);
  answer.restart();
  feed(answer, "HTTP/1.0 200 OK\r\n\r\nsome", 100);
  EXPECT_EQ(answer.end(), Progress::kDone);
  EXPECT_FALSE(answer.keeps_connection());
}

TEST(HttpAnswer, KeepsAConnectionUnlessTheServerClosesIt) {
  LastHead last_head;
  HttpAnswer answer(kPlain, last_head);
  answer.restart();
  feed(answer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 100);
  EXPECT_TRUE(answer.keeps_connection());
  answer.restart();
  feed(answer, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 100);
  EXPECT_FALSE(answer.keeps_connection());
}

TEST(HttpAnswer, ComputesTheDigestOfABodyThatComesWithOne) {
  const std::string body = "123456789";
  LastHead last_head;
  HttpAnswer answer(kDigesting, last_head);
  for (const std::size_t piece : kPieces) {
    answer.restart();
    feed(answer,
         "HTTP/1.1 200 OK\r\nRepr-Digest: " + wire::format_digest(crc_of(body)) +
             "\r\nContent-Length: 9\r\n\r\n" + body,
         piece);
    ASSERT_TRUE(answer.announced_digest());
    EXPECT_EQ(answer.body_digest(), *answer.announced_digest());
  }
}

TEST(HttpAnswer, KeepsTheBodyForTheOperationToLookAt) {
  LastHead last_head;
  HttpAnswer answer({.method = wire::Method::kGet, .keep_body = true}, last_head);
  answer.restart();
  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  EXPECT_EQ(answer.take(whole), Progress::kDone);
  EXPECT_EQ(answer.body(), "hello");
  answer.restart();
  feed(answer, whole, whole.size() - 2);
  EXPECT_EQ(answer.body(), "hello");
  answer.restart();
  feed(answer,
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
       100);
  EXPECT_EQ(answer.body(), "hello");
}

struct Nasty {
  const char* name;
  std::string bytes;
  bool then_ends;
  ErrorKind kind;
};

std::vector<Nasty> nasty_answers() {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  return {
      {"nothing", "", true, ErrorKind::kReset},
      {"half a head", "HTTP/1.1 200 OK\r\nConte", true, ErrorKind::kReset},
      {"an interim answer alone", "HTTP/1.1 100 Continue\r\n\r\n", true, ErrorKind::kReset},
      {"a short body", head + "Content-Length: 10\r\n\r\n12345", true, ErrorKind::kShortBody},
      {"chunks that break off", head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", true,
       ErrorKind::kShortBody},
      {"chunks without an end", head + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", true,
       ErrorKind::kShortBody},
      {"a chunk without a size", head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", false,
       ErrorKind::kProtocol},
      {"a chunk larger than it says",
       head + "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n", false,
       ErrorKind::kProtocol},
      {"a huge head", head + "X-Padding: " + std::string(20'000, 'p') + "\r\n\r\n", false,
       ErrorKind::kProtocol},
      {"a head that never ends", head + std::string(20'000, 'p'), false, ErrorKind::kProtocol},
      {"more than it said", head + "Content-Length: 2\r\n\r\n12345", false, ErrorKind::kProtocol},
      {"a body where none may be", "HTTP/1.1 204 No Content\r\n\r\nboo", false,
       ErrorKind::kProtocol},
      {"two lengths", head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n12", false,
       ErrorKind::kProtocol},
      {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", false, ErrorKind::kProtocol},
      {"a digest that cannot be read",
       head + "Repr-Digest: crc32c=:??:\r\nContent-Length: 0\r\n\r\n", false, ErrorKind::kDigest},
  };
}

TEST(HttpAnswer, SaysWhatIsWrongWithANastyOne) {
  for (const Nasty& nasty : nasty_answers()) {
    LastHead last_head;
    HttpAnswer answer(kDigesting, last_head);
    answer.restart();
    Progress progress = feed(answer, nasty.bytes, 1'000'000);
    if (nasty.then_ends) progress = answer.end();
    EXPECT_EQ(progress, Progress::kFailed) << nasty.name;
    EXPECT_EQ(answer.failure().kind, nasty.kind) << nasty.name << ": " << answer.failure().what;
    EXPECT_FALSE(answer.failure().what.empty()) << nasty.name;
  }
}

TEST(HttpAnswer, FindsTheSameFaultByteForByte) {
  for (const Nasty& nasty : nasty_answers()) {
    LastHead last_head;
    HttpAnswer answer(kDigesting, last_head);
    answer.restart();
    Progress progress = feed(answer, nasty.bytes, 1);
    if (progress == Progress::kMore) progress = answer.end();
    // Bytes beyond the end, one by one, come when the answer is done already.
    if (progress == Progress::kDone) progress = answer.take("x");
    EXPECT_EQ(progress, Progress::kFailed) << nasty.name;
    EXPECT_EQ(answer.failure().kind, nasty.kind) << nasty.name << ": " << answer.failure().what;
  }
}

TEST(HttpAnswer, HasNotBegunWithAnInterimOne) {
  LastHead last_head;
  HttpAnswer answer(kPlain, last_head);
  answer.restart();
  feed(answer, "HTTP/1.1 100 Continue\r\n\r\n", 100);
  EXPECT_FALSE(answer.begun());
  feed(answer, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\n", 100);
  EXPECT_TRUE(answer.begun());
  EXPECT_EQ(answer.status(), 413);
}

}  // namespace
}  // namespace gauntlet::client_pool
