// What the real orchestrator makes of bytes and programs that nobody would wish for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "base/utf8.h"
#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::HasSubstr;

constexpr const char* kScenario =
    "settings: {mode: process, operation: get, volume: 0.01, server_pool: 1, client_pool: 1}\n";

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

using OddBytes = Orchestrator;

TEST_F(OddBytes, InNamesOfFoldersAndFilesEndNoSweep) {
  const fs::path file = write("m\xFF.yaml", kScenario);
  const fs::path results = folder_ / "r\xFF";
  fs::create_directory(folder_ / "d\xFF");
  Ended ended = run({"run", file.string(), "--results", results.string(), "--data",
                     (folder_ / "d\xFF").string(), "--no-plots"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  for (const auto& entry : fs::recursive_directory_iterator(results))
    EXPECT_TRUE(!entry.is_regular_file() || is_utf8(content(entry.path()))) << entry.path();
  const std::string table = table_in(results).string();
  ended = run({"run", "--resume", table, "--no-plots"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("1 of 1 scenario done"));
  ended = run({"merge", table, "--output", (folder_ / "m\xFF.csv").string()});
  EXPECT_EQ(ended.code, 0) << ended.output;
}

TEST_F(OddBytes, AreRefusedInASentenceOfText) {
  write("t.csv", "mode,server_pool,operation,volume,client_pool\nthread,1,get,10,\x1b[2J\xFF\n");
  write("m.yaml", "settings: {\"\\e[2J\": 1}\n");
  const std::string table = (folder_ / "t.csv").string();
  const std::vector<std::vector<std::string>> wrong = {
      {"diff", table, table},
      {"plot", table},
      {"diff", "\x1b\xFF", table},
      {"validate", (folder_ / "m.yaml").string()},
      {"run", "m.yaml", "--set", "host=\xFF"},
      {"list", "m.yaml", "--only", "\x1b=\xFF"},
      {"diff", table, table, "--metric", "\xFF\x1b"},
      {"run", "m.yaml", "--budget", "\xFF\x1b"},
      {"\xFF\x1b"}};
  for (const auto& arguments : wrong) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 2) << ended.output;
    EXPECT_EQ(printable_lines(ended.output), ended.output);
    EXPECT_THAT(ended.output, testing::StartsWith("orchestrator: "));
    EXPECT_THAT(ended.output, testing::Not(HasSubstr("unexpected")));
  }
}

using OddInput = Orchestrator;

TEST_F(OddInput, ThatIsNoFileIsRefused) {
  const std::string table =
      write("t.csv", "mode,server_pool,operation,volume,client_pool\n").string();
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  for (const std::string& input :
       {std::string("/dev/zero"), folder_.path().string(), (folder_ / "pipe").string()}) {
    const std::vector<std::vector<std::string>> commands = {
        {"diff", input, table},
        {"plot", input},
        {"validate", input},
        {"diff", table, table, "--calibration", input}};
    for (const auto& arguments : commands) {
      const Ended ended = run(arguments);
      EXPECT_EQ(ended.code, 2) << ended.output;
      EXPECT_THAT(ended.output, HasSubstr("; name a file\n"));
    }
  }
}

// A folder of programs of which one prints a line that never ends.
class EndlessLine : public Orchestrator {
 protected:
  fs::path programs_with(const std::string& endless) const {
    const fs::path folder = folder_ / ("endless_" + endless);
    fs::create_directory(folder);
    for (const std::string name : {"server_pool", "client_pool"}) {
      if (name == endless)
        std::ofstream(folder / name) << "#!/bin/sh\nexec tr '\\0' x < /dev/zero\n";
      else
        std::ofstream(folder / name)
            << fmt::format("#!/bin/sh\nexec '{}/{}' \"$@\"\n", kPrograms, name);
      fs::permissions(folder / name, fs::perms::owner_all);
    }
    return folder;
  }

  table::Row row_with(const std::string& endless) const {
    const Ended ended = finish(*start_run(write("m.yaml", kScenario), programs_with(endless)));
    EXPECT_EQ(ended.code, 1) << ended.output;
    return rows().at(0);
  }
};

TEST_F(EndlessLine, OfTheClientIsARowOfItsOwn) {
  const table::Row row = row_with("client_pool");
  EXPECT_EQ(row.status, "client_died");
  EXPECT_THAT(row.note, HasSubstr("client_pool printed a line of more than 16.0 MiB"));
}

TEST_F(EndlessLine, OfTheServerIsARowOfItsOwn) {
  const table::Row row = row_with("server_pool");
  EXPECT_EQ(row.status, "server_died");
  EXPECT_THAT(row.note, HasSubstr("server_pool printed a line of more than 16.0 MiB"));
}

}  // namespace
}  // namespace gauntlet::orchestrator
