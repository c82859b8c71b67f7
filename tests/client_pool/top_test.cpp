#include "client_pool/operations/top.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/base64.h"
#include "client_pool/operations/operation.h"
#include "contract/top_report.h"
#include "metrics/top.h"
#include "wire/line.h"

namespace gauntlet::client_pool {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string table_of(int processes) {
  std::vector<metrics::ProcessUse> all;
  for (int pid = 1; pid <= processes; ++pid)
    all.push_back({.pid = pid, .name = "a name", .user_ticks = 5, .kernel_ticks = 1});
  return metrics::top_text(metrics::top_of(all, 1000, Duration::zero()));
}

class Top : public testing::Test {
 protected:
  Top() {
    plan.options.operation = &contract::kTop;
    plan.options.top_processes = 3;
  }

  std::unique_ptr<const operations::Operation> make() const {
    return operations::make_operation(plan);
  }
  Verdict http_verdict(int status, const std::string& body) const {
    const auto operation = make();
    LastHead last_head;
    HttpAnswer answer(operation->http_rules(), last_head);
    answer.restart();
    // It lives until check(): the answer keeps views of it.
    const std::string bytes = "HTTP/1.1 " + std::to_string(status) +
                              " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                              body;
    answer.take(bytes);
    return answer.check(*operation);
  }
  Verdict line_verdict(const std::string& table) const {
    std::string text;
    append_base64(text, table);
    const auto operation = make();
    LineAnswer answer(operation->line_shape());
    const std::string bytes =
        R"({"status":"OK","data_namafile":"top.txt","data_file":")" + text + "\"}\r\n\r\n";
    answer.take(bytes);
    return answer.check(*operation);
  }

  Plan plan;
};

TEST_F(Top, AsksForAsManyProcessesAsTheOptionsSay) {
  EXPECT_THAT(make()->http_request("h:1", ""),
              StartsWith("GET /-/top?n=3 HTTP/1.1\r\nHost: h:1\r\n"));
  EXPECT_EQ(make()->line_request(""), "TOP 3\n");
}

TEST_F(Top, LeavesTheConnectionToTheReportThatFollows) {
  plan.options.connection = Reuse::kPerRequest;
  const auto operation = make();
  EXPECT_EQ(operation->http_request("h:1", "").find("Connection: close"), std::string::npos);
  while (!operation->follow_up()->prepare()) {
  }
  EXPECT_THAT(operation->follow_up()->http_request("h:1", "7"), HasSubstr("Connection: close"));
}

TEST_F(Top, ReportsItsOwnTopProcess) {
  const auto operation = make();
  const operations::Operation& report = *operation->follow_up();
  while (!report.prepare()) {
  }
  EXPECT_EQ(report.subject(7), "7");
  const std::string request = report.http_request("h:1", "7");
  EXPECT_THAT(request, StartsWith("POST /-/top/client HTTP/1.1\r\nHost: h:1\r\n"));
  const std::size_t body = request.find("\r\n\r\n") + 4;
  EXPECT_THAT(request,
              HasSubstr("Content-Length: " + std::to_string(request.size() - body) + "\r\n"));
  const auto read = contract::top_report_from_text(std::string_view(request).substr(body));
  EXPECT_EQ(read.client, 7u);
  EXPECT_GT(read.pid, 0);
}

TEST_F(Top, ReportsNothingOverTheLineProtocol) {
  plan.options.protocol = Protocol::kLine;
  EXPECT_EQ(make()->follow_up(), nullptr);
}

TEST_F(Top, TakesATableOfAtMostAsManyProcesses) {
  EXPECT_EQ(http_verdict(200, table_of(3)), Verify::kLength);
  EXPECT_EQ(http_verdict(200, table_of(2)), Verify::kLength);
  EXPECT_EQ(line_verdict(table_of(3)), Verify::kLength);
  for (const Verdict& verdict :
       {http_verdict(200, table_of(4)), http_verdict(200, table_of(0)), http_verdict(200, "<html>"),
        http_verdict(200, ""), line_verdict(table_of(4)), line_verdict("x")}) {
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().kind, ErrorKind::kProtocol) << verdict.error().what;
  }
}

TEST_F(Top, LooksAtNothingWhereNothingIsToBeVerified) {
  plan.options.verify = Verify::kNone;
  EXPECT_EQ(http_verdict(200, "anything"), Verify::kNone);
}

TEST_F(Top, SaysOfAnotherServerThatItHasNoSuchService) {
  const Verdict verdict = http_verdict(404, "no");
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().kind, ErrorKind::kStatus);
  EXPECT_EQ(verdict.error().status, 404);
  EXPECT_EQ(verdict.error().what, "status 404 (only server_pool has /-/top)");
}

TEST_F(Top, FailsWithItsReport) {
  const auto operation = make();
  LastHead last_head;
  HttpAnswer answer(operation->http_rules(), last_head);
  answer.restart();
  answer.take("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_TRUE(answer.check(*operation->follow_up()));
  answer.restart();
  answer.take("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
  const Verdict verdict = answer.check(*operation->follow_up());
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().status, 500);
  EXPECT_THAT(verdict.error().what, HasSubstr("report"));
}

}  // namespace
}  // namespace gauntlet::client_pool
