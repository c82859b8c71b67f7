#include "client_pool/operations/operation.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crc32c.h"
#include "tests/client_pool/feed.h"
#include "tests/listing_text.h"
#include "wire/digest.h"
#include "wire/line.h"

namespace gauntlet::client_pool {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// An operation with its plan and, for uploads, a body of the given volume.
struct Subject {
  explicit Subject(const contract::Operation& kind, Verify verify = Verify::kDigest,
                   Protocol protocol = Protocol::kHttp) {
    options.operation = &kind;
    options.verify = verify;
    options.protocol = protocol;
    options.volume = 0.001;
    if (kind.flow == contract::Flow::kUp) body = make_upload_body(options);
    operation = operations::make_operation(plan);
  }

  // What a client asks for.
  std::string http_request(std::size_t client = 0) const {
    return operation->http_request("h:1", operation->subject(client));
  }
  std::string line_request() const { return operation->line_request(operation->subject(0)); }

  Verdict http_verdict(const std::string& bytes) const {
    LastHead last_head;
    HttpAnswer answer(operation->http_rules(), last_head);
    answer.restart();
    if (answer.take(bytes) == Progress::kMore) answer.end();
    return answer.check(*operation);
  }
  // The verdict on an answer, for an upload behind the invitation.
  Verdict line_verdict(const std::string& bytes) const {
    LineAnswer answer(operation->line_shape());
    if (answer.invites_body()) answer.take(wire::kReadyToReceive);
    answer.take(bytes);
    return answer.check(*operation);
  }

  Plan plan;
  ClientOptions& options = plan.options;
  UploadBody& body = plan.upload_body;
  std::unique_ptr<const operations::Operation> operation;
};

std::string digest_of(std::string_view bytes) {
  Crc32c crc;
  crc.put(bytes);
  return wire::format_digest(crc.value());
}

std::string http_answer(int status, const std::string& fields, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + fields +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string kilobody() { return std::string(1049, 'k'); }  // 0.001 MiB

void expect_failure(const Verdict& verdict, ErrorKind kind) {
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().kind, kind) << verdict.error().what;
}

TEST(Operations, AskForANameInTheirPathWithItsQueryBehind) {
  ClientOptions options;
  options.path = "/a%20b/c d/?q=1&r=%41";
  EXPECT_EQ(operations::http_target(options, "f%20?.bin"), "/a%20b/c%20d/f%2520%3F.bin?q=1&r=%41");
  EXPECT_EQ(operations::http_target(options, ""), "/a%20b/c%20d/?q=1&r=%41");
}

TEST(Get, AsksForAUrlAsItIsAndTakesAnySize) {
  Subject get(contract::kGet);
  get.options.url = "http://h/a?b";
  get.options.request_target = "/a?b";
  EXPECT_THAT(get.http_request(), ::testing::StartsWith("GET /a?b HTTP/1.1\r\n"));
  EXPECT_EQ(get.http_verdict(http_answer(200, "", "tiny")), Verify::kLength);
}

TEST(Get, AsksForTheFileOfItsVolume) {
  Subject get(contract::kGet);
  get.options.volume = 0.5;
  EXPECT_EQ(
      get.http_request(7),
      "GET /files/file_0.5MB.bin HTTP/1.1\r\nHost: h:1\r\nWant-Repr-Digest: crc32c=1\r\n\r\n");
  EXPECT_EQ(get.line_request(), "GET file_0.5MB.bin\n");
}

TEST(Get, AsksForTheFileThatTheUserNamed) {
  Subject get(contract::kGet, Verify::kLength);
  get.options.file = "a folder/it's.bin";
  get.options.path = "/other/";
  get.options.connection = Reuse::kPerRequest;
  EXPECT_EQ(get.http_request(7),
            "GET /other/a%20folder/it%27s.bin HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(wire::name_of(wire::parse_line(get.line_request())), "a folder/it's.bin");
}

TEST(Operations, AskForPacketsWhereTheClientsSendThem) {
  for (const contract::Operation* each : contract::operations()) {
    Subject subject(*each);
    EXPECT_THAT(subject.operation->http_request("h:1", "a"), Not(HasSubstr("X-Packet-Size")));
    subject.options.packet_size = 1460;
    EXPECT_THAT(subject.operation->http_request("h:1", "a"),
                HasSubstr("\r\nX-Packet-Size: 1460\r\n"))
        << each->name;
  }
}

TEST(Get, VerifiesByDigestWhereThereIsOneAndElseByLength) {
  const Subject get(contract::kGet);
  const std::string field = "Repr-Digest: " + digest_of(kilobody()) + "\r\n";
  EXPECT_EQ(get.http_verdict(http_answer(200, field, kilobody())), Verify::kDigest);
  EXPECT_EQ(get.http_verdict(http_answer(200, "", kilobody())), Verify::kLength);
}

TEST(Get, RefusesAWrongDigest) {
  const Subject get(contract::kGet);
  const std::string field = "Repr-Digest: " + digest_of("something else") + "\r\n";
  expect_failure(get.http_verdict(http_answer(200, field, kilobody())), ErrorKind::kDigest);
}

TEST(Get, LeavesDigestsAloneWhenItNeedNotLook) {
  const Subject get(contract::kGet, Verify::kLength);
  const std::string field = "Repr-Digest: " + digest_of("something else") + "\r\n";
  EXPECT_EQ(get.http_verdict(http_answer(200, field, kilobody())), Verify::kLength);
}

TEST(Get, RefusesAFileOfAnotherSizeThanTheVolume) {
  const Subject get(contract::kGet);
  expect_failure(get.http_verdict(http_answer(200, "", "tiny")), ErrorKind::kShortBody);
  expect_failure(get.http_verdict(http_answer(200, "", kilobody() + "x")), ErrorKind::kShortBody);
}

TEST(Get, TakesANamedFileOfAnySize) {
  Subject get(contract::kGet);
  get.options.file = "tiny.bin";
  EXPECT_EQ(get.http_verdict(http_answer(200, "", "tiny")), Verify::kLength);
}

TEST(Get, TakesAnySizeWhenNothingIsVerified) {
  const Subject get(contract::kGet, Verify::kNone);
  EXPECT_EQ(get.http_verdict(http_answer(200, "", "tiny")), Verify::kNone);
}

TEST(Get, FailsByStatus) {
  const Subject get(contract::kGet);
  for (const int status : {201, 206, 301, 404, 500, 503})
    expect_failure(get.http_verdict(http_answer(status, "", kilobody())), ErrorKind::kStatus);
}

TEST(Get, SaysOfAStatusWithoutABodyThatThereIsNone) {
  const Subject get(contract::kGet, Verify::kNone);
  for (const int status : {204, 304}) {
    const std::string text = std::to_string(status);
    const Verdict verdict = get.http_verdict("HTTP/1.1 " + text + " x\r\n\r\n");
    expect_failure(verdict, ErrorKind::kStatus);
    EXPECT_EQ(verdict.error().what, "status " + text + ", which brings no body");
  }
}

TEST(Get, ChecksTheLengthOverTheLineProtocol) {
  const Subject get(contract::kGet, Verify::kDigest, Protocol::kLine);
  const auto answer = [](std::string_view content) {
    std::string text = wire::line_get_head("x");
    append_base64(text, content);
    return text + std::string(wire::kLineGetTail);
  };
  EXPECT_EQ(get.line_verdict(answer(kilobody())), Verify::kLength);
  expect_failure(get.line_verdict(answer("tiny")), ErrorKind::kShortBody);
  expect_failure(get.line_verdict(wire::line_error_answer("no")), ErrorKind::kStatus);
  expect_failure(get.line_verdict(wire::line_list_answer({})), ErrorKind::kProtocol);
}

constexpr const char* kListing =
    R"([{ "name":"a", "type":"file", "mtime":"Sat, 31 Jan 2026 23:59:59 GMT", "size":1 }])";

TEST(List, AsksForJson) {
  const Subject list(contract::kList);
  EXPECT_EQ(list.http_request(7),
            "GET /files/ HTTP/1.1\r\nHost: h:1\r\nAccept: application/json\r\n"
            "Want-Repr-Digest: crc32c=1\r\n\r\n");
  EXPECT_EQ(list.line_request(), "LIST\n");
}

TEST(List, VerifiesByDigestWhereThereIsOneAndElseByItsShape) {
  const Subject list(contract::kList);
  const std::string field = "Repr-Digest: " + digest_of(kListing) + "\r\n";
  EXPECT_EQ(list.http_verdict(http_answer(200, field, kListing)), Verify::kDigest);
  EXPECT_EQ(list.http_verdict(http_answer(200, "", kListing)), Verify::kLength);
  EXPECT_EQ(list.http_verdict(http_answer(200, "", "[]")), Verify::kLength);
}

TEST(List, RefusesWhatIsNoListing) {
  const Subject list(contract::kList);
  for (const char* body : {"<html>", "{}", "[1]", "", "[{}]"})
    expect_failure(list.http_verdict(http_answer(200, "", body)), ErrorKind::kProtocol);
  const std::string field = "Repr-Digest: " + digest_of("else") + "\r\n";
  expect_failure(list.http_verdict(http_answer(200, field, kListing)), ErrorKind::kDigest);
  expect_failure(list.http_verdict(http_answer(404, "", kListing)), ErrorKind::kStatus);
}

TEST(List, TakesAnythingWhenNothingIsVerified) {
  const Subject list(contract::kList, Verify::kNone);
  EXPECT_EQ(list.http_verdict(http_answer(200, "", "<html>")), Verify::kNone);
}

TEST(List, ReadsTheLineProtocol) {
  const Subject list(contract::kList, Verify::kDigest, Protocol::kLine);
  EXPECT_EQ(list.line_verdict(wire::line_list_answer({"a", "b"})), Verify::kLength);
  expect_failure(list.line_verdict(wire::line_error_answer("no")), ErrorKind::kStatus);
  expect_failure(list.line_verdict("gibberish\r\n\r\n"), ErrorKind::kProtocol);
}

TEST(List, RefusesWhatIsNoListOfNamesOverTheLineProtocol) {
  const Subject list(contract::kList, Verify::kLength, Protocol::kLine);
  for (const char* rest : {R"(,"data":"x"})", R"(,"data":{}})", R"(,"data":["a",1]})", "}"})
    expect_failure(list.line_verdict(R"({"status":"OK")" + std::string(rest) + "\r\n\r\n"),
                   ErrorKind::kProtocol);
}

TEST(Upload, NamesAFileForEachClient) {
  const Subject upload(contract::kUpload);
  const std::string first = upload.http_request(0);
  EXPECT_THAT(first, HasSubstr("PUT /files/gauntlet_upload_0.bin HTTP/1.1\r\n"));
  EXPECT_THAT(first, HasSubstr("\r\nContent-Length: 1049\r\n"));
  EXPECT_THAT(upload.http_request(12), HasSubstr("/gauntlet_upload_12.bin "));
}

TEST(Upload, SendsTheDigestOnlyWhereItIsVerified) {
  const Subject digest(contract::kUpload);
  EXPECT_THAT(digest.http_request(0),
              HasSubstr("\r\nRepr-Digest: " + wire::format_digest(digest.body.crc32c)));
  const Subject length(contract::kUpload, Verify::kLength);
  EXPECT_THAT(length.http_request(0), Not(HasSubstr("Digest")));
}

TEST(Upload, IsVerifiedByTheDigestThatComesBack) {
  const Subject upload(contract::kUpload);
  const std::string same = "Repr-Digest: " + wire::format_digest(upload.body.crc32c) + "\r\n";
  const std::string other = "Repr-Digest: " + wire::format_digest(~upload.body.crc32c) + "\r\n";
  EXPECT_EQ(upload.http_verdict(http_answer(201, same, "")), Verify::kDigest);
  EXPECT_EQ(upload.http_verdict(http_answer(201, "", "")), Verify::kLength);
  expect_failure(upload.http_verdict(http_answer(201, other, "")), ErrorKind::kDigest);
}

TEST(Upload, TakesEveryStatusOfSuccessAndNoOther) {
  const Subject upload(contract::kUpload);
  EXPECT_TRUE(upload.http_verdict(http_answer(200, "", "stored")));
  EXPECT_TRUE(upload.http_verdict("HTTP/1.1 204 No Content\r\n\r\n"));
  for (const int status : {202, 301, 400, 404, 405, 409, 413, 507})
    expect_failure(upload.http_verdict(http_answer(status, "", "")), ErrorKind::kStatus);
}

TEST(Upload, IsVerifiedByItsNameOverTheLineProtocol) {
  const Subject upload(contract::kUpload, Verify::kDigest, Protocol::kLine);
  EXPECT_EQ(upload.line_verdict(wire::line_uploaded_answer(upload.body.line_name)),
            Verify::kDigest);
  expect_failure(upload.line_verdict(wire::line_uploaded_answer("0123")), ErrorKind::kDigest);
  expect_failure(upload.line_verdict(wire::line_error_answer("full")), ErrorKind::kStatus);
  expect_failure(upload.line_verdict(wire::line_deleted_answer()), ErrorKind::kProtocol);
}

TEST(Delete, AsksForTheFileThatItIsGiven) {
  const Subject del(contract::kDelete);
  EXPECT_EQ(del.operation->http_request("h:1", "a b.bin"),
            "DELETE /files/a%20b.bin HTTP/1.1\r\nHost: h:1\r\n\r\n");
  EXPECT_EQ(del.operation->line_request("a b.bin"), "DELETE 'a b.bin'\n");
}

TEST(Delete, TakesWhatSaysThatItWasDeletedAndNothingElse) {
  const Subject del(contract::kDelete);
  EXPECT_TRUE(del.http_verdict("HTTP/1.1 204 No Content\r\n\r\n"));
  EXPECT_TRUE(del.http_verdict(http_answer(200, "", "gone")));
  for (const int status : {201, 202, 301, 403, 404, 405, 410, 500})
    expect_failure(del.http_verdict(http_answer(status, "", "")), ErrorKind::kStatus);
}

TEST(Delete, ReadsTheLineProtocol) {
  const Subject del(contract::kDelete, Verify::kDigest, Protocol::kLine);
  EXPECT_TRUE(del.line_verdict(wire::line_deleted_answer()));
  expect_failure(del.line_verdict(wire::line_error_answer("no such file")), ErrorKind::kStatus);
  expect_failure(del.line_verdict("gibberish\r\n\r\n"), ErrorKind::kProtocol);
}

TEST(Search, HasFailedWhereTheServerGaveItUp) {
  for (const Verify verify : {Verify::kNone, Verify::kDigest}) {
    const Subject search(contract::kSearch, verify);
    EXPECT_TRUE(search.http_verdict(http_answer(200, "Gauntlet-Cut: limit\r\n", "[]")));
    expect_failure(search.http_verdict(http_answer(200, "Gauntlet-Cut: time\r\n", "[]")),
                   ErrorKind::kTimeout);
  }
}

TEST(Search, HasFailedWhereTheServerGaveItUpOverTheLineProtocol) {
  const Subject search(contract::kSearch, Verify::kDigest, Protocol::kLine);
  const auto answer = [](const char* cut) {
    return fmt::format(R"({{"status":"OK","data":["a"],"cut":"{}"}})", cut) + "\r\n\r\n";
  };
  EXPECT_TRUE(search.line_verdict(answer("limit")));
  expect_failure(search.line_verdict(answer("time")), ErrorKind::kTimeout);
}

TEST(AllOperations, AreThoseOfTheCatalogue) {
  std::vector<std::string_view> names;
  std::vector<std::string_view> catalogue;
  for (const operations::Entry& each : operations::all()) names.push_back(each.about.name);
  for (const contract::Operation* each : contract::operations()) catalogue.push_back(each->name);
  EXPECT_EQ(names, catalogue);
}

}  // namespace
}  // namespace gauntlet::client_pool
