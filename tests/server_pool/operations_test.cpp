#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

#include "contract/operations.h"
#include "server_pool/counters.h"
#include "server_pool/operations/about.h"
#include "server_pool/operations/delete.h"
#include "server_pool/operations/get.h"
#include "server_pool/operations/line_upload.h"
#include "server_pool/operations/list.h"
#include "server_pool/operations/services.h"
#include "server_pool/operations/top.h"
#include "server_pool/operations/upload.h"
#include "tests/files_in.h"
#include "tests/temporary_folder.h"
#include "wire/http_date.h"

namespace gauntlet::server_pool {
namespace {

using testing::HasSubstr;

// A root that holds a.txt: "0123456789".
class Operations : public testing::Test {
 protected:
  Operations() { root.write("a.txt", "0123456789"); }

  Answer get_with(const wire::Request& request) { return operations::get(kFile, request, space); }
  Answer list_with(const wire::Request& request) {
    return operations::list({.resource = Resource::kFolder}, request, space);
  }
  std::string tag() { return get_with({.method = wire::Method::kGet}).file->tag; }

  // The answer to an upload of a whole body, in one piece.
  Answer put(const wire::Request& request, std::string_view body) {
    auto upload = operations::Upload::begin(store, "new.bin", request, options);
    if (!upload) return std::move(upload.error());
    while (!upload->complete()) {
      auto taken = upload->put(body);
      if (!taken) return std::move(taken.error());
      if (*taken == 0) return refusal(500);
      body.remove_prefix(*taken);
    }
    return upload->finish();
  }

  // Uploads by the line protocol; the name, or the reason why not.
  std::string upload_lines(std::string_view lines) {
    auto upload = operations::LineUpload::begin(store, options.max_upload);
    std::string scratch(lines.size() + 3, '\0');
    while (upload && !upload->complete()) {
      const auto taken = upload->put(lines, scratch.data());
      if (!taken) return taken.error();
      lines.remove_prefix(*taken);
    }
    return *upload->finish();
  }

  TemporaryFolder root;
  store::Store store{root.path(), "", StoreKind::kDisk};
  ServerOptions options;
  Counters counters{1};
  Workspace space{options, store, counters, 0};
  static constexpr Route kFile{.resource = Resource::kFile, .name = "a.txt"};
};

TEST_F(Operations, GetAnswersAWholeFile) {
  const Answer answer = get_with({.method = wire::Method::kGet});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.part.length, 10u);
  EXPECT_EQ(answer.content_type, "text/plain; charset=utf-8");
}

TEST_F(Operations, GetAnswersARange) {
  const Answer answer = get_with({.method = wire::Method::kGet, .range = "bytes=2-4"});
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(answer.part.first, 2u);
  EXPECT_EQ(answer.part.length, 3u);
}

TEST_F(Operations, GetIgnoresARangeOfHead) {
  EXPECT_EQ(get_with({.method = wire::Method::kHead, .range = "bytes=2-4"}).status, 200);
}

TEST_F(Operations, GetRefusesARangeBeyondTheEnd) {
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .range = "bytes=10-"}).status, 416);
}

TEST_F(Operations, GetAnswersARangeOfTheVersionThatIfRangeNames) {
  const std::string same = tag();
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .range = "bytes=0-0", .if_range = same}).status,
            206);
  EXPECT_EQ(
      get_with({.method = wire::Method::kGet, .range = "bytes=0-0", .if_range = "\"x\""}).status,
      200);
}

TEST_F(Operations, GetSaysThatTheClientHasTheFileAlready) {
  const std::string same = tag();
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .if_none_match = same}).status, 304);
  const std::string list = "\"x\", W/" + same;
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .if_none_match = list}).status, 304);
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .if_none_match = "*"}).status, 304);
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .if_none_match = "\"x\""}).status, 200);
}

// What GET answers to If-Modified-Since, so many seconds from the file's Last-Modified.
TEST_F(Operations, GetSaysThatNothingWasModifiedSince) {
  const Answer whole = get_with({.method = wire::Method::kGet});
  const std::time_t modified = whole.file->status.st_mtim.tv_sec;
  const auto status_since = [&](std::time_t seconds) {
    const std::string since = wire::http_date(modified + seconds);
    return get_with({.method = wire::Method::kGet, .if_modified_since = since}).status;
  };
  EXPECT_EQ(status_since(0), 304);
  EXPECT_EQ(status_since(1), 304);
  EXPECT_EQ(status_since(-1), 200);
  EXPECT_EQ(
      get_with({.method = wire::Method::kHead, .if_modified_since = whole.file->last_modified})
          .status,
      304);
  EXPECT_EQ(get_with({.method = wire::Method::kGet, .if_modified_since = "soon"}).status, 200);
}

TEST_F(Operations, GetIgnoresIfModifiedSinceBesideIfNoneMatch) {
  const std::string same = get_with({.method = wire::Method::kGet}).file->last_modified;
  EXPECT_EQ(
      get_with({.method = wire::Method::kGet, .if_none_match = "\"x\"", .if_modified_since = same})
          .status,
      200);
}

TEST_F(Operations, ListAnswersJsonAndForBrowsersHtml) {
  EXPECT_EQ(list_with({.method = wire::Method::kGet}).content_type, "application/json");
  const wire::Request browser{.method = wire::Method::kGet, .accept = "text/html,*/*;q=0.8"};
  EXPECT_THAT(list_with(browser).content_type, HasSubstr("text/html"));
}

TEST_F(Operations, RemoveAnswersWhetherTheFileWasThere) {
  EXPECT_EQ(operations::remove(kFile, {}, space).status, 204);
  EXPECT_EQ(operations::remove(kFile, {}, space).status, 404);
}

TEST_F(Operations, UploadCreatesAndThenReplaces) {
  const wire::Request request{.method = wire::Method::kPut, .content_length = 3};
  const Answer created = put(request, "one");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.location, "/files/new.bin");
  EXPECT_EQ(put(request, "two").status, 204);
  EXPECT_EQ(root.read("new.bin"), "two");
}

TEST_F(Operations, UploadTakesOnlyItsOwnBytes) {
  const wire::Request request{.method = wire::Method::kPut, .content_length = 3};
  EXPECT_EQ(put(request, "oneGET / HTTP/1.1").status, 201);
  EXPECT_EQ(root.read("new.bin"), "one");
}

TEST_F(Operations, UploadTakesChunks) {
  const wire::Request request{.method = wire::Method::kPut, .chunked = true};
  EXPECT_EQ(put(request, "3\r\none\r\n4\r\ntwo!\r\n0\r\n\r\n").status, 201);
  EXPECT_EQ(root.read("new.bin"), "onetwo!");
}

TEST_F(Operations, UploadRefusesMalformedChunks) {
  const wire::Request request{.method = wire::Method::kPut, .chunked = true};
  EXPECT_EQ(put(request, "zz\r\none\r\n").status, 400);
}

TEST_F(Operations, UploadNeedsALength) {
  EXPECT_EQ(put({.method = wire::Method::kPut}, "").status, 411);
}

TEST_F(Operations, UploadRefusesALengthBeyondTheLimit) {
  options.max_upload = 2;
  EXPECT_EQ(put({.method = wire::Method::kPut, .content_length = 3}, "one").status, 413);
}

TEST_F(Operations, UploadRefusesChunksBeyondTheLimit) {
  options.max_upload = 2;
  const wire::Request request{.method = wire::Method::kPut, .chunked = true};
  EXPECT_EQ(put(request, "3\r\none\r\n0\r\n\r\n").status, 413);
  EXPECT_EQ(files_in(root.path()), 1u);
}

TEST_F(Operations, UploadChecksTheDigest) {
  const wire::Request right{
      .method = wire::Method::kPut, .content_length = 9, .repr_digest = "crc32c=:4waSgw==:"};
  EXPECT_EQ(put(right, "123456789").status, 201);
  EXPECT_EQ(put(right, "123456780").status, 400);
  EXPECT_EQ(root.read("new.bin"), "123456789");
}

TEST_F(Operations, UploadRefusesADigestThatCannotBeRead) {
  const wire::Request request{
      .method = wire::Method::kPut, .content_length = 1, .repr_digest = "crc32c=:?:"};
  EXPECT_EQ(put(request, "x").status, 400);
}

TEST_F(Operations, UploadRefusesAPartOfAFile) {
  const wire::Request request{
      .method = wire::Method::kPut, .content_length = 1, .content_range = "bytes 0-0/2"};
  EXPECT_EQ(put(request, "x").status, 400);
}

TEST_F(Operations, UploadTellsTheDigestOfWhatIsStored) {
  const wire::Request request{
      .method = wire::Method::kPut, .content_length = 9, .want_repr_digest = "crc32c=1"};
  EXPECT_EQ(put(request, "123456789").digest, 0xE3069283);
}

TEST_F(Operations, LineUploadNamesTheFileByItsContent) {
  EXPECT_EQ(upload_lines("aGVsbG8=\nENDUPLOAD\n"), "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(root.read("5d41402abc4b2a76b9719d911017c592"), "hello");
}

TEST_F(Operations, LineUploadGuessesTheExtension) {
  EXPECT_EQ(upload_lines("JVBERi0xLjQK\nENDUPLOAD\n"), "6446a98080f5e51ab7f0abc0e8eda635.pdf");
}

TEST_F(Operations, LineUploadRefusesWhatIsTooLarge) {
  options.max_upload = 4;
  EXPECT_EQ(upload_lines("aGVsbG8=\nENDUPLOAD\n"), "the file is too large");
}

TEST_F(Operations, LineNamesFallBackToLowerCase) {
  EXPECT_TRUE(operations::open_by_line(space.contents, "A.TXT"));
  EXPECT_EQ(operations::open_by_line(space.contents, "B.TXT").error(),
            store::StoreError::kNotFound);
  EXPECT_TRUE(operations::remove_by_line(store, "A.TXT"));
  EXPECT_EQ(root.entries(), 0u);
}

TEST_F(Operations, LineNamesMatchExactlyFirst) {
  root.write("A.txt", "upper");
  EXPECT_EQ((*operations::open_by_line(space.contents, "A.txt"))->status.st_size, 5);
}

TEST(AllOperations, AreThoseOfTheCatalogue) {
  std::vector<std::string_view> names;
  std::vector<std::string_view> catalogue;
  for (const operations::Operation& each : operations::all()) names.push_back(each.about.name);
  for (const contract::Operation* each : contract::operations()) catalogue.push_back(each->name);
  EXPECT_EQ(names, catalogue);
}

TEST(AllOperations, AnswerOverBothProtocols) {
  for (const operations::Operation& each : operations::all()) {
    EXPECT_NE(each.answer == nullptr, each.receive == nullptr) << each.about.name;
    EXPECT_TRUE(each.serve_line) << each.about.name;
    EXPECT_EQ(operations::find_line_operation(each.about.line_word), &each);
  }
}

TEST(AllServices, AnswerOrReceive) {
  for (const operations::Service& each : operations::services()) {
    EXPECT_NE(each.answer == nullptr, each.receive == nullptr) << each.name;
    EXPECT_EQ(each.receive != nullptr, each.method == "POST" || each.method == "PUT") << each.name;
  }
}

TEST_F(Operations, TopRefusesParametersByTheirName) {
  for (const char* query : {"n=0", "n=1001", "n=x"}) {
    const Route route{.resource = Resource::kService, .name = "top", .query = query};
    const Answer answer = operations::top(route, {.method = wire::Method::kGet}, space);
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.text, testing::StartsWith("n must be"));
    EXPECT_FALSE(answer.completion);
  }
}

TEST_F(Operations, TopAnswersTextAndWhereItIsAskedForJson) {
  const Route route{.resource = Resource::kService, .name = "top", .query = "n=3"};
  const Answer text = operations::top(route, {.method = wire::Method::kGet}, space);
  EXPECT_EQ(text.content_type, "text/plain; charset=utf-8");
  EXPECT_TRUE(text.completion);
  const wire::Request wants_json{.method = wire::Method::kGet, .accept = "application/json"};
  EXPECT_EQ(operations::top(route, wants_json, space).content_type, "application/json");
}

TEST(Metrics, AddUpAllWorkers) {
  Counters counters(2);
  counters[0].of(&contract::kGet).add(2);
  counters[1].of(&contract::kGet).add(3);
  counters[1].failed_requests.add(1);
  counters.cache_on().set(1);
  counters[0].cache_hits.add(2);
  counters[1].cache_hits.add(1);
  counters[0].slot_ns.add_time(std::chrono::milliseconds(1500));
  counters[1].slot_ns.add_time(std::chrono::seconds(1));
  const Answer answer = operations::metrics(counters, {});
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_requests_total{operation=\"get\"} 5\n"));
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_failed_requests_total 1\n"));
  EXPECT_THAT(answer.text, HasSubstr("# TYPE gauntlet_requests_total counter\n"));
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_slot_seconds_total 2.5\n"));
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_workers 2\n"));
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_cache_enabled 1\n"));
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_cache_hits_total 3\n"));
}

TEST(Metrics, SayWhetherEachMirrorIsHealthy) {
  Counters counters(1, 2);
  counters.mirror_healthy(1).set(0);
  const Answer answer = operations::metrics(
      counters, {{.host = "b", .ports = {7000, 7001}}, {.host = "c", .ports = {1}}});
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_mirror_healthy{mirror=\"b:7000\"} 1\n"));
  EXPECT_THAT(answer.text, HasSubstr("gauntlet_mirror_healthy{mirror=\"c:1\"} 0\n"));
}

}  // namespace
}  // namespace gauntlet::server_pool
