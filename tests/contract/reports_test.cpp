#include "contract/reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;
using testing::HasSubstr;

ReadyLine ready() {
  return {.pid = 7, .mode = "thread", .host = "::1", .ports = {7000, 65535}, .root = "/r"};
}

StoppedLine stopped() {
  const WorkerReport thread{.pid = 7,
                            .tid = 8,
                            .port = 7000,
                            .connections = 1,
                            .requests = {{"get", 5}, {"list", 6}},
                            .failed_requests = 2,
                            .bytes_in = 3,
                            .bytes_out = 1ull << 60,
                            .cpu_s = 0.25,
                            .slots_taken = 11,
                            .slot_s = 0.5,
                            .queued = 4,
                            .queue_s = 1.5,
                            .full_s = 0.75,
                            .store_s = 0.125};
  WorkerReport process = thread;
  process.peak_rss_bytes = 1'000'000;
  process.restarts = 1;
  return {.pid = 7,
          .mode = "process",
          .duration_s = 1.5,
          .reason = "SIGTERM",
          .peak_rss_bytes = 123,
          .workers = {thread, process}};
}

ClientReport report() {
  ClientReport result{.mode = "thread",
                      .operation = "get",
                      .protocol = "http",
                      .volume = 10,
                      .client_pool = 5,
                      .workers = 2,
                      .pid = 3,
                      .pids = {4, 5},
                      .verified = "digest",
                      .success = 4,
                      .fail = 1,
                      .warmup_requests = 3,
                      .requests = 8,
                      .failed_requests = 2,
                      .bytes = 80,
                      .duration_s = 2,
                      .steady_s = 0.1,
                      .steady_begin_ns = 1ll << 60,
                      .steady_end_ns = (1ll << 60) + 100'000'000,
                      .steady_requests = 3.5,
                      .steady_bytes = 35,
                      .errors = {{"refused", 1}, {"status", 1}},
                      .statuses = {{"404 Not Found", 1}},
                      .first_error = "h:1: refused",
                      .client_mean_s = Spread{1, 2, 3},
                      .mean_interval_s = Interval{1, 1.25},
                      .targets = {{.target = "h:1", .requests = 8, .bytes = 80}},
                      .schedule = ScheduleReport{100, 99.5, true, "too slow"},
                      .files = FilesReport{.made = 20, .ran_out = true},
                      .uploads = UploadsReport{.deleted = 3, .left = 1, .why = "status 405"},
                      .tcp = {.connections = 5,
                              .segments = 9,
                              .retransmits = 1,
                              .rtt_mean_us = 60,
                              .busy_s = 0.5,
                              .least_mss = 1448},
                      .time_wait = 12,
                      .cpu_s = 0.5,
                      .peak_rss_bytes = 99};
  for (int i = 1; i <= 8; ++i) result.latency.record(std::chrono::milliseconds(250 * i));
  result.service = result.latency;
  result.ttfb.record(std::chrono::milliseconds(1));
  result.connect.record(std::chrono::microseconds(50));
  result.late.record(std::chrono::microseconds(30));
  return result;
}

// What from_json says about a line; empty when it has nothing to say.
template <typename Read>
std::string complaint(const json& line, Read read) {
  try {
    read(line);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

// Every key of an object, broken in two ways.
template <typename Read>
void expect_every_key_named(const json& whole, Read read, const std::vector<std::string>& derived) {
  for (const auto& [key, value] : whole.items()) {
    if (std::count(derived.begin(), derived.end(), key) > 0) continue;
    json missing = whole;
    missing.erase(key);
    EXPECT_THAT(complaint(missing, read), HasSubstr(key)) << "missing";
    json wrong = whole;
    wrong[key] = json::parse(value.is_boolean() ? "1" : "true");
    EXPECT_THAT(complaint(wrong, read), HasSubstr(key)) << "of the wrong type";
  }
}

TEST(ReadyLine, GivesBackTheSame) {
  const json line = to_json(ready());
  EXPECT_EQ(to_json(ready_from_json(json::parse(line.dump()))), line);
}

TEST(ReadyLine, IsInItsDocumentedForm) {
  EXPECT_EQ(to_json(ready()), json::parse(R"({"event":"ready","pid":7,"mode":"thread","host":"::1",
                                              "ports":[7000,65535],"root":"/r"})"));
}

TEST(ReadyLine, NamesTheKeyThatIsWrong) {
  expect_every_key_named(to_json(ready()), ready_from_json, {"event"});
}

TEST(StoppedLine, GivesBackTheSame) {
  const json line = to_json(stopped());
  EXPECT_EQ(to_json(stopped_from_json(json::parse(line.dump()))), line);
}

TEST(StoppedLine, NamesTheKeyThatIsWrong) {
  expect_every_key_named(
      to_json(stopped()), stopped_from_json,
      {"event", "workers", "late_workers", "lost_log_lines", "peak_reserved_bytes"});
}

TEST(StoppedLine, KeepsWhoWasLateAndWhatTheLogLost) {
  StoppedLine line = stopped();
  line.late_workers = {0, 3};
  line.lost_log_lines = 12;
  const StoppedLine read = stopped_from_json(to_json(line));
  EXPECT_EQ(read.late_workers, line.late_workers);
  EXPECT_EQ(read.lost_log_lines, 12u);
}

// ab compares builds of which one may be older.
TEST(StoppedLine, IsTakenFromABuildThatDoesNotSayWhoWasLate) {
  json line = to_json(stopped());
  line.erase("late_workers");
  line.erase("lost_log_lines");
  EXPECT_EQ(stopped_from_json(line).late_workers, std::vector<std::size_t>{});
}

TEST(StoppedLine, NamesTheKeyThatIsWrongInAWorker) {
  const auto read = [](const json& worker) {
    json line = to_json(stopped());
    line["workers"] = json::array({worker});
    stopped_from_json(line);
  };
  expect_every_key_named(
      to_json(stopped()).at("workers").at(0), read,
      {"top_reports", "redirects", "cache_hits", "cache_misses", "cache_switches", "admitted",
       "rejected", "lost_access_lines", "unique_sessions"});
}

TEST(StoppedLine, TakesAWorkerWhoseMemoryIsNotKnown) {
  const StoppedLine line = stopped_from_json(to_json(stopped()));
  EXPECT_EQ(line.workers.at(0).peak_rss_bytes, std::nullopt);
  EXPECT_EQ(line.workers.at(1).peak_rss_bytes, 1'000'000u);
}

TEST(StoppedLine, RefusesNumbersThatDoNotFit) {
  const std::pair<const char*, const char*> changes[] = {
      {"port", "65536"},     {"port", "-1"},     {"port", "80.0"},
      {"pid", "3000000000"}, {"bytes_in", "-1"}, {"restarts", "1e3"},
  };
  for (const auto& [key, value] : changes) {
    json line = to_json(stopped());
    line["workers"][0][key] = json::parse(value);
    EXPECT_THAT(complaint(line, stopped_from_json), HasSubstr(key)) << value;
  }
}

TEST(Report, GivesBackTheSame) {
  const json line = to_json(report());
  EXPECT_EQ(to_json(report_from_json(json::parse(line.dump()))), line);
}

TEST(Report, GivesBackTheSameWhenNothingSucceeded) {
  const json line = to_json(ClientReport{});
  EXPECT_EQ(to_json(report_from_json(json::parse(line.dump()))), line);
}

TEST(Report, NamesTheKeyThatIsWrong) {
  std::vector<std::string> not_read = {
      "event",   "avg_time_s", "throughput_Bps", "aggregate_Bps",   "requests_per_s",
      "min_s",   "mean_s",     "max_s",          "stddev_s",        "clients",
      "targets", "tcp",        "schedule",       "mean_interval_s", "histograms",
      "files",   "uploads",    "statuses",       "retries",         "rejected"};
  for (const NamedHistogram& histogram : kHistograms)
    for (const Percentile& percentile : kPercentiles)
      not_read.push_back(std::string(histogram.prefix) + percentile.name);
  expect_every_key_named(to_json(report()), report_from_json, not_read);
}

TEST(Report, MayComeFromAProgramThatDeletesNoUploads) {
  json line = to_json(report());
  line.erase("uploads");
  EXPECT_EQ(report_from_json(line).uploads, std::nullopt);
}

TEST(Report, MayComeFromAProgramThatCountsNoStatuses) {
  json line = to_json(report());
  line.erase("statuses");
  EXPECT_THAT(report_from_json(line).statuses, ::testing::IsEmpty());
}

TEST(Report, DescribesAnswersThatWereErrorsByTheirStatus) {
  ClientReport failed;
  failed.errors = {{"refused", 3}, {"status", 12800}};
  EXPECT_EQ(describe_errors(failed), "refused: 3, status: 12,800");
  failed.statuses = {{"404 Not Found", 12800}};
  EXPECT_EQ(describe_errors(failed), "404 Not Found: 12,800, refused: 3");
  EXPECT_EQ(describe_errors(ClientReport{}), "");
}

TEST(Report, MayComeFromAProgramThatMakesNoFiles) {
  json line = to_json(report());
  line.erase("files");
  EXPECT_EQ(report_from_json(line).files, std::nullopt);
}

TEST(Report, HasNoRateOfBytesWhereNoneMove) {
  ClientReport deletes = report();
  deletes.bytes = 0;
  deletes.steady_bytes = 0;
  EXPECT_FALSE(rates_of(deletes).aggregate_Bps);
  EXPECT_FALSE(rates_of(deletes).throughput_Bps);
  EXPECT_TRUE(rates_of(deletes).requests_per_s);
}

TEST(Report, CountsForTheRateOfAClientWhatWasReceivedWhateverTheVolume) {
  ClientReport small = report();
  small.volume = 1024;
  EXPECT_DOUBLE_EQ(*rates_of(small).throughput_Bps, 10 / 1.125);
}

TEST(Report, HasNoRateOfAClientWhereRequestsDoNotMoveTheirVolume) {
  ClientReport lists = report();
  lists.operation = "list";
  EXPECT_FALSE(rates_of(lists).throughput_Bps);
  EXPECT_TRUE(rates_of(lists).aggregate_Bps);
}

TEST(Report, NamesThePartThatIsMissing) {
  for (const char* key :
       {"clients", "targets", "histograms", "tcp", "schedule", "mean_interval_s"}) {
    json line = to_json(report());
    line.erase(key);
    const std::string sentence = complaint(line, report_from_json);
    EXPECT_THAT(sentence, HasSubstr(key));
    EXPECT_THAT(sentence, ::testing::Not(HasSubstr("json.exception")));
  }
}

TEST(Report, CarriesTheFiguresThatFollowFromIt) {
  const json line = to_json(report());
  EXPECT_DOUBLE_EQ(line.at("avg_time_s").get<double>(), 1.125);
  EXPECT_DOUBLE_EQ(line.at("throughput_Bps").get<double>(), 10 / 1.125);
  EXPECT_DOUBLE_EQ(line.at("aggregate_Bps").get<double>(), 40);
  EXPECT_DOUBLE_EQ(line.at("requests_per_s").get<double>(), 4);
  EXPECT_NEAR(line.at("p50_s").get<double>(), 1, 0.001);
}

TEST(Report, TakesItsRatesFromTheSteadySpanWhereThatIsLongEnough) {
  ClientReport result = report();
  result.steady_s = 0.5;
  EXPECT_DOUBLE_EQ(*rates_of(result).aggregate_Bps, 70);
  EXPECT_DOUBLE_EQ(*rates_of(result).requests_per_s, 7);
  result.steady_s = 0.199;
  EXPECT_DOUBLE_EQ(*rates_of(result).aggregate_Bps, 40);
}

TEST(Report, HasPercentilesOfEveryHistogram) {
  const json line = to_json(report());
  EXPECT_NEAR(line.at("service_p50_s").get<double>(), 1, 0.001);
  EXPECT_TRUE(line.at("late_p99_s").is_null());  // of one request
  EXPECT_EQ(line.at("histograms").at("connect").at("count"), 1);
}

TEST(Report, LeavesOutWhatWasNotMeasured) {
  const json line = to_json(report());
  EXPECT_TRUE(line.at("p90_s").is_null());  // of eight requests
  EXPECT_TRUE(line.at("clients").at("done_s").is_null());
  const json nothing = to_json(ClientReport{});
  for (const char* key : {"avg_time_s", "throughput_Bps", "aggregate_Bps", "requests_per_s",
                          "min_s", "mean_s", "max_s", "stddev_s", "p50_s"})
    EXPECT_TRUE(nothing.at(key).is_null()) << key;
}

TEST(Lines, AreToldApartByTheirEvent) {
  EXPECT_THAT(complaint(to_json(stopped()), ready_from_json),
              HasSubstr("expected the 'ready' line of a program, got: event \"stopped\""));
  EXPECT_NE(complaint(to_json(ready()), stopped_from_json), "");
  EXPECT_NE(complaint(to_json(ready()), report_from_json), "");
}

TEST(Lines, AreObjectsWithAnEvent) {
  for (const char* text : {"null", "[]", "1", "\"ready\"", "{}", R"({"event":1})"})
    EXPECT_NE(complaint(json::parse(text), ready_from_json), "") << text;
}

}  // namespace
}  // namespace gauntlet::contract
