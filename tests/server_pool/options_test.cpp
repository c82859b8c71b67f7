#include "server_pool/options.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

#include <vector>

#include "base/error.h"
#include "contract/setting_values.h"

namespace gauntlet::server_pool {
namespace {

using testing::HasSubstr;

ServerOptions parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "server_pool");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

// What is said about a command line that is refused; empty when it is not.
std::string problem_with(const std::vector<const char*>& arguments) {
  try {
    parse(arguments);
  } catch (const CLI::ParseError& error) {
    return error.what();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    return error.what();
  }
  return {};
}

TEST(ServerOptions, TakeASwitchWithoutAWordAsOn) {
  const ServerOptions options = parse({"--sessions", "--cache", "off"});
  EXPECT_TRUE(options.sessions);
  EXPECT_FALSE(options.cache);
  EXPECT_TRUE(parse({"--cache", "--pool", "3"}).cache);
  EXPECT_FALSE(problem_with({"--cache", "maybe"}).empty());
}

TEST(ServerOptions, AreDefaultsWhenNothingIsSaid) {
  const ServerOptions options = parse({});
  EXPECT_EQ(options.mode, Mode::kThread);
  EXPECT_EQ(options.pool, 2u);
  EXPECT_EQ(options.base_port, 9000);
  EXPECT_EQ(options.store, StoreKind::kDisk);
  EXPECT_EQ(options.slots, 0u);
}

TEST(ServerOptions, TakeEveryFlag) {
  const ServerOptions options = parse({"--mode",
                                       "process",
                                       "--pool",
                                       "4",
                                       "--host",
                                       "0.0.0.0",
                                       "--base-port",
                                       "7000",
                                       "--balance",
                                       "kernel",
                                       "--congestion",
                                       "cubic",
                                       "--root",
                                       "/",
                                       "--store",
                                       "memory",
                                       "--store-size",
                                       "1MiB",
                                       "--store-limit",
                                       "3MiB",
                                       "--max-upload",
                                       "2GiB",
                                       "--slots",
                                       "8",
                                       "--timeout",
                                       "2s",
                                       "--idle-timeout",
                                       "3s",
                                       "--grace",
                                       "500ms",
                                       "--exit-with-parent",
                                       "--log-level",
                                       "off",
                                       "--fault-service-time",
                                       "5ms",
                                       "--fault-stall",
                                       "1s/5s",
                                       "--fault-store-delay",
                                       "1ms",
                                       "--fault-cpu",
                                       "2ms",
                                       "--site",
                                       "--cache",
                                       "on",
                                       "--cache-size",
                                       "1MiB",
                                       "--admin-token",
                                       "secret",
                                       "--sessions",
                                       "on",
                                       "--access-log",
                                       "log",
                                       "--access-log-format",
                                       "json"});
  EXPECT_EQ(options.mode, Mode::kProcess);
  EXPECT_EQ(options.pool, 4u);
  EXPECT_EQ(options.host, "0.0.0.0");
  EXPECT_EQ(options.base_port, 7000);
  EXPECT_EQ(options.balance, Balance::kKernel);
  EXPECT_EQ(options.congestion, "cubic");
  EXPECT_EQ(options.root, "/");
  EXPECT_EQ(options.store, StoreKind::kMemory);
  EXPECT_EQ(options.store_size, kMiB);
  EXPECT_EQ(options.store_limit, 3 * kMiB);
  EXPECT_EQ(options.max_upload, 2 * kGiB);
  EXPECT_EQ(options.slots, 8u);
  EXPECT_EQ(options.timeout, std::chrono::seconds(2));
  EXPECT_EQ(options.idle_timeout, std::chrono::seconds(3));
  EXPECT_EQ(options.grace, std::chrono::milliseconds(500));
  EXPECT_TRUE(options.exit_with_parent);
  EXPECT_EQ(options.log_level, "off");
  EXPECT_EQ(options.faults.service_time, std::chrono::milliseconds(5));
  EXPECT_EQ(format_stall(options.faults.stall), "1s/5s");
  EXPECT_EQ(options.faults.store_delay, std::chrono::milliseconds(1));
  EXPECT_EQ(options.faults.cpu, std::chrono::milliseconds(2));
  EXPECT_TRUE(options.site);
  EXPECT_TRUE(options.cache);
  EXPECT_EQ(options.cache_size, kMiB);
  EXPECT_EQ(options.admin_token, "secret");
  EXPECT_TRUE(options.sessions);
  EXPECT_EQ(options.access_log, "log");
  EXPECT_EQ(options.access_log_format, AccessLogFormat::kJson);
}

TEST(ServerOptions, RefuseAnUnknownModeAndNameTheKnownOnes) {
  EXPECT_THAT(problem_with({"--mode", "fibre"}), HasSubstr("'fibre' is not one of process|thread"));
}

TEST(ServerOptions, RefuseAPoolOfNobody) {
  EXPECT_THAT(problem_with({"--pool", "0"}), HasSubstr("--pool"));
}

TEST(ServerOptions, RefuseNegativeNumbers) {
  for (const char* flag : {"--pool", "--base-port", "--slots"})
    EXPECT_THAT(problem_with({flag, "-1"}), HasSubstr(flag));
}

TEST(ServerOptions, RefuseAPortBeyondTheLast) {
  EXPECT_THAT(problem_with({"--base-port", "65536"}), HasSubstr("--base-port"));
}

TEST(ServerOptions, RefuseAPortRangeThatEndsBeyondTheLastPort) {
  EXPECT_THAT(problem_with({"--base-port", "65534", "--pool", "3"}),
              HasSubstr("--base-port 65534 with --pool 3 ends beyond port 65535"));
}

TEST(ServerOptions, AllowTheLastPortForAKernelBalancedPool) {
  EXPECT_EQ(problem_with({"--base-port", "65535", "--pool", "3", "--balance", "kernel"}), "");
}

TEST(ServerOptions, RefuseAPortRangeBeyondTheLastPortAlsoWhereTheFrontRedirects) {
  EXPECT_THAT(problem_with({"--base-port", "65535", "--balance", "redirect"}),
              HasSubstr("ends beyond port 65535"));
}

TEST(ServerOptions, TakeMirrorsWithTheirWeights) {
  const ServerOptions options =
      parse({"--balance", "redirect", "--mirror", "b:7000-7001", "--mirror", "[::1]:80",
             "--weights", "3:2:1", "--check-interval", "10ms"});
  EXPECT_EQ(options.balance, Balance::kRedirect);
  ASSERT_EQ(options.mirrors.size(), 2u);
  EXPECT_THAT(options.mirrors[0].ports, testing::ElementsAre(7000, 7001));
  EXPECT_EQ(options.mirrors[1].host, "[::1]");
  EXPECT_THAT(options.weights, testing::ElementsAre(3, 2, 1));
  EXPECT_EQ(options.check_interval, std::chrono::milliseconds(10));
}

TEST(ServerOptions, RefuseMirrorsAndWeightsWhereNothingIsRedirected) {
  EXPECT_THAT(problem_with({"--mirror", "b:7000"}), HasSubstr("add --balance redirect"));
  EXPECT_THAT(problem_with({"--weights", "1"}), HasSubstr("add --balance redirect"));
}

TEST(ServerOptions, RefuseAMirrorWithoutAPort) {
  EXPECT_THAT(problem_with({"--balance", "redirect", "--mirror", "b"}),
              HasSubstr("--mirror 'b' is not host:port"));
}

TEST(ServerOptions, RefuseAMirrorThatIsThereTwice) {
  EXPECT_THAT(problem_with({"--balance", "redirect", "--mirror", "b:1-3", "--mirror", "b:1"}),
              HasSubstr("--mirror b:1 is there twice"));
}

TEST(ServerOptions, RefuseMoreMirrorsThanThereIsRoomFor) {
  std::vector<std::string> texts;
  for (int port = 1; port <= 65; ++port) texts.push_back(fmt::format("b:{}", port));
  std::vector<const char*> arguments{"--balance", "redirect"};
  for (const std::string& text : texts)
    arguments.insert(arguments.end(), {"--mirror", text.c_str()});
  EXPECT_THAT(problem_with(arguments), HasSubstr("65 mirrors are too many"));
}

TEST(ServerOptions, RefuseWeightsThatAreNotAsManyAsThePoolAndItsMirrors) {
  EXPECT_THAT(problem_with({"--balance", "redirect", "--mirror", "b:1", "--weights", "1"}),
              HasSubstr("--weights are 1, but the pool itself and its mirrors are 2"));
}

TEST(ServerOptions, RefuseToCheckMirrorsWithoutAPause) {
  EXPECT_THAT(problem_with({"--check-interval", "9ms"}),
              HasSubstr("--check-interval must be at least 10ms"));
}

TEST(ServerOptions, BeginWithTheDefaultsOfTheSettings) {
  for (const contract::Setting& setting : contract::settings()) {
    if (setting.server_flag.empty() || setting.initial.empty()) continue;
    const std::string flag(setting.server_flag);
    EXPECT_EQ(parse({flag.c_str(), setting.initial.c_str()}), parse({})) << flag;
  }
}

TEST(ServerOptions, TakeTheWordsOfTheSettings) {
  for (const contract::Setting& setting : contract::settings()) {
    if (setting.server_flag.empty()) continue;
    for (const std::string_view word : setting.choices)
      EXPECT_EQ(problem_with({std::string(setting.server_flag).c_str(), std::string(word).c_str(),
                              "--memory-limit", "1MiB"}),
                "");
  }
}

TEST(ServerOptions, HaveTheBoundsOfTheSettings) {
  for (const contract::Setting& setting : contract::settings()) {
    const bool number =
        setting.kind != contract::Kind::kChoice && setting.kind != contract::Kind::kText;
    if (setting.server_flag.empty() || !number) continue;
    const std::string flag(setting.server_flag);
    const char* const unit = setting.kind == contract::Kind::kDuration ? "s"
                             : setting.kind == contract::Kind::kSize   ? "B"
                                                                       : "";
    const std::string beyond = fmt::format("{:.0f}{}", setting.most + 1, unit);
    EXPECT_THAT(problem_with({flag.c_str(), beyond.c_str()}),
                HasSubstr(fmt::format("{}: {}", flag, contract::why_no_value(setting, beyond))));
  }
}

TEST(ServerOptions, RefuseARootThatIsNoFolder) {
  EXPECT_THAT(problem_with({"--root", "/no/such/folder"}),
              HasSubstr("--root '/no/such/folder' is not a folder"));
}

TEST(ServerOptions, RefuseATextThatIsNoDuration) {
  EXPECT_THAT(problem_with({"--timeout", "soon"}), HasSubstr("'soon' is not a duration"));
}

TEST(ServerOptions, RefuseATimeoutOfZero) {
  EXPECT_THAT(problem_with({"--timeout", "0s"}), HasSubstr("--timeout must be more than 0"));
}

TEST(ServerOptions, RefuseATextThatIsNoSize) {
  EXPECT_THAT(problem_with({"--max-upload", "huge"}), HasSubstr("'huge' is not a size"));
}

TEST(ServerOptions, RefuseAStallThatIsNone) {
  EXPECT_THAT(problem_with({"--fault-stall", "5s"}), HasSubstr("--fault-stall '5s' is not LENGTH"));
}

TEST(ServerOptions, RefuseAnUnknownOption) {
  EXPECT_THAT(problem_with({"--colour", "blue"}), HasSubstr("--colour"));
}

TEST(ServerOptions, HelpNamesEveryOptionAndItsDefault) {
  testing::internal::CaptureStdout();
  EXPECT_THROW(parse({"--help"}), CLI::Success);
  const std::string help = testing::internal::GetCapturedStdout();
  for (const char* text : {"--mode",
                           "--pool",
                           "--host",
                           "--base-port",
                           "--balance",
                           "--congestion",
                           "--root",
                           "--store",
                           "--store-size",
                           "--store-limit",
                           "--max-upload",
                           "--slots",
                           "--timeout",
                           "--idle-timeout",
                           "--grace",
                           "--exit-with-parent",
                           "--log-level",
                           "--fault-service-time",
                           "--fault-stall",
                           "--fault-store-delay",
                           "--mirror",
                           "--weights",
                           "--check-interval",
                           "--fault-cpu",
                           "9000",
                           "16GiB",
                           "30s",
                           "Examples:"})
    EXPECT_THAT(help, HasSubstr(text));
}

}  // namespace
}  // namespace gauntlet::server_pool
