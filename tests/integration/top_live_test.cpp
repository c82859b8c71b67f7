// The operation top with the real programs, on this machine's own processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/base64.h"
#include "base/marked_folder.h"
#include "metrics/top.h"
#include "tests/integration/client_harness.h"
#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;
using Clock = std::chrono::steady_clock;

std::vector<metrics::ProcessUse> rows_of(const std::string& table) {
  auto rows = metrics::parse_top_text(table);
  EXPECT_TRUE(rows) << rows.error() << "\n" << table;
  return rows ? *rows : std::vector<metrics::ProcessUse>();
}

std::string report_text(int client) {
  return R"({"host":"h","client":)" + std::to_string(client) +
         R"(,"pid":1,"name":"init","ticks":7,"seconds":0.07})";
}

// A server of two workers, whose temporary files lie in a folder of the test's.
class TopLive : public testing::TestWithParam<const char*> {
 protected:
  TopLive() {
    root.write("a.txt", "0123456789");
    ::setenv("TMPDIR", temporary.path().c_str(), 1);
    serve({});
    ::unsetenv("TMPDIR");
  }

  void serve(std::vector<std::string> more) {
    std::vector<std::string> arguments{"--mode", GetParam(), "--pool", "2", "--root", root.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server = std::make_unique<Server>(arguments);
    port = server->port();
  }
  json clients() const { return json::parse(read_chunked(ask_all("/-/top/clients"))); }
  std::string ask_all(const std::string& target) const {
    Client client(server->port(1));
    client.send(request("GET", target, "Connection: close\r\n"));
    return client.read_all();
  }
  // The content of an answer in chunks.
  static std::string read_chunked(std::string answer) {
    std::string content;
    answer.erase(0, answer.find("\r\n\r\n") + 4);
    for (std::size_t size = 1; size > 0 && !answer.empty();) {
      size = std::stoul(answer, nullptr, 16);
      const std::size_t begin = answer.find("\r\n") + 2;
      content += answer.substr(begin, size);
      answer.erase(0, begin + size + 2);
    }
    return content;
  }
  std::size_t tables_on_disk() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(temporary.path()))
      if (!entry.is_directory() && entry.path().filename() != kFolderMark) ++files;
    return files;
  }

  TemporaryFolder root;
  TemporaryFolder temporary;
  std::unique_ptr<Server> server;
  std::uint16_t port = 0;
};

INSTANTIATE_TEST_SUITE_P(Modes, TopLive, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(TopLive, AnswersTextAndJson) {
  const HttpAnswer text = ask(port, request("GET", "/-/top?n=2"));
  EXPECT_EQ(text.status, 200);
  EXPECT_EQ(text.field("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(text.field("Accept-Ranges"), "");
  EXPECT_EQ(rows_of(text.body).size(), 2u);
  const HttpAnswer answer = ask(port, request("GET", "/-/top?n=2", "Accept: application/json\r\n"));
  EXPECT_EQ(answer.field("Content-Type"), "application/json");
  EXPECT_EQ(json::parse(answer.body)["top"].size(), 2u);
  Client client(port);
  EXPECT_GT(std::stoi(client.ask(request("HEAD", "/-/top")).field("Content-Length")), 0);
}

TEST_P(TopLive, AnswersOverTheLineProtocolWithTheFileInBase64) {
  Client client(port);
  client.send("top 3\n");
  const json answer = json::parse(client.read_until("\r\n\r\n"));
  EXPECT_EQ(answer["status"], "OK");
  EXPECT_THAT(answer["data_namafile"].get<std::string>(), StartsWith("top-0-"));
  const std::string encoded = answer["data_file"];
  std::string table(encoded.size(), '\0');
  Base64Decoder decoder;
  table.resize(static_cast<std::size_t>(decoder.put(encoded, table.data())));
  EXPECT_EQ(rows_of(table).size(), 3u);
  client.send("TOP 0\nTOP 1 2\nTOP\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("n must be"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("ERROR"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("OK"));
}

TEST_P(TopLive, RefusesWhatItDoesNotTakeByName) {
  for (const char* query : {"n=0", "n=1001", "n=ten"})
    EXPECT_THAT(ask(port, request("GET", std::string("/-/top?") + query)).body,
                StartsWith("n must"));
  for (const char* query : {"interval=1", "interval=1ms", "interval=2m"}) {
    const HttpAnswer answer = ask(port, request("GET", std::string("/-/top?") + query));
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, StartsWith("interval must"));
  }
  EXPECT_EQ(ask(port, request("PUT", "/-/top", "", "x")).field("Allow"), "GET, HEAD");
}

TEST_P(TopLive, TakesReportsAndShowsThoseOfAllWorkers) {
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(ask(server->port(static_cast<std::size_t>(i % 2)),
                  request("POST", "/-/top/client", "", report_text(i)))
                  .status,
              204);
  const json all = clients();
  ASSERT_EQ(all.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(all[i]["client"], i);
    EXPECT_EQ(all[i]["worker"], i % 2);
  }
  EXPECT_THAT(ask(port, request("GET", "/-/metrics")).body, HasSubstr("top_reports_total 4\n"));
  const contract::StoppedLine stopped = server->stop();
  EXPECT_EQ(stopped.workers[0].top_reports + stopped.workers[1].top_reports, 4u);
  EXPECT_THAT(server->log(), HasSubstr("client 0 on 'h'"));
}

TEST_P(TopLive, RefusesReportsThatAreNone) {
  const auto post = [this](const std::string& fields, const std::string& body) {
    return ask(port, request("POST", "/-/top/client", fields, body));
  };
  EXPECT_EQ(post("", "x").status, 400);
  EXPECT_THAT(post("", R"({"host":"h"})").body, HasSubstr("'client'"));
  EXPECT_EQ(post("", std::string(5000, ' ')).status, 413);
  EXPECT_EQ(post("Transfer-Encoding: chunked\r\n", "").status, 411);
  EXPECT_EQ(ask(port, request("GET", "/-/top/client")).field("Allow"), "POST");
  EXPECT_EQ(clients().size(), 0u);
  // The next request of the connection is found behind a body that was refused.
  Client client(port);
  EXPECT_EQ(client.ask(request("POST", "/-/top/client", "", "{}")).status, 400);
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt")).status, 200);
}

TEST_P(TopLive, ServesOthersWhileItWaitsForAnInterval) {
  Client waiting(port);
  const auto begin = Clock::now();
  waiting.send(request("GET", "/-/top?interval=1s"));
  EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).status, 200);
  EXPECT_LT(Clock::now() - begin, std::chrono::milliseconds(900));
  const HttpAnswer answer = waiting.read_answer();
  EXPECT_GE(Clock::now() - begin, std::chrono::seconds(1));
  EXPECT_THAT(answer.body, HasSubstr("used in 1.0"));
}

TEST_P(TopLive, EndsTheWaitOfAClientThatGoesAway) {
  {
    Client gone(port);
    gone.send(request("GET", "/-/top?interval=60s"));
    while (ask(port, request("GET", "/-/metrics"))
               .body.find("requests_total{operation=\"top\"} 1\n") == std::string::npos) {
    }
  }
  const auto begin = Clock::now();
  server->stop();
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(4)) << "the grace is 5 s";
}

TEST_P(TopLive, GivesFiftyClientsAtOnceAWholeAndConsistentFileEach) {
  const TemporaryFolder folder;
  const Finished client = run_client({"--operation", "top", "--mode", GetParam(), "--client-pool",
                                      "50", "--requests", "4", "--top-processes", "20", "--save",
                                      folder.path(), "--port", ports_of(*server), "--json"});
  const contract::ClientReport report = report_of(client);
  EXPECT_EQ(report.success, 50u) << report.first_error;
  EXPECT_EQ(report.requests, 200u);
  EXPECT_EQ(report.verified, "digest");
  ASSERT_EQ(folder.entries(), 50u);
  for (int i = 0; i < 50; ++i) {
    const auto rows = rows_of(folder.read("client-" + std::to_string(i)));
    EXPECT_GE(rows.size(), 1u);
    EXPECT_LE(rows.size(), 20u);
  }
  EXPECT_EQ(clients().size(), 50u);
  EXPECT_LE(tables_on_disk(), 8u) << "each worker keeps four";
  const contract::StoppedLine stopped = server->stop();
  EXPECT_EQ(stopped.workers[0].requests.at("top") + stopped.workers[1].requests.at("top"), 200u);
  EXPECT_EQ(stopped.workers[0].top_reports + stopped.workers[1].top_reports, 200u);
  EXPECT_EQ(temporary.entries(), 0u) << "the workers leave nothing";
}

TEST_P(TopLive, GivesClientsOfTheLineProtocolTheSame) {
  const TemporaryFolder folder;
  const Finished client =
      run_client({"--operation", "top", "--protocol", "line", "--client-pool", "10", "--requests",
                  "3", "--save", folder.path(), "--port", ports_of(*server), "--json"});
  EXPECT_EQ(report_of(client).success, 10u) << report_of(client).first_error;
  for (int i = 0; i < 10; ++i)
    EXPECT_LE(rows_of(folder.read("client-" + std::to_string(i))).size(), 10u);
  EXPECT_EQ(clients().size(), 0u) << "there is no word for a report";
}

TEST_P(TopLive, ReportsOnTheConnectionOfItsRequest) {
  const auto connections = [&](const char* reuse) {
    const Finished client =
        run_client({"--operation", "top", "--client-pool", "3", "--requests", "2", "--connection",
                    reuse, "--port", ports_of(*server), "--json"});
    EXPECT_EQ(report_of(client).success, 3u) << report_of(client).first_error;
    return report_of(client).tcp.connections;
  };
  EXPECT_EQ(connections("keepalive"), 3u);
  EXPECT_EQ(connections("per-request"), 6u);
}

TEST_P(TopLive, LingersWithItsConnectionsOpenUnmeasured) {
  ClientRun client({"--operation", "get", "--file", "a.txt", "--client-pool", "20", "--linger",
                    "1s", "--port", ports_of(*server), "--json"});
  const auto begin = Clock::now();
  while (ask(port, request("GET", "/-/metrics")).body.find("open_connections 21\n") ==
         std::string::npos) {
    ASSERT_LT(Clock::now() - begin, std::chrono::seconds(1));
  }
  const contract::ClientReport report = report_of(client.wait());
  EXPECT_GE(Clock::now() - begin, std::chrono::milliseconds(900));
  EXPECT_EQ(report.success, 20u);
  EXPECT_LT(report.duration_s, 0.9);
}

TEST_P(TopLive, EndsTheLingeringByAnInterrupt) {
  ClientRun client({"--operation", "get", "--file", "a.txt", "--linger", "60s", "--port",
                    ports_of(*server), "--json"});
  while (ask(port, request("GET", "/-/metrics")).body.find("total{operation=\"get\"} 1\n") ==
         std::string::npos) {
  }
  const auto begin = Clock::now();
  client.send_signal(SIGINT);
  EXPECT_EQ(client.wait().status.code, 130);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(30));
}

TEST_P(TopLive, IsMarkedByTheOrchestratorsOwnTop) {
  const Finished top =
      run({program("orchestrator"), "top", "--pid", std::to_string(server->pid()), "--json"});
  const json shown = json::parse(top.out);
  const bool forks = std::string(GetParam()) == "process";
  EXPECT_EQ(shown["processes"], forks ? 3 : 1);
  for (const json& row : shown["top"]) EXPECT_EQ(row["gauntlet"], true);
}

TEST(TopCommand, RefusesAPidThatIsNotThere) {
  const Finished top = run({program("orchestrator"), "top", "--pid", "4194304"});
  EXPECT_EQ(top.status.code, 2);
  EXPECT_THAT(top.err, HasSubstr("there is no process 4194304"));
}

TEST(TopCommand, WatchesUntilItIsInterrupted) {
  orchestrator::process::Child top(
      {.argv = {program("orchestrator"), "top", "--watch", "-n", "1", "--json"}});
  std::string line;
  top.read_line(line, Clock::now() + kPatience);
  EXPECT_NEAR(json::parse(line)["interval_s"].get<double>(), 1.0, 0.5);
  top.send_signal(SIGINT);
  EXPECT_EQ(top.wait(Clock::now() + kPatience)->code, 130);
}

}  // namespace
}  // namespace gauntlet::integration
