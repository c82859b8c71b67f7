#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::table {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

const std::string kHeader = "mode,server_pool,operation,volume,client_pool,note,max_s\n";

// What the reader says about a text that it refuses.
std::string refusal(const std::string& text, std::uint64_t most_memory = kMostTableMemory) {
  try {
    parse_table(text, "t.csv", most_memory);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    return error.what();
  }
  return "not refused";
}

TEST(Table, FindsColumnsByNameInAnyOrder) {
  const Table table =
      parse_table("client_pool,volume,operation,server_pool,mode\n50,10,get,5,thread\n", "t.csv");
  ASSERT_THAT(table.rows, SizeIs(1));
  EXPECT_EQ(table.rows[0].client_pool, 50U);
  EXPECT_EQ(table.rows[0].volume, 10);
  EXPECT_EQ(table.rows[0].operation, "get");
  EXPECT_EQ(table.rows[0].server_pool, 5U);
  EXPECT_EQ(table.rows[0].mode, "thread");
}

TEST(Table, KeepsUnknownColumnsAsSettings) {
  const Table table = parse_table(
      "mode,server_pool,colour,operation,volume,client_pool\n"
      "thread,1,red,get,10,1\n",
      "t.csv");
  EXPECT_THAT(table.settings, ElementsAre("colour"));
  EXPECT_THAT(table.rows.at(0).settings, ElementsAre(Pair("colour", "red")));
}

TEST(Table, LeavesMissingColumnsEmpty) {
  const Table table = parse_table(kHeader + "thread,1,get,10,1,,\n", "t.csv");
  EXPECT_EQ(table.rows.at(0).avg_time_s, std::nullopt);
  EXPECT_EQ(table.rows.at(0).max_s, std::nullopt);
}

TEST(Table, ReadsQuotedFields) {
  const Table table =
      parse_table(kHeader + "\"thread\",1,get,10,1,\"a, \"\"b\"\"\nc\",2\n", "t.csv");
  EXPECT_EQ(table.rows.at(0).note, "a, \"b\" c");
  EXPECT_EQ(table.rows.at(0).max_s, 2);
}

TEST(Table, ReadsLinesOfBothKinds) {
  const Table table = parse_table(
      "mode,server_pool,operation,volume,client_pool\r\nthread,1,get,10,1\r\nthread,1,get,10,5\n",
      "t.csv");
  EXPECT_THAT(table.rows, SizeIs(2));
}

TEST(Table, SkipsEmptyLinesAndAByteOrderMark) {
  const Table table =
      parse_table("\xEF\xBB\xBF" + kHeader + "\nthread,1,get,10,1,,\n\r\n", "t.csv");
  EXPECT_THAT(table.rows, SizeIs(1));
}

TEST(Table, MayHaveNoRows) { EXPECT_THAT(parse_table(kHeader, "t.csv").rows, IsEmpty()); }

const std::string kOriginal =
    "timestamp,mode,server_pool,operation,volume,client_pool,avg_time_s,throughput_Bps,success,fail"
    "\r\n2025-06-01 10:00:00,process,5,download,50,5,0.5,104857600.0,4,1\r\n";

TEST(Table, ReadsTheOriginalsFiles) {
  const Table table = parse_table(kOriginal, "t.csv");
  ASSERT_THAT(table.rows, SizeIs(1));
  const Row& row = table.rows[0];
  EXPECT_EQ(row.timestamp, "2025-06-01 10:00:00");
  EXPECT_EQ(row.throughput_Bps, 104857600);
  EXPECT_EQ(row.aggregate_Bps, std::nullopt);
  EXPECT_EQ(row.status, "");
}

TEST(Table, ReadsTheOriginalsFilesWithSemicolons) {
  std::string text = kOriginal;
  for (char& c : text) c = c == ',' ? ';' : c;
  EXPECT_EQ(parse_table(text, "t.csv").rows, parse_table(kOriginal, "t.csv").rows);
}

TEST(Table, HasTheSeparatorThatStandsOutsideOfQuotes) {
  EXPECT_THAT(
      parse_table("mode,server_pool,operation,volume,client_pool,\";;;;;;;;\"\n", "t.csv").settings,
      ElementsAre(";;;;;;;;"));
}

TEST(Table, CallsTheOriginalsDownloadGet) {
  EXPECT_EQ(parse_table(kOriginal, "t.csv").rows.at(0).operation, "get");
}

TEST(Table, TakesAFailedClientOfTheOriginalForAFailure) {
  EXPECT_TRUE(failed(parse_table(kOriginal, "t.csv").rows.at(0)));
}

TEST(Table, IgnoresATornLastLineWithAWarning) {
  const std::string whole = kHeader + "thread,1,get,10,1,\"a, b\",0.25\n";
  const std::string last = "process,1,get,10,1,\"a, \"\"b\"\"\",0.25";
  for (std::size_t length = 1; length <= last.size(); ++length) {
    const Table table = parse_table(whole + last.substr(0, length), "t.csv");
    EXPECT_THAT(table.rows, SizeIs(1)) << length;
    EXPECT_THAT(table.warnings, ElementsAre(HasSubstr("t.csv:3: is cut off"))) << length;
  }
}

TEST(Table, HoldsNothingThatATerminalObeys) {
  const Table table = parse_table(
      "mode,server_pool,operation,volume,client_pool,\x1b[1m,note\n"
      "th\x1b[31mread,1,get,10,1,\xFF,\"a\nb\xC2\x9B\"\n",
      "t.csv");
  EXPECT_EQ(table.rows.at(0).mode, "th\\x1b[31mread");
  EXPECT_EQ(table.rows.at(0).note, "a b\\xc2\\x9b");
  EXPECT_THAT(table.rows.at(0).settings, ElementsAre(Pair("\\x1b[1m", "\\xff")));
}

TEST(Table, HasItsColumnsInTheFirstLineWhateverEndsIt) {
  EXPECT_EQ(column_line("a,b\nc"), "a,b");
  EXPECT_EQ(column_line("\xEF\xBB\xBF"
                        "a,b\r\nc"),
            "a,b");
  EXPECT_EQ(column_line(""), "");
}

TEST(BadTable, HasMoreColumnsThanAnyTable) {
  std::string names = "mode,server_pool,operation,volume,client_pool";
  for (int i = 0; i < 40'000; ++i) names += ",c" + std::to_string(i);
  EXPECT_THAT(refusal(names + "\n"), HasSubstr("t.csv:1: has more than 1000 fields"));
}

TEST(BadTable, TakesTooMuchMemory) {
  std::string text = "mode,server_pool,operation,volume,client_pool\n";
  for (int i = 0; i < 2'000; ++i) text += "t,1,g,1,1\n";
  EXPECT_THAT(refusal(text, kMiB),
              HasSubstr("the rows up to here take more than 1.00 MiB of memory"));
  EXPECT_EQ(parse_table(text, "t.csv").rows.size(), 2'000u);
}

TEST(BadTable, IsOfALaterVersion) {
  EXPECT_THAT(refusal("mode,server_pool,operation,volume,client_pool,schema_version\n"
                      "thread,1,get,10,1,99\n"),
              HasSubstr("t.csv:2: column 'schema_version': 99 is of a later version"));
}

TEST(BadTable, IsADevice) {
  try {
    read_table("/dev/zero");
    FAIL() << "read";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "/dev/zero: is a device; name a file");
  }
}

TEST(BadTable, IsAnEmptyOne) { EXPECT_THAT(refusal(""), HasSubstr("t.csv: is empty")); }

TEST(BadTable, HasATornHeader) {
  EXPECT_THAT(refusal("mode,server_pool"), HasSubstr("t.csv:1: the line that names the columns"));
}

TEST(BadTable, LacksAColumnThatEveryRowNeeds) {
  EXPECT_THAT(refusal("mode,server_pool,operation,volume\n"),
              HasSubstr("t.csv:1: column 'client_pool' is missing"));
}

TEST(BadTable, HasAColumnTwice) {
  EXPECT_THAT(refusal("mode,mode,server_pool,operation,volume,client_pool\n"),
              HasSubstr("t.csv:1: column 'mode' stands twice"));
}

TEST(BadTable, HasTwoColumnsThatLookAlike) {
  EXPECT_THAT(refusal("mode,server_pool,operation,volume,client_pool,\x1b,\\x1b\n"),
              HasSubstr("column '\\x1b' stands twice"));
}

TEST(BadTable, HasAColumnWithoutAName) {
  EXPECT_THAT(refusal("mode,server_pool,operation,volume,client_pool,\n"),
              HasSubstr("t.csv:1: column 6 has no name"));
}

TEST(BadTable, HasTooFewFields) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get\n"),
              HasSubstr("t.csv:2: 3 fields, but the table has 7 columns"));
}

TEST(BadTable, HasTooManyFields) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,10,1,,,\n"),
              HasSubstr("t.csv:2: 8 fields, but the table has 7 columns"));
}

TEST(BadTable, HasATextForANumber) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,10,1,,\nthread,1,get,10,many,,\n"),
              HasSubstr("t.csv:3: column 'client_pool': 'many' is not a number"));
}

TEST(BadTable, HasNoNumberWhereOneMustBe) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,,1,,\n"), HasSubstr("t.csv:2: column 'volume': ''"));
}

TEST(BadTable, HasARowWithoutAMode) {
  EXPECT_THAT(refusal(kHeader + ",1,get,10,1,,\n"), HasSubstr("t.csv:2: column 'mode' is empty"));
}

TEST(BadTable, HasARowWithoutAnOperation) {
  EXPECT_THAT(refusal(kHeader + "thread,1,,10,1,,\n"),
              HasSubstr("t.csv:2: column 'operation' is empty"));
}

TEST(BadTable, HasAQuoteWithinAField) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,10,1,say \"x\",\n"),
              HasSubstr("t.csv:2: a quote stands within a field"));
}

TEST(BadTable, HasTextAfterAClosingQuote) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,10,1,\"a\"b,\n"),
              HasSubstr("t.csv:2: text follows a closing quote"));
}

TEST(BadTable, HasAQuoteThatIsNeverClosed) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,10,1,\"a,\nthread,1,get,10,1,b,\n"),
              HasSubstr("t.csv:2: a quote that opens on this line is never closed"));
}

TEST(BadTable, HasAnErrorAfterAFieldOfSeveralLines) {
  EXPECT_THAT(refusal(kHeader + "thread,1,get,10,1,\"a\nb\",\nthread,x,get,10,1,,\n"),
              HasSubstr("t.csv:4: column 'server_pool'"));
}

TEST(BadTable, HoldsZeroBytes) {
  EXPECT_THAT(refusal(std::string("mode\0", 5)), HasSubstr("t.csv: holds zero bytes"));
}

TEST(BadTable, IsNotThere) {
  try {
    read_table("/nowhere/t.csv");
    FAIL() << "read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/t.csv"));
  }
}

TEST(BadTable, IsAFolder) { EXPECT_THROW(read_table(testing::TempDir()), Error); }

}  // namespace
}  // namespace gauntlet::orchestrator::table
