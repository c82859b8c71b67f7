#include "base/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <stdexcept>

#include "base/units.h"

namespace gauntlet {
namespace {

using testing::HasSubstr;

struct Outcome {
  int code = 0;
  std::string out{};
  std::string err{};
};

Outcome run(const std::function<ExitCode()>& body) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome{.code = run_program("prog", body)};
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

struct Options {
  Duration timeout = std::chrono::milliseconds(1500);
  std::uint64_t limit = 64 * kKiB;
  std::uint64_t times = 1;
};

Outcome run_with(Options& options, std::vector<const char*> argv) {
  argv.insert(argv.begin(), "prog");
  return run([&] {
    CLI::App app("A program.", "prog");
    add_common(app);
    add_duration(app, "--timeout", options.timeout, "How long to wait");
    add_count(app, "--times", options.times, "How often");
    add_size(app, "--limit", options.limit, "How much to take");
    parse_command_line(app, static_cast<int>(argv.size()), argv.data());
    return ExitCode::kOk;
  });
}

TEST(RunProgram, ReturnsWhatTheBodyReturns) {
  EXPECT_EQ(run([] { return ExitCode::kOk; }).code, 0);
  EXPECT_EQ(run([] { return ExitCode::kFailed; }).code, 1);
  EXPECT_EQ(run([] { return ExitCode::kInterrupted; }).code, 130);
}

TEST(RunProgram, SaysNothingThatATerminalObeys) {
  Options options;
  EXPECT_EQ(run_with(options, {"--timeout", "\x1b[2J\xFF"}).err,
            "prog: --timeout: '\\x1b[2J\\xff' is not a duration; write it as 500ms, 5s or 2m "
            "(see prog --help)\n");
  EXPECT_EQ(run([]() -> ExitCode { throw std::runtime_error("\xFF"); }).err,
            "prog: unexpected: \\xff\n");
}

TEST(RunProgram, MapsAnErrorToItsCodeAndOneLine) {
  const Outcome bad = run([]() -> ExitCode { throw Error("say it so"); });
  EXPECT_EQ(bad.code, 2);
  EXPECT_EQ(bad.err, "prog: say it so\n");
  EXPECT_EQ(run([]() -> ExitCode { throw Error("x", ExitCode::kUnable); }).code, 3);
}

TEST(RunProgram, MapsAnyOtherExceptionToUnable) {
  const Outcome outcome = run([]() -> ExitCode { throw std::runtime_error("what"); });
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(outcome.err, "prog: unexpected: what\n");
}

// Memory for the exception itself may be what is missing: then there is none when it ends.
TEST(RunProgram, SaysThatMemoryIsShortWhereThereIsNoneForAnException) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer needs its memory itself";
#endif
  const auto end_without_memory = [] {
    const auto body = []() -> ExitCode {
      const rlimit nothing{1, 1};
      ::setrlimit(RLIMIT_AS, &nothing);
      while (std::malloc(64 * kKiB) != nullptr) {  // what the heap still has
      }
      std::terminate();
    };
    std::_Exit(run_program("prog", body));
  };
  EXPECT_EXIT(end_without_memory(), testing::ExitedWithCode(3), "prog: out of memory");
}

TEST(CommandLine, SaysWhatAMisspeltOptionMayHaveMeant) {
  Options options;
  const Outcome outcome = run_with(options, {"--tiemout=5s"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "prog: '--tiemout=5s' is no option; did you mean '--timeout'? (see prog --help)\n");
}

TEST(CommandLine, ShowsDefaultsInTheHelp) {
  Options options;
  const Outcome outcome = run_with(options, {"--help"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("--timeout DURATION=1500ms"));
  EXPECT_THAT(outcome.out, HasSubstr("--limit SIZE=64KiB"));
  EXPECT_EQ(outcome.err, "");
}

TEST(CommandLine, ShowsTheVersion) {
  Options options;
  const Outcome outcome = run_with(options, {"--version"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, testing::StartsWith("0."));
}

TEST(CommandLine, ReadsDurationsAndSizes) {
  Options options;
  EXPECT_EQ(run_with(options, {"--timeout", "2m", "--limit=1GiB"}).code, 0);
  EXPECT_EQ(options.timeout, std::chrono::minutes(2));
  EXPECT_EQ(options.limit, kGiB);
}

TEST(CommandLine, RefusesWhatIsNoDuration) {
  Options options;
  const Outcome outcome = run_with(options, {"--timeout", "soon"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "prog: --timeout: 'soon' is not a duration; write it as 500ms, 5s or 2m (see prog "
            "--help)\n");
}

TEST(CommandLine, RefusesWhatIsNoSize) {
  Options options;
  const Outcome outcome = run_with(options, {"--limit", "big"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("'big' is not a size; write it as 64KiB, 100MiB or 2GiB"));
}

TEST(CommandLine, RefusesWhatIsNoCount) {
  Options options;
  for (const char* text : {"-1", "1.5", "many"}) {
    const Outcome outcome = run_with(options, {"--times", text});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("is not a whole number from 0 on"));
  }
}

std::string problem_of(const std::function<void(CLI::App&)>& declare, const char* text) {
  CLI::App app;
  declare(app);
  const char* const argv[] = {"prog", "--value", text};
  try {
    parse_command_line(app, 3, argv);
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
  return "";
}

TEST(CommandLine, SaysTheBoundsOfWhatIsCounted) {
  std::uint64_t value = 0;
  const auto up_to_40 = [&](CLI::App& app) { add_count(app, "--value", value, "", {1, 40}); };
  for (const char* text : {"0", "41", "-1", "x", "", "99999999999999999999"})
    EXPECT_EQ(problem_of(up_to_40, text),
              fmt::format("--value: '{}' is not a whole number from 1 to 40", text));
  EXPECT_EQ(problem_of(up_to_40, "40"), "");
  EXPECT_EQ(value, 40U);
  const auto any = [&](CLI::App& app) { add_count(app, "--value", value, ""); };
  EXPECT_EQ(problem_of(any, "18446744073709551616"),
            "--value: '18446744073709551616' is not a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(problem_of(any, "18446744073709551615"), "");
}

TEST(CommandLine, SaysTheBoundsOfAPort) {
  std::uint16_t port = 9000;
  const auto declare = [&](CLI::App& app) { add_port(app, "--value", port, ""); };
  for (const char* text : {"70000", "-1", "x", ""})
    EXPECT_EQ(problem_of(declare, text),
              fmt::format("--value: '{}' is not a whole number from 0 to 65535", text));
  EXPECT_EQ(problem_of(declare, "65535"), "");
  EXPECT_EQ(port, 65535);
}

TEST(CommandLine, RefusesWhatIsNoNumber) {
  double number = 1;
  const auto declare = [&](CLI::App& app) { add_number(app, "--value", number, ""); };
  for (const char* text : {"x", "", "nan", "inf", "1.5x"})
    EXPECT_EQ(problem_of(declare, text), fmt::format("--value: '{}' is not a number", text));
  EXPECT_EQ(problem_of(declare, "1.5"), "");
  EXPECT_EQ(number, 1.5);
}

TEST(CommandLine, RefusesOptionsThatItDoesNotKnow) {
  Options options;
  const Outcome outcome = run_with(options, {"--timeuot", "5s"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--timeuot"));
}

}  // namespace
}  // namespace gauntlet
