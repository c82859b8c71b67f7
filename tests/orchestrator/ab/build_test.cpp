#include "orchestrator/ab/build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/process/child.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::ab {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

// Builds that are shell scripts.
class Builds : public testing::Test {
 protected:
  Builds() { fs::create_directory(folder()); }

  std::string folder() const { return (folder_ / "programs").string(); }

  void put(const std::string& name, const std::string& help) {
    const std::string file = "programs/" + name;
    folder_.write(file, "#!/bin/sh\n[ \"$1\" = --version ] && echo '1.2.3 abc' && exit\n" + help);
    fs::permissions(folder_ / file, fs::perms::owner_all);
  }

  // Programs that know what they are told of every setting.
  void put_current() {
    put("server_pool", said(&matrix::Setting::server_flag) + said({"--tcp-samples"}));
    put("client_pool", said(&matrix::Setting::client_flag) +
                           said({"--keep-uploads", "--live", "--tcp-samples", "--capture"}));
  }

  static std::string said(const std::vector<std::string>& flags) {
    std::string help;
    for (const std::string& flag : flags) help += "echo '  " + flag + "  means something'\n";
    return help;
  }

  static std::string said(std::string_view matrix::Setting::*flag, std::string_view without = "") {
    std::string help;
    for (const matrix::Setting& setting : matrix::settings())
      if (!(setting.*flag).empty() && setting.*flag != without)
        help += "echo '  " + std::string(setting.*flag) + " TEXT=x   means something'\n";
    return help;
  }

  Build find(const std::string& where, const std::vector<std::string>& set = {}) const {
    const process::Launcher launch = [](const std::vector<std::string>& argv,
                                        const std::string& log, const process::Place&) {
      return std::make_unique<process::Child>(
          process::ChildOptions{.argv = argv, .stderr_file = log});
    };
    const matrix::Matrix matrix = matrix::load_matrix(
        "settings: {mode: thread, operation: get, volume: 1, client_pool: 1, server_pool: 1}\n",
        "test.yaml");
    return find_build("base", where, matrix::expand(matrix, {.set = set}), launch);
  }

  std::pair<ExitCode, std::string> failure(const std::string& where,
                                           const std::vector<std::string>& set = {}) const {
    try {
      find(where, set);
    } catch (const Error& error) {
      return {error.code(), error.what()};
    }
    return {ExitCode::kOk, ""};
  }

  TemporaryFolder folder_{};
};

TEST_F(Builds, AreFoldersOfPrograms) {
  put_current();
  const Build build = find(folder());
  EXPECT_EQ(build.name, "base");
  EXPECT_EQ(build.version, "1.2.3+abc");
  EXPECT_EQ(build.programs.server_pool, folder() + "/server_pool");
  EXPECT_EQ(build.programs.client_pool, folder() + "/client_pool");
  EXPECT_THAT(build.programs.server_lacks, IsEmpty());
  EXPECT_THAT(build.programs.client_lacks, IsEmpty());
}

TEST_F(Builds, AreMadeByACommandWhoseLastLineNamesTheFolder) {
  put_current();
  EXPECT_EQ(find("echo compiling; echo " + folder()).folder, folder());
}

TEST_F(Builds, SayWhichCommandFailed) {
  const auto [code, sentence] = failure("echo oh; exit 7");
  EXPECT_EQ(code, ExitCode::kUnable);
  EXPECT_THAT(sentence, AllOf(StartsWith("--base: "), HasSubstr("exited with 7")));
}

TEST_F(Builds, SayWhenACommandNamesNoFolder) {
  const auto [code, sentence] = failure("echo nowhere");
  EXPECT_EQ(code, ExitCode::kUnable);
  EXPECT_THAT(sentence, HasSubstr("'nowhere'"));
}

TEST_F(Builds, SayWhichProgramIsMissing) {
  put("server_pool", "");
  const auto [code, sentence] = failure(folder());
  EXPECT_EQ(code, ExitCode::kUnable);
  EXPECT_THAT(sentence, HasSubstr("client_pool"));
}

TEST_F(Builds, AreNotToldOfSettingsThatTheyAreTooOldFor) {
  put_current();
  put("server_pool", said(&matrix::Setting::server_flag, "--slots") + said({"--tcp-samples"}));
  EXPECT_THAT(find(folder()).programs.server_lacks, UnorderedElementsAre("--slots"));
}

TEST_F(Builds, AreNotAskedForWhatTheyCannotWrite) {
  put("server_pool", said(&matrix::Setting::server_flag));
  put("client_pool", said(&matrix::Setting::client_flag) + said({"--keep-uploads", "--live"}));
  const run::Programs programs = find(folder()).programs;
  EXPECT_THAT(programs.server_lacks, UnorderedElementsAre("--tcp-samples"));
  EXPECT_THAT(programs.client_lacks, UnorderedElementsAre("--tcp-samples", "--capture"));
}

TEST_F(Builds, AreRefusedWhenAScenarioNeedsWhatTheyDoNotKnow) {
  put_current();
  put("server_pool", said(&matrix::Setting::server_flag, "--slots"));
  const auto [code, sentence] = failure(folder(), {"slots=3"});
  EXPECT_EQ(code, ExitCode::kBadInput);
  EXPECT_THAT(sentence, AllOf(StartsWith("--base: "), HasSubstr("server_pool"),
                              HasSubstr("--slots"), HasSubstr("slots: 3")));
}

TEST(Flags, AreReadFromAHelpText) {
  EXPECT_THAT(flags_in({"  -h,--help     Print this", "  --base-port UINT=9000  as --host says",
                        "no--flag, or -- alone"}),
              UnorderedElementsAre("--help", "--base-port", "--host"));
}

TEST(Flags, OfSettingsThatABuildLacksAreLeftOut) {
  const matrix::Scenario scenario =
      matrix::expand(
          matrix::load_matrix("settings: {mode: thread, operation: get, volume: 1, client_pool: 1, "
                              "server_pool: 1}\n",
                              "test.yaml"))
          .at(0);
  const run::Programs older{.server_pool = "S", .client_pool = "C", .server_lacks = {"--slots"}};
  const std::vector<std::string> argv = run::server_command(older, scenario, "/data", {});
  EXPECT_THAT(argv, Not(Contains("--slots")));
  EXPECT_THAT(argv, Contains("--grace"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::ab
