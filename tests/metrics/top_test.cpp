#include "metrics/top.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "metrics/processes.h"
#include "tests/recorded_proc.h"

namespace gauntlet::metrics {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<ProcessUse> scan(const RecordedProc& proc) {
  ProcessScan look(proc.path());
  while (!look.go_on(2)) {
  }
  return look.take();
}

// A process with so many ticks of the user's.
ProcessUse process(int pid, std::uint64_t ticks, std::string name = "name",
                   std::uint64_t started = 1) {
  return {.pid = pid,
          .name = std::move(name),
          .parent = 1,
          .user_ticks = ticks,
          .kernel_ticks = 0,
          .started_ticks = started};
}

const std::vector<std::string> kHostileNames{"a b",
                                             "a) R 9 9",
                                             "((",
                                             "))",
                                             "line\nbreak",
                                             "tab\there",
                                             " blank",
                                             "",
                                             "\xff\xfe",
                                             "caf\xc3\xa9",
                                             "x) S 1 1 1 0 -1 4194304 100 0 0 0 99999 9",
                                             "\x1b[31mred",
                                             "# a table"};

TEST(ProcessUseText, TakesAnyNameUpToTheLastBracket) {
  for (const std::string& name : kHostileNames) {
    const auto use = parse_process_use(
        stat_text({.pid = 42, .name = name, .user = 7, .kernel = 5, .started = 77, .parent = 3}));
    ASSERT_TRUE(use) << name;
    EXPECT_EQ(*use, (ProcessUse{.pid = 42,
                                .name = name,
                                .parent = 3,
                                .user_ticks = 7,
                                .kernel_ticks = 5,
                                .started_ticks = 77}));
  }
}

TEST(ProcessUseText, OfNoKindIsNothing) {
  for (const char* text :
       {"", "42", "42 (a", "42 (a)", "42 (a) S 1", "x (a) S 1 1 1 0 -1 4 1 0 0 0 7",
        "42 )a( S 1 1 1 0 -1 4194304 100 0 0 0 7 5 9 9 20 0 1 0 77 1"})
    EXPECT_FALSE(parse_process_use(text)) << text;
}

TEST(ProcessScan, ReadsAPartOfTheProcessesAtATime) {
  const RecordedProc proc;
  for (int pid = 1; pid <= 5; ++pid) proc.put({.pid = pid});
  ProcessScan look(proc.path());
  EXPECT_FALSE(look.go_on(2));
  EXPECT_EQ(look.processes().size(), 2u);
  EXPECT_FALSE(look.go_on(3));
  EXPECT_EQ(look.processes().size(), 5u);
  EXPECT_TRUE(look.go_on(1));
}

TEST(ProcessScan, SkipsWhatHasVanishedAndWhatIsNoProcess) {
  const RecordedProc proc;
  proc.put({.pid = 7});
  proc.write("uptime", "1 1\n");
  std::filesystem::create_directories(proc / "8");
  std::filesystem::create_directories(proc / "9");
  proc.write("9/stat", "");
  EXPECT_EQ(scan(proc).size(), 1u);
}

TEST(ProcessScan, OfNoFolderIsDoneAtOnce) {
  ProcessScan look("/nowhere/proc");
  EXPECT_TRUE(look.go_on(1));
  EXPECT_TRUE(look.processes().empty());
}

TEST(ProcessScan, ReadsFiveThousandProcessesInParts) {
  const RecordedProc proc;
  for (int pid = 1; pid <= 5000; ++pid)
    proc.put({.pid = pid, .user = static_cast<std::uint64_t>(pid % 997)});
  ProcessScan look(proc.path());
  int parts = 1;
  while (!look.go_on(100)) ++parts;
  EXPECT_EQ(look.processes().size(), 5000u);
  EXPECT_EQ(parts, 51);
}

TEST(ProcessScan, FindsThisProcessOnThisMachine) {
  const auto all = read_processes();
  const auto own = std::find_if(all.begin(), all.end(),
                                [](const ProcessUse& each) { return each.pid == ::getpid(); });
  ASSERT_NE(own, all.end());
  EXPECT_EQ(own->parent, ::getppid());
}

TEST(UsedBetween, CountsWhatWasUsedSinceTheEarlierLook) {
  const auto used =
      used_between({process(1, 100), process(2, 50)}, {process(1, 130), process(2, 50)});
  EXPECT_EQ(used[0].total_ticks(), 30u);
  EXPECT_EQ(used[1].total_ticks(), 0u);
}

TEST(UsedBetween, CountsAllOfAProcessThatBeganInBetween) {
  EXPECT_EQ(used_between({}, {process(3, 9)})[0].total_ticks(), 9u);
}

TEST(UsedBetween, TakesAPidThatIsUsedAgainForAnotherProcess) {
  const auto used = used_between({process(3, 500, "old", 10)}, {process(3, 9, "new", 20)});
  EXPECT_EQ(used[0].total_ticks(), 9u);
}

TEST(Top, IsRankedByUserAndKernelTimeTogether) {
  ProcessUse kernel = process(1, 10);
  kernel.kernel_ticks = 25;
  const Top top =
      top_of({process(2, 30), kernel, process(4, 5), process(3, 30)}, 3, Duration::zero());
  ASSERT_EQ(top.processes.size(), 3u);
  EXPECT_EQ(top.processes[0].pid, 1);
  EXPECT_EQ(top.processes[1].pid, 2);  // of as many, the lower pid first
  EXPECT_EQ(top.processes[2].pid, 3);
  EXPECT_EQ(top.of, 4u);
}

TEST(Top, OfFewerProcessesIsShorter) {
  EXPECT_EQ(top_of({process(1, 1)}, 10, Duration::zero()).processes.size(), 1u);
}

TEST(TopText, HasALineForEachProcessWhateverItsNameHolds) {
  std::vector<ProcessUse> processes;
  for (const std::string& name : kHostileNames)
    processes.push_back(process(static_cast<int>(processes.size()) + 1, 5, name));
  const std::string text = top_text(top_of(processes, 100, Duration::zero()));
  EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')),
            kHostileNames.size() + 2);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\xff\\xfe"));
  EXPECT_THAT(text, HasSubstr("caf\xc3\xa9"));
  const auto read = parse_top_text(text);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->size(), kHostileNames.size());
}

TEST(TopText, ReadsAsWhatWasWritten) {
  ProcessUse both = process(4711, 120, "a server");
  both.kernel_ticks = 34;
  const auto read = parse_top_text(top_text(top_of({both, process(1, 2)}, 10, Duration::zero())));
  ASSERT_TRUE(read) << read.error();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[0].pid, 4711);
  EXPECT_EQ((*read)[0].name, "a server");
  EXPECT_EQ((*read)[0].user_ticks, 120u);
  EXPECT_EQ((*read)[0].kernel_ticks, 34u);
}

TEST(TopText, SaysOfWhichTimeItIs) {
  EXPECT_THAT(top_text(top_of({}, 1, std::chrono::seconds(1))), HasSubstr("used in 1.00 s"));
  EXPECT_THAT(top_text(top_of({}, 1, Duration::zero())), HasSubstr("since each began"));
}

TEST(TopText, IsReadStrictly) {
  const std::string good = top_text(top_of({process(1, 9), process(2, 5)}, 10, Duration::zero()));
  ASSERT_TRUE(parse_top_text(good));
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  EXPECT_FALSE(parse_top_text(""));
  EXPECT_FALSE(parse_top_text("<html>\n"));
  EXPECT_FALSE(parse_top_text(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(parse_top_text(changed("KERNEL", "SYSTEM")));
  EXPECT_FALSE(parse_top_text(changed("0.09", "much")));
  EXPECT_FALSE(parse_top_text(changed("     9", "     8")));  // not the sum
  EXPECT_FALSE(parse_top_text(good + "  3  9  0  9  0.09  late\n"));
  EXPECT_FALSE(parse_top_text(good + "\n"));
}

TEST(TopJson, HoldsTheSameAndNamesAsTheyAre) {
  const auto written =
      to_json(top_of({process(3, 250, "a\nb\xff")}, 10, std::chrono::milliseconds(500)));
  const auto read = nlohmann::json::parse(json_text(written));
  EXPECT_EQ(read["processes"], 1);
  EXPECT_EQ(read["interval_s"], 0.5);
  EXPECT_EQ(read["top"][0]["pid"], 3);
  EXPECT_EQ(read["top"][0]["name"], "a\nb\\xff");
  EXPECT_EQ(read["top"][0]["total_ticks"], 250);
  EXPECT_TRUE(to_json(top_of({}, 1, Duration::zero()))["interval_s"].is_null());
}

}  // namespace
}  // namespace gauntlet::metrics
