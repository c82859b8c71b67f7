// The live page of the real orchestrator, as a program asks it.
#include <gmock/gmock.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/integration/harness.h"
#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using integration::ask;
using integration::Client;
using integration::HttpAnswer;
using integration::request;
using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kJson = "Content-Type: application/json\r\n";

class Dashboard : public Orchestrator {
 protected:
  // Three scenarios of a fifth of a second each.
  Dashboard() {
    fs::create_directory(folder_ / "scenarios");
    write("scenarios/three.yaml",
          "name: three\nmatrix: {client_pool: [1, 2, 3]}\nsettings: {operation: get, mode: thread, "
          "volume: 0.01, server_pool: 1, duration: 200ms, congestion: cubic}\n");
  }

  // Takes the address that it prints first.
  void open(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"dashboard",
                                       "--port",
                                       "0",
                                       "--results",
                                       results().string(),
                                       "--scenarios",
                                       (folder_ / "scenarios").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    program_ = start(arguments);
    std::string line;
    ASSERT_EQ(program_->read_line(line, deadline()), process::Got::kLine);
    take_address(line);
  }

  void take_address(const std::string& line) {
    const std::size_t begin = line.find("http://");
    ASSERT_NE(begin, std::string::npos) << line;
    url_ = line.substr(begin);
    port_ = static_cast<std::uint16_t>(std::stoi(url_.substr(url_.find(':', 7) + 1)));
  }

  HttpAnswer get(const std::string& target) const { return ask(port_, request("GET", target)); }
  HttpAnswer post(const std::string& target, const json& body,
                  const std::string& fields = "") const {
    return ask(port_, request("POST", target, kJson + fields, body.dump()));
  }
  json asked(const std::string& target) const { return json::parse(get(target).body); }

  json three() const { return {{"file", (folder_ / "scenarios/three.yaml").string()}}; }

  // A page that listens, and has been told the state.
  std::unique_ptr<Client> listen() const {
    auto page = std::make_unique<Client>(port_);
    page->send(request("GET", "/events"));
    page->read_until("event: state");
    return page;
  }

  std::unique_ptr<process::Child> program_{};
  std::string url_{};
  std::uint16_t port_ = 0;
};

TEST_F(Dashboard, ServesItsPageAndAllThatItNeeds) {
  open();
  EXPECT_THAT(url_, StartsWith("http://127.0.0.1:"));
  const HttpAnswer page = get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.field("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.body, testing::Not(HasSubstr("@NONCE@")));
  EXPECT_EQ(get("/web/dashboard.js").field("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/web/style.css").status, 200);
  EXPECT_EQ(get("/web/..%2f..%2fetc%2fpasswd").status, 404);
}

TEST_F(Dashboard, ShowsARunFromItsStartToItsEnd) {
  open();
  const auto page = listen();
  EXPECT_EQ(post("/api/runs", three()).status, 202);
  const std::string told = page->read_until("event: end");
  EXPECT_THAT(told, HasSubstr("event: begin"));
  EXPECT_THAT(told, HasSubstr(R"("done":3)"));
  EXPECT_THAT(told, HasSubstr("event: second"));
  EXPECT_THAT(page->read_until("\n\n"), HasSubstr(R"("outcome":"ok")"));
  const json runs = asked("/api/runs").at("runs");
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].at("rows"), 3);
  EXPECT_EQ(runs[0].at("scenarios"), "three");
  const std::string run = "/api/runs/" + runs[0].at("name").get<std::string>();
  EXPECT_EQ(asked(run + "/report").at("schema"), "gauntlet-report");
  EXPECT_THAT(get(run + "/table.csv").body, StartsWith("timestamp,mode,"));
  const json row = asked(run + "/scenario?id=thread-s1-get-0.01MB-c2&pass=1");
  EXPECT_TRUE(row.at("report").is_object());
}

TEST_F(Dashboard, StartsOneRunAtATime) {
  open();
  EXPECT_EQ(post("/start_test", {{"clients", 5}}).status, 202);
  const HttpAnswer second = post("/api/runs", three());
  EXPECT_EQ(second.status, 409);
  EXPECT_THAT(second.body, HasSubstr("a run is under way"));
  EXPECT_EQ(post("/api/run/stop", json::object()).status, 202);
}

TEST_F(Dashboard, ShowsMistakesAtTheirSettings) {
  open();
  json asks = three();
  asks["set"] = {"volume=much"};
  const HttpAnswer answer = post("/api/expand", asks);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(json::parse(answer.body).at("problems").at(0).at("setting"), "volume");
  EXPECT_EQ(post("/api/runs", asks).status, 422);
  EXPECT_EQ(post("/api/runs", {{"file", "/etc/passwd"}}).status, 400);
}

TEST_F(Dashboard, TellsWhatAFileExpandsTo) {
  open();
  json asks = three();
  asks["only"] = {"client_pool>=2"};
  const json plan = json::parse(post("/api/expand", asks).body);
  EXPECT_EQ(plan.at("scenarios").size(), 2u);
  EXPECT_EQ(plan.at("axes").dump(), R"([{"name":"client_pool","values":["2","3"]}])");
}

TEST_F(Dashboard, PausesBetweenTwoScenarios) {
  open();
  const auto page = listen();
  json asks = three();
  asks["set"] = {"passes=20"};
  EXPECT_EQ(post("/api/runs", asks).status, 202);
  page->read_until("event: started");
  EXPECT_EQ(post("/api/run/pause", json::object()).status, 202);
  page->read_until(R"({"phase":"paused"})");
  EXPECT_EQ(asked("/test_status").at("status"), "paused");
  EXPECT_EQ(post("/api/run/continue", json::object()).status, 202);
  page->read_until("event: row");
  EXPECT_EQ(post("/api/run/stop", json::object()).status, 202);
  page->read_until("event: end");
  EXPECT_THAT(page->read_until("\n\n"), HasSubstr(R"("outcome":"interrupted")"));
}

TEST_F(Dashboard, TellsAPageThatComesBackWhatItHasMissed) {
  open();
  const auto first = listen();
  EXPECT_EQ(post("/api/runs", three()).status, 202);
  const std::string told = first->read_until("event: begin");
  const std::size_t id = told.rfind("id: ");
  const std::string last = told.substr(id + 4, told.find('\n', id) - id - 4);
  first->read_until("event: end");
  Client again(port_);
  again.send(request("GET", "/events", "Last-Event-ID: " + last + "\r\n"));
  const std::string missed = again.read_until("event: end");
  EXPECT_THAT(missed, testing::Not(HasSubstr("event: state")));
  EXPECT_THAT(missed, HasSubstr(R"("done":3)"));
}

TEST_F(Dashboard, TellsFiftyPagesAtOnce) {
  open();
  std::vector<std::unique_ptr<Client>> pages;
  for (int i = 0; i < 50; ++i) pages.push_back(listen());
  EXPECT_EQ(post("/api/runs", three()).status, 202);
  for (const auto& page : pages)
    EXPECT_THAT(page->read_until("event: end"), HasSubstr("event: row"));
}

TEST_F(Dashboard, DoesNothingForPagesOfOthers) {
  open();
  EXPECT_EQ(post("/start_test", json::object(), "Origin: http://evil.example\r\n").status, 403);
  const std::string rebound = "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n";
  EXPECT_EQ(ask(port_, rebound).status, 403);
  const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
  EXPECT_EQ(ask(port_, request("POST", "/start_test", form, "clients=1")).status, 415);
  EXPECT_EQ(asked("/test_status").at("status"), "idle");
}

TEST_F(Dashboard, RefusesWhatItDoesNotHave) {
  open();
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_EQ(get("/start_test").field("Allow"), "POST");
  for (const char* what : {"report", "table.csv", "pictures", "scenario?id=x&pass=1"})
    EXPECT_EQ(get(std::string("/api/runs/none/") + what).status, 404) << what;
  EXPECT_EQ(get("/api/compare?base=none").status, 400);
  EXPECT_EQ(get("/api/compare?base=none&new=none").status, 404);
  EXPECT_EQ(post("/api/run/pause", json::object()).status, 409);
  EXPECT_EQ(post("/toggle_cache", json::object()).status, 409);
  EXPECT_EQ(post("/start_test", {{"clients", "many"}}).status, 400);
  EXPECT_EQ(post("/start_test", {{"client", 5}}).status, 400);
  EXPECT_EQ(ask(port_, request("POST", "/start_test", kJson, "[")).status, 400);
  EXPECT_EQ(ask(port_, "nonsense\r\n\r\n").status, 400);
}

TEST_F(Dashboard, SaysThatARunCouldNotBegin) {
  open();
  const auto page = listen();
  EXPECT_EQ(post("/api/runs", three()).status, 202);
  page->read_until("event: end");
  std::ofstream(folder_ / "taken") << "no folder";
  fs::remove_all(results());
  fs::create_symlink(folder_ / "taken", results());
  EXPECT_EQ(post("/api/runs", three()).status, 202);
  const std::string told = page->read_until("event: end");
  EXPECT_THAT(told, HasSubstr(R"("run":null)")) << "the run before is gone";
  EXPECT_THAT(told, HasSubstr("event: message"));
  const json status = asked("/test_status");
  EXPECT_EQ(status.at("outcome"), "could not run");
  EXPECT_EQ(status.at("done"), 0);
}

TEST_F(Dashboard, RefusesAFileInThePlaceOfAFolder) {
  write("file", "");
  for (const std::string option : {"--results", "--scenarios"}) {
    const Ended ended = run({"dashboard", "--port", "0", option, (folder_ / "file").string()});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.output, HasSubstr(option + ": '" + (folder_ / "file").string()));
  }
}

TEST_F(Dashboard, NeedsItsTokenBeyondThisMachine) {
  open({"--bind", "0.0.0.0"});
  const std::size_t sign = url_.find("#token=");
  ASSERT_NE(sign, std::string::npos) << url_;
  EXPECT_THAT(url_, StartsWith("http://127.0.0.1:")) << "as this machine reaches it";
  const std::string token = url_.substr(sign + 7);
  EXPECT_EQ(get("/metrics").status, 200);
  EXPECT_EQ(post("/api/expand", three()).status, 401);
  EXPECT_EQ(post("/api/expand", three(), "Authorization: Bearer " + token + "\r\n").status, 200);
}

TEST_F(Dashboard, SwitchesTheCacheOfTheServerThatRuns) {
  open();
  const auto page = listen();
  EXPECT_EQ(post("/start_test", {{"clients", 2}}).status, 202);
  page->read_until(R"("cache_enabled":false)");
  EXPECT_EQ(post("/toggle_cache", json::object()).body, R"({"cache_enabled":true})");
  page->read_until(R"("cache_enabled":true)");
  EXPECT_EQ(post("/api/run/stop", json::object()).status, 202);
}

TEST_F(Dashboard, EndsWithTheRunThatItHasStarted) {
  open();
  EXPECT_EQ(post("/start_test", json::object()).status, 202);
  const auto page = listen();
  page->read_until("event: second");
  program_->send_signal(SIGINT);
  const auto status = program_->wait(deadline());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 0);
  EXPECT_NE(integration::run({"pgrep", "-f", results().string()}).status.code, 0)
      << "nothing of it is left";
  std::string environment;
  for (const auto& entry : fs::recursive_directory_iterator(results()))
    if (entry.path().filename() == "environment.json")
      environment = integration::run({"cat", entry.path()}).out;
  EXPECT_THAT(environment, HasSubstr(R"("outcome": "interrupted")")) << "it ended in good order";
}

TEST_F(Dashboard, SaysWhenItsPortIsTaken) {
  open();
  const Ended other = run({"dashboard", "--port", std::to_string(port_)});
  EXPECT_EQ(other.code, 3);
  EXPECT_THAT(other.output, HasSubstr("cannot listen on 127.0.0.1 port " + std::to_string(port_)));
}

TEST_F(Dashboard, OfACampaignInHandShowsItAndStartsNoOther) {
  program_ =
      start({"run", (folder_ / "scenarios/three.yaml").string(), "--results", results().string(),
             "--no-plots", "--passes", "100", "--dashboard", "--dashboard-port", "0"});
  std::string line;
  ASSERT_EQ(program_->read_line(line, deadline()), process::Got::kLine);
  take_address(line);
  const auto page = listen();
  page->read_until("event: row");
  EXPECT_EQ(asked("/api/about").at("can_start"), false);
  EXPECT_EQ(post("/start_test", json::object()).status, 409);
  EXPECT_EQ(post("/api/run/pause", json::object()).status, 202);
  page->read_until(R"({"phase":"paused"})");
  EXPECT_EQ(post("/api/run/stop", json::object()).status, 202);
  page->read_until("event: end");
  page->read_until("event: closed");
  EXPECT_EQ(finish(*program_).code, 130);
}

TEST_F(Dashboard, OfASearchNamesThePlannedScenarioOfEachRow) {
  program_ =
      start({"capacity", (folder_ / "scenarios/three.yaml").string(), "--results",
             results().string(), "--no-plots", "--slo", "p99 < 1s", "--only", "client_pool=2",
             "--to", "20", "--point-duration", "500ms", "--dashboard", "--dashboard-port", "0"});
  std::string line;
  ASSERT_EQ(program_->read_line(line, deadline()), process::Got::kLine);
  take_address(line);
  const auto page = listen();
  page->read_until("event: row\ndata: ");
  const json told = json::parse(page->read_until("\n"));
  EXPECT_EQ(told.at("row").at("planned"), "thread-s1-get-0.01MB-c2");
  EXPECT_NE(told.at("row").at("scenario"), told.at("row").at("planned"));
  program_->send_signal(SIGINT);
  finish(*program_);
}

}  // namespace
}  // namespace gauntlet::orchestrator
