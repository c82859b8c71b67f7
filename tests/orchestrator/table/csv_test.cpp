#include "orchestrator/table/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/error.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::table {
namespace {

using testing::HasSubstr;

constexpr const char* kFullHeader =
    "timestamp,mode,server_pool,operation,volume,client_pool,avg_time_s,throughput_Bps,success,"
    "fail,requests,failed_requests,bytes,duration_s,aggregate_Bps,requests_per_s,min_s,mean_s,"
    "p50_s,p90_s,p95_s,p99_s,p999_s,max_s,stddev_s,server_success,server_fail,imbalance,"
    "admitted,rejected,peak_reserved_bytes,cache_hits,cache_misses,retried_requests,recovery_s,"
    "status,"
    "note,scenario,"
    "server_cpu_s,proxy_cpu_s,client_cpu_s,server_peak_rss_bytes,client_peak_rss_bytes,total_s,"
    "pass,position,"
    "rerun,steady_s,first_done_s,last_done_s,service_p50_s,service_p99_s,connect_p50_s,connect_p99_"
    "s,"
    "ttfb_p50_s,ttfb_p99_s,late_p99_s,server_demand,client_demand,host_busy,iowait,steal,"
    "foreign_cpu,disk_write_Bps,retransmits,rtt_mean_us,packets,packets_dropped,retransmissions,"
    "lost,"
    "out_of_order,zero_windows,rtt_p99_us,limited_by,valid,doubt,version,machine,"
    "target,"
    "scenario_hash,schema_version,ab";

Row full_row() {
  Row row;
  row.timestamp = "2026-01-31T23:59:59.123+00:00";
  row.mode = "thread";
  row.server_pool = 5;
  row.operation = "get";
  row.volume = 10;
  row.client_pool = 50;
  row.avg_time_s = 0.125;
  row.throughput_Bps = 83886080;
  row.success = 50;
  row.fail = 0;
  row.requests = 100;
  row.failed_requests = 0;
  row.bytes = 1048576000;
  row.duration_s = 0.5;
  row.aggregate_Bps = 2097152000;
  row.requests_per_s = 200;
  row.min_s = 0.01;
  row.mean_s = 0.125;
  row.p50_s = 0.12;
  row.p90_s = 0.2;
  row.max_s = 0.3;
  row.stddev_s = 0.05;
  row.server_success = 4;
  row.server_fail = 1;
  row.status = "ok";
  row.note = "worker 1 died, and was started again";
  row.scenario = "thread-s5-get-10MB-c50";
  row.server_cpu_s = 0.75;
  row.server_peak_rss_bytes = 12345678;
  row.total_s = 0.625;
  row.pass = 1;
  row.position = 3;
  row.steady_s = 0.25;
  row.limited_by = "host_cpu";
  row.valid = "no";
  row.doubt = "foreign_cpu+steal";
  row.machine = "a machine, 2 cores";
  row.schema_version = 1;
  row.settings = {{"protocol", "http"}, {"requests", "2"}};
  return row;
}

class TableFile : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_ / "table.csv"; }
  std::string content() const {
    std::ifstream in(file(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  TemporaryFolder folder_{};
};

// The kernel refuses what would make a file of this process larger than so many bytes: a disk that
// is full, as far as write(2) is concerned.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::uintmax_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{static_cast<rlim_t>(bytes), before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(Csv, HasTheDeclaredColumnsThenTheSettings) {
  EXPECT_EQ(header_line({"protocol", "requests"}),
            std::string(kFullHeader) + ",protocol,set_requests\n");
}

TEST(Csv, WritesARowAsOneLine) {
  EXPECT_EQ(
      row_line(full_row()),
      "2026-01-31T23:59:59.123+00:00,thread,5,get,10,50,0.125,83886080,50,0,100,0,1048576000,"
      "0.5,2097152000,200,0.01,0.125,0.12,0.2,,,,0.3,0.05,4,1,,,,,,,,,ok,"
      "\"worker 1 died, and was started again\",thread-s5-get-10MB-c50,0.75,,,12345678,,0.625,"
      "1,3,,0.25,,,,,,,,,,,,,,,,,,,,,,,,,,host_cpu,no,foreign_cpu+steal,,\"a machine, 2 "
      "cores\",,,1,,http,2\n");
}

TEST(Csv, KeepsANoteOfSeveralLinesOnOne) {
  Row row = full_row();
  row.note = "it said:\n\t\"no\r\n\"";
  EXPECT_THAT(row_line(row), HasSubstr(",\"it said:  \"\"no  \"\"\","));
}

TEST_F(TableFile, ReadsBackWhatWasWritten) {
  Row other = full_row();
  other.status = "failed";
  other.note = "a; \"b\", c";
  other.p50_s.reset();
  other.settings[0].second = "a, b";
  TableWriter writer(file(), {"protocol", "requests"});
  writer.write(full_row());
  writer.write(other);
  const Table table = read_table(file());
  EXPECT_THAT(table.rows, testing::ElementsAre(full_row(), other));
  EXPECT_THAT(table.settings, testing::ElementsAre("protocol", "requests"));
  EXPECT_THAT(table.warnings, testing::IsEmpty());
}

TEST_F(TableFile, HoldsEachRowAsSoonAsItIsWritten) {
  TableWriter writer(file(), {});
  EXPECT_EQ(content(), std::string(kFullHeader) + "\n");
  Row row = full_row();
  row.settings.clear();
  writer.write(row);
  EXPECT_EQ(content(), std::string(kFullHeader) + "\n" + row_line(row));
}

TEST_F(TableFile, IsNotOverwritten) {
  std::ofstream(file()) << "precious";
  EXPECT_THROW(TableWriter(file(), {}), Error);
  EXPECT_EQ(content(), "precious");
}

TEST_F(TableFile, HasOneWriterAtATime) {
  const TableWriter writer(file(), {});
  EXPECT_THROW(TableWriter::reopen(file(), {}), Error);
}

TEST_F(TableFile, GoesOnAfterItsLastWholeRow) {
  { TableWriter(file(), {"protocol", "requests"}).write(full_row()); }
  const std::string before = content();
  std::ofstream(file(), std::ios::app) << row_line(full_row()).substr(0, 30);
  TableWriter::reopen(file(), {"protocol", "requests"}).write(full_row());
  EXPECT_EQ(content(), before + row_line(full_row()));
}

std::string without(std::string text, const std::string& part) {
  return text.erase(text.find(part), part.size());
}

TEST_F(TableFile, OfAVersionWithoutAColumnIsContinuedWithoutIt) {
  const std::string header = without(header_line({"protocol", "requests"}), ",doubt");
  std::ofstream(file()) << header;
  TableWriter::reopen(file(), {"protocol", "requests"}).write(full_row());
  EXPECT_EQ(content(), header + without(row_line(full_row()), ",foreign_cpu+steal"));
}

TEST_F(TableFile, OfAVersionWithoutASettingIsContinuedWithoutItWhereItMayLackIt) {
  const std::string header = header_line({"requests"});
  std::ofstream(file()) << header;
  TableWriter::reopen(file(), {"protocol", "requests"}, {"protocol"}).write(full_row());
  EXPECT_EQ(content(), header + without(row_line(full_row()), ",http"));
  EXPECT_THROW(TableWriter::reopen(file(), {"protocol", "requests"}), Error);
}

TEST_F(TableFile, IsNotContinuedWithoutAColumnThatEveryVersionWrote) {
  std::ofstream(file()) << without(header_line({"protocol"}), ",p99_s");
  EXPECT_THROW(TableWriter::reopen(file(), {"protocol"}), Error);
}

TEST_F(TableFile, IsNotContinuedWithOtherColumns) {
  { const TableWriter writer(file(), {"protocol"}); }
  EXPECT_THROW(TableWriter::reopen(file(), {"requests"}), Error);
}

TEST_F(TableFile, NamesTheFileThatCannotBeCreated) {
  try {
    TableWriter writer(folder_ / "none" / "table.csv", {});
    FAIL() << "created";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kUnable);
    EXPECT_THAT(error.what(), HasSubstr((folder_ / "none" / "table.csv").string()));
  }
}

TEST_F(TableFile, KeepsItsWholeRowsWhenTheDiskIsFull) {
  TableWriter writer(file(), {"protocol", "requests"});
  writer.write(full_row());
  const std::string before = content();
  {
    const FileSizeLimit limit(before.size() + 20);
    try {
      writer.write(full_row());
      FAIL() << "written";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::kUnable);
      EXPECT_THAT(error.what(), HasSubstr(file().string()));
    }
  }
  EXPECT_EQ(content(), before);
}

TEST_F(TableFile, RefusesARowWithOtherSettings) {
  TableWriter writer(file(), {"protocol"});
  EXPECT_THROW(writer.write(full_row()), std::logic_error);
}

}  // namespace
}  // namespace gauntlet::orchestrator::table
