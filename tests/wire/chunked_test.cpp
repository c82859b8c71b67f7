#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "wire/chunked.h"
#include "wire/http.h"

namespace gauntlet::wire {
namespace {

struct Outcome {
  std::string content{};
  std::string rest{};  // what followed the body
  bool done = false;
  int refusal = 0;

  bool operator==(const Outcome&) const = default;
};

// Feeds a body as a connection would: pieces of at most step bytes are appended to what was not
// consumed yet.
Outcome read_chunks(std::string_view input, std::size_t step,
                    ChunkedBody::Reading reading = ChunkedBody::Reading::kStrict) {
  Outcome outcome;
  ChunkedBody body(reading);
  std::string buffer;
  while (!body.done() && !input.empty()) {
    buffer.append(input.substr(0, step));
    input.remove_prefix(std::min(step, input.size()));
    for (std::size_t consumed = 1; consumed > 0 && !body.done();) {
      const auto piece = body.put(buffer);
      if (!piece) return {.content = outcome.content, .refusal = piece.error()};
      outcome.content += piece->content;
      consumed = piece->consumed;
      buffer.erase(0, consumed);
    }
  }
  outcome.done = body.done();
  outcome.rest = buffer + std::string(input);
  return outcome;
}

TEST(ChunkedBody, JoinsItsChunks) {
  const auto outcome = read_chunks("5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n", 1000);
  EXPECT_EQ(outcome, (Outcome{.content = "hello, world", .done = true}));
}

TEST(ChunkedBody, IsTheSameWhereverItIsCut) {
  const std::string input =
      "5;name=value\r\nhello\r\n00A;q=\"a;b\" ; c\r\n0123456789\r\n1\r\n\r\r\n0;last\r\nTrailer: "
      "x\r\n"
      "Other: y\r\n\r\nGET / HTTP/1.1\r\n";
  const Outcome expected{
      .content = "hello0123456789\r", .rest = "GET / HTTP/1.1\r\n", .done = true};
  for (std::size_t step = 1; step <= input.size(); ++step)
    EXPECT_EQ(read_chunks(input, step), expected) << "pieces of " << step;
}

TEST(ChunkedBody, MayBeEmpty) {
  for (const std::size_t step : {1u, 2u, 3u, 4u, 5u})
    EXPECT_EQ(read_chunks("0\r\n\r\n", step), Outcome{.done = true}) << "pieces of " << step;
}

TEST(ChunkedBody, LeavesWhatFollowsIt) {
  EXPECT_EQ(read_chunks("0\r\n\r\nnext", 1000), (Outcome{.rest = "next", .done = true}));
}

TEST(ChunkedBody, TakesNothingMoreOnceItIsDone) {
  ChunkedBody body(ChunkedBody::Reading::kStrict);
  EXPECT_EQ(body.put("0\r\n\r\n")->consumed, 3u);
  EXPECT_EQ(body.put("\r\n")->consumed, 2u);
  EXPECT_TRUE(body.done());
  EXPECT_EQ(body.put("5\r\nhello")->consumed, 0u);
}

TEST(ChunkedBody, GivesContentAsAPartOfTheInput) {
  ChunkedBody body(ChunkedBody::Reading::kStrict);
  std::string_view input = "5\r\nhello";
  input.remove_prefix(body.put(input)->consumed);
  const auto piece = body.put(input);
  EXPECT_EQ(piece->content.data(), input.data());
  EXPECT_EQ(piece->content, "hello");
}

TEST(ChunkedBody, StreamsAChunkThatIsLargerThanAnyBuffer) {
  ChunkedBody body(ChunkedBody::Reading::kStrict);
  EXPECT_EQ(body.put("FFFFFFFFFFFF\r\n")->consumed, 14u);
  const std::string piece(100'000, 'x');
  for (int i = 0; i < 10; ++i) EXPECT_EQ(body.put(piece)->content.size(), piece.size());
  EXPECT_FALSE(body.done());
}

TEST(ChunkedBody, TakesTenThousandTinyChunks) {
  std::string input;
  for (int i = 0; i < 10'000; ++i) input += "1\r\nx\r\n";
  input += "0\r\n\r\n";
  for (const std::size_t step : {1u, 7u, 4096u}) {
    const auto outcome = read_chunks(input, step);
    EXPECT_TRUE(outcome.done);
    EXPECT_EQ(outcome.content, std::string(10'000, 'x'));
  }
}

TEST(ChunkedBody, CanBeMovedInTheMiddle) {
  ChunkedBody first(ChunkedBody::Reading::kStrict);
  EXPECT_EQ(first.put("5\r\nhello")->consumed, 3u);
  ChunkedBody second = std::move(first);
  EXPECT_EQ(second.put("hello\r\n0\r\n\r\n")->content, "hello");
}

TEST(ChunkedBody, RefusesWhatIsMalformedWhereverItIsCut) {
  for (const std::string input : {
           "x\r\n",                              // not a number
           "\r\n\r\n",                           // no size
           "-5\r\nhello\r\n",                    // a sign
           "0x5\r\nhello\r\n\r\n",               // a prefix
           "5 \r\nhello\r\n",                    // a space behind the size
           " 5\r\nhello\r\n",                    // a space before it
           "5\nhello\r\n0\r\n\r\n",              // a bare LF
           "5\rhello\r\n",                       // a bare CR
           "10000000000000000\r\n",              // 2^64
           "FFFFFFFFFFFFFFFFFFFFF\r\n",          // beyond 64 bits
           "5;a \r\nhello\r\n",                  // a space behind an extension
           "5;\r\nhello\r\n",                    // an extension without a name
           "5;a=\"\r\"\r\nhello\r\n",            // a bare CR within a quote
           "5;a=\r\nhello\r\n",                  // one without its value
           "5\r\nhelloworld\r\n",                // no CR LF behind the chunk
           "5\r\nhello5\r\nworld\r\n",           // the same
           "5\r\nhello\n\n0\r\n\r\n",            // bare LFs behind it
           "0\r\nNo colon\r\n\r\n",              // a trailer that is none
           "0\r\nContent-Length: 5\r\n\r\n",     // framing in a trailer
           "0\r\nTransfer-Encoding: x\r\n\r\n",  // the same
       }) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, input.size()})
      EXPECT_EQ(read_chunks(input, step).refusal, 400)
          << testing::PrintToString(input) << " in pieces of " << step;
  }
}

// RFC 9112, 2.2 and 7.1: what other servers write, and every client takes.
TEST(ChunkedBody, ForgivesAnswersWhereverTheyAreCut) {
  const Outcome expected{.content = "hello", .rest = "next", .done = true};
  for (const std::string input : {
           "5 \r\nhello\r\n0 \t\r\n\r\nnext",          // blanks behind the size
           "5\nhello\n0\n\nnext",                      // bare LFs
           "5 ;\r\nhello\r\n0;=\r\n\r\nnext",          // extensions that are none
           "5;a=\"\r\nhello\r\n0\r\n\r\nnext",         // a quote that is not closed
           "5\r\nhello\r\n0\r\nNo colon\r\n\r\nnext",  // a trailer that is none
       })
    for (std::size_t step = 1; step <= input.size(); ++step)
      EXPECT_EQ(read_chunks(input, step, ChunkedBody::Reading::kLenient), expected)
          << testing::PrintToString(input) << " in pieces of " << step;
}

TEST(ChunkedBody, GuessesNoSizesInAnswers) {
  for (const char* input : {"x\r\n", "\r\n\r\n", "-5\r\n", "0x5\r\n", " 5\r\n", "5 5\r\n",
                            "5\r\r\n", "10000000000000000\r\n", "5\r\nhelloworld\r\n"})
    EXPECT_EQ(read_chunks(input, 1000, ChunkedBody::Reading::kLenient).refusal, 400)
        << testing::PrintToString(input);
}

TEST(ChunkedBody, RefusesAHeadOrTrailersWithoutEnd) {
  const std::string filler(kMaxHeadBytes, 'x');
  EXPECT_EQ(read_chunks("5;" + filler, 1000).refusal, 400);
  EXPECT_EQ(read_chunks("0\r\nTrailer: " + filler, 1000).refusal, 400);
  EXPECT_EQ(read_chunks("5;a=\"" + filler + "\r\n", 1000).refusal, 400);
}

}  // namespace
}  // namespace gauntlet::wire
