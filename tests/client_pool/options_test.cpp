#include "client_pool/options.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "contract/setting_values.h"

namespace gauntlet::client_pool {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ClientOptions parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"client_pool"});
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

std::string problem(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"--operation", "get"});
  try {
    parse(std::move(arguments));
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no problem";
}

TEST(Options, ReadsACommandLine) {
  const ClientOptions options = parse(
      {"--mode",        "process", "--operation",    "upload",    "--volume",     "0.01",
       "--client-pool", "50",      "--host",         "localhost", "--port",       "7000-7004",
       "--requests",    "3",       "--min-duration", "2s",        "--connection", "per-request",
       "--protocol",    "line",    "--verify",       "length",    "--timeout",    "500ms",
       "--congestion",  "cubic",   "--workers",      "2",         "--seed",       "9",
       "--json"});
  EXPECT_EQ(options.mode, Mode::kProcess);
  EXPECT_EQ(options.operation, &contract::kUpload);
  EXPECT_EQ(options.volume, 0.01);
  EXPECT_EQ(options.client_pool, 50u);
  EXPECT_EQ(options.host, "localhost");
  EXPECT_EQ(options.port, "7000-7004");
  EXPECT_EQ(options.requests, 3u);
  EXPECT_EQ(options.min_duration, std::chrono::seconds(2));
  EXPECT_EQ(options.connection, Reuse::kPerRequest);
  EXPECT_EQ(options.protocol, Protocol::kLine);
  EXPECT_EQ(options.verify, Verify::kLength);
  EXPECT_EQ(options.timeout, std::chrono::milliseconds(500));
  EXPECT_EQ(options.congestion, "cubic");
  EXPECT_EQ(options.workers, 2u);
  EXPECT_EQ(options.seed, 9u);
  EXPECT_TRUE(options.json);
}

TEST(Options, ReadsAnOpenLoop) {
  const ClientOptions options = parse({"--operation", "get", "--rate", "12.5", "--arrivals",
                                       "poisson", "--warmup", "1s", "--duration", "15s"});
  EXPECT_EQ(options.rate, 12.5);
  EXPECT_EQ(options.arrivals, Arrivals::kPoisson);
  EXPECT_EQ(options.warmup, std::chrono::seconds(1));
  EXPECT_EQ(options.duration, std::chrono::seconds(15));
  EXPECT_EQ(name_of(options.arrivals), "poisson");
}

TEST(Options, RefuseLoopsThatMakeNoSense) {
  EXPECT_THAT(problem({"--rate", "-1"}),
              HasSubstr("--rate: '-1' is not a number from 0 to 1000000 requests/s"));
  EXPECT_THAT(problem({"--rate", "nan"}), HasSubstr("--rate"));
  EXPECT_THAT(problem({"--rate", "9", "--think-time", "1s"}), HasSubstr("closed loop only"));
  EXPECT_THAT(problem({"--arrivals", "poisson"}), HasSubstr("add --rate"));
  EXPECT_THAT(problem({"--duration", "1s", "--requests", "2"}), HasSubstr("without --requests"));
  EXPECT_THAT(problem({"--duration", "1s", "--min-duration", "1s"}), HasSubstr("leave out one"));
  EXPECT_EQ(problem({"--duration", "1s", "--requests", "1"}), "no problem");
}

TEST(Options, TakesDownloadForGet) {
  EXPECT_EQ(parse({"--operation", "download"}).operation, &contract::kGet);
}

TEST(Options, TakeAVolumeAsASize) {
  EXPECT_EQ(volume_bytes(parse({"--operation", "get", "--volume", "1KiB"})), 1024u);
  EXPECT_EQ(volume_bytes(parse({"--operation", "get", "--volume", "100B"})), 100u);
  EXPECT_EQ(parse({"--operation", "get", "--volume", "10MB"}).volume, 10);
  EXPECT_THAT(problem({"--volume", "10XB"}),
              HasSubstr("'10XB' is not a number of MiB (10, 0.5) or a size (100B, 1KiB)"));
}

TEST(Options, MakeFilesToBeDeletedSmall) {
  EXPECT_EQ(parse({"--operation", "get"}).volume, 10);
  EXPECT_EQ(parse({"--operation", "delete"}).volume, 0.001);
  EXPECT_EQ(parse({"--operation", "delete", "--volume", "1"}).volume, 1);
}

TEST(Options, RefuseFilesWithoutDelete) {
  EXPECT_THAT(problem({"--files", "5"}), HasSubstr("--operation delete only"));
}

TEST(Options, SaveOnlyWhatIsReceived) {
  EXPECT_EQ(parse({"--operation", "top", "--save", "x"}).save, "x");
  EXPECT_EQ(parse({"--operation", "list", "--save", "x"}).save, "x");
  EXPECT_THROW(parse({"--operation", "upload", "--save", "x"}), Error);
  EXPECT_THROW(parse({"--operation", "delete", "--save", "x"}), Error);
}

TEST(Options, AskTopForOneToAThousandProcesses) {
  EXPECT_EQ(parse({"--operation", "top"}).top_processes, 10u);
  for (const char* most : {"0", "1001"})
    EXPECT_THAT(problem({"--top-processes", most}), HasSubstr("1 to 1000 processes"));
}

TEST(Options, RefuseFilesThatCannotDifferOverTheLineProtocol) {
  EXPECT_THROW(parse({"--operation", "delete", "--protocol", "line", "--volume", "0.00001"}),
               Error);
}

TEST(Options, TakesSeveralTargets) {
  const ClientOptions options = parse({"--operation", "get", "--target", "a:1", "--target", "b:2"});
  EXPECT_THAT(options.targets, ::testing::ElementsAre("a:1", "b:2"));
}

TEST(Options, WantsAnOperation) { EXPECT_ANY_THROW(parse({})); }

TEST(Options, NamesTheWordsThatItTakes) {
  EXPECT_THAT(problem({"--mode", "fiber"}), HasSubstr("'fiber' is not one of process|thread"));
}

TEST(Options, RefusesWhatMakesNoSense) {
  EXPECT_THAT(problem({"--client-pool", "0"}), HasSubstr("--client-pool"));
  EXPECT_THAT(problem({"--client-pool", "-1"}), HasSubstr("--client-pool"));
  EXPECT_THAT(problem({"--volume", "0"}), HasSubstr("--volume"));
  EXPECT_THAT(problem({"--volume", "-1"}), HasSubstr("--volume"));
  EXPECT_THAT(problem({"--volume", "nan"}), HasSubstr("--volume"));
  EXPECT_THAT(problem({"--volume", "many"}), HasSubstr("--volume"));
  EXPECT_THAT(problem({"--requests", "0"}), HasSubstr("--requests"));
  EXPECT_THAT(problem({"--requests", "-5"}), HasSubstr("--requests"));
  EXPECT_THAT(problem({"--timeout", "0"}), HasSubstr("--timeout"));
  EXPECT_THAT(problem({"--timeout", "soon"}), HasSubstr("--timeout"));
  EXPECT_THAT(problem({"--workers", "5000"}), HasSubstr("--workers"));
  EXPECT_THAT(problem({"--redirects", "101"}),
              HasSubstr("--redirects: '101' is not a whole number from 0 to 100"));
  EXPECT_THAT(problem({"--seed", "x"}), HasSubstr("--seed"));
}

TEST(Options, AskForPacketsOverHttpOnly) {
  EXPECT_EQ(parse({"--operation", "get", "--packet-size", "1460"}).packet_size, 1460u);
  EXPECT_EQ(problem({"--packet-size", "1460", "--protocol", "line"}),
            "--packet-size goes with --protocol http only: leave out one of them");
}

// What has a word or a number of its own in a matrix file is an option with the same ones.
TEST(Options, BeginWithTheDefaultsOfTheSettings) {
  for (const contract::Setting& setting : contract::settings()) {
    if (setting.client_flag.empty() || setting.initial.empty()) continue;
    const std::string flag(setting.client_flag);
    EXPECT_EQ(parse({"--operation", "get", flag.c_str(), setting.initial.c_str()}),
              parse({"--operation", "get"}))
        << flag;
  }
}

TEST(Options, TakeTheWordsOfTheSettings) {
  for (const contract::Setting& setting : contract::settings()) {
    if (setting.client_flag.empty()) continue;
    for (const std::string_view word : setting.choices)
      EXPECT_THAT(problem({std::string(setting.client_flag).c_str(), std::string(word).c_str()}),
                  Not(HasSubstr("is not one of")));
  }
}

TEST(Options, HaveTheBoundsOfTheSettings) {
  for (const contract::Setting& setting : contract::settings()) {
    if (setting.client_flag.empty() || setting.most <= setting.least) continue;
    const std::string flag(setting.client_flag);
    const char* const unit = setting.kind == contract::Kind::kDuration ? "s"
                             : setting.kind == contract::Kind::kSize   ? "B"
                                                                       : "";
    const std::string beyond = fmt::format("{:.0f}{}", setting.most + 1, unit);
    EXPECT_THAT(problem({flag.c_str(), beyond.c_str()}),
                HasSubstr(fmt::format("{}: {}", flag, contract::why_no_value(setting, beyond))));
  }
}

TEST(Options, RefusesTargetsBesideAPort) {
  EXPECT_THAT(problem({"--target", "a:1", "--port", "2"}), HasSubstr("--target"));
}

TEST(Options, ShowsHowToWriteAPath) {
  for (const char* path : {"files", "/files", "files/"})
    EXPECT_THAT(problem({"--path", path}), ::testing::EndsWith("write --path /files/"));
  EXPECT_THAT(problem({"--path", ""}), ::testing::EndsWith("write --path /"));
}

TEST(Options, LetAQueryFollowThePath) {
  EXPECT_EQ(parse({"--operation", "get", "--path", "/a/?b=c"}).path, "/a/?b=c");
  EXPECT_THAT(problem({"--path", "/a?b=/"}), ::testing::EndsWith("write --path /a/?b=/"));
}

TEST(Options, TakeAUrlForHostPortAndOperation) {
  const ClientOptions options = parse({"http://h:8080/files/a b?c=d", "--client-pool", "50"});
  EXPECT_EQ(options.operation, &contract::kGet);
  EXPECT_EQ(options.host, "h");
  EXPECT_EQ(options.port, "8080");
  EXPECT_EQ(options.request_target, "/files/a%20b?c=d");
  EXPECT_EQ(options.url, "http://h:8080/files/a b?c=d");
  EXPECT_EQ(options.client_pool, 50u);
  EXPECT_TRUE(names_file(options));
}

TEST(Options, GetAUrlForTenSecondsUnlessTheySayHowLong) {
  EXPECT_EQ(parse({"http://h/"}).duration, std::chrono::seconds(10));
  EXPECT_EQ(parse({"http://h/", "--rate", "5"}).duration, std::chrono::seconds(10));
  EXPECT_EQ(parse({"http://h/", "--duration", "2s"}).duration, std::chrono::seconds(2));
  EXPECT_EQ(parse({"http://h/", "--requests", "1"}).duration, Duration::zero());
  EXPECT_EQ(parse({"http://h/", "--min-duration", "2s"}).duration, Duration::zero());
}

std::string problem_of_url(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"http://h/a"});
  try {
    parse(std::move(arguments));
  } catch (const Error& error) {
    return error.what();
  }
  return "no problem";
}

TEST(Options, RefuseBesideAUrlWhatItSaysItself) {
  for (const char* name : {"--host", "--port", "--target", "--path", "--file"})
    EXPECT_EQ(problem_of_url({name, "1"}), std::string("the URL says what ") + name +
                                               " says: leave out " + name + " or the URL");
  EXPECT_THAT(problem_of_url({"--volume", "1"}), HasSubstr("leave out --volume"));
  EXPECT_THAT(problem_of_url({"--operation", "upload"}), HasSubstr("for upload write --host"));
  EXPECT_THAT(problem_of_url({"--protocol", "line"}), HasSubstr("--protocol http only"));
  EXPECT_EQ(problem_of_url({"--operation", "get", "--json", "--mode", "process"}), "no problem");
}

TEST(Options, SayWhatIsWrongWithAUrl) {
  EXPECT_THAT(problem({"https://h/a"}), HasSubstr("needs TLS"));
  EXPECT_THAT(problem({"h/a"}), HasSubstr("is not a URL"));
}

TEST(Options, NamesUploadsAlikeInEveryRun) {
  ClientOptions options;
  EXPECT_EQ(upload_name(options, 3), "gauntlet_upload_3.bin");
  options.upload_prefix = "mine-";
  EXPECT_EQ(upload_name(options, 12), "mine-12.bin");
  EXPECT_THAT(problem({"--upload-prefix", "a/b"}), HasSubstr("name the folder by --path"));
}

TEST(Options, RefusesNamesThatWouldBreakARequestInTwo) {
  EXPECT_THAT(problem({"--file", "x\r\nHost: y"}), HasSubstr("control characters"));
}

TEST(Options, TakesAFileForGetOnly) {
  EXPECT_NO_THROW(parse({"--operation", "get", "--file", "x"}));
  EXPECT_THROW(parse({"--operation", "list", "--file", "x"}), Error);
}

TEST(Options, NamesTheFileByItsVolumeWithoutTrailingZeros) {
  ClientOptions options;
  options.volume = 10;
  EXPECT_EQ(file_name(options), "file_10MB.bin");
  options.volume = 0.5;
  EXPECT_EQ(file_name(options), "file_0.5MB.bin");
  options.file = "other";
  EXPECT_EQ(file_name(options), "other");
}

TEST(Options, CountsVolumesInMebibytes) {
  ClientOptions options;
  options.volume = 0.01;
  EXPECT_EQ(volume_bytes(options), 10486u);
  options.volume = 100;
  EXPECT_EQ(volume_bytes(options), 104857600u);
}

}  // namespace
}  // namespace gauntlet::client_pool
