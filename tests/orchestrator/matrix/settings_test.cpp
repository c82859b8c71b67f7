#include "orchestrator/matrix/settings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::HasSubstr;

const Setting& setting(std::string_view name) { return settings()[find_setting(name).value()]; }

TEST(Settings, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Setting& each : settings()) EXPECT_TRUE(names.insert(each.name).second) << each.name;
}

TEST(Settings, BeginWithTheFiveThatMustBeGiven) {
  for (std::size_t i = 0; i < settings().size(); ++i)
    EXPECT_EQ(settings()[i].required(), i < 5) << settings()[i].name;
}

TEST(Settings, HaveDefaultsInTheirCanonicalText) {
  for (const Setting& each : settings()) {
    if (each.required()) continue;
    const Checked checked = check_value(each, each.initial);
    EXPECT_EQ(checked.problem, "") << each.name;
    EXPECT_EQ(checked.text, each.initial) << each.name;
  }
}

TEST(Settings, AreFoundByName) {
  EXPECT_EQ(settings()[find_setting("volume").value()].name, "volume");
  EXPECT_FALSE(find_setting("volumes"));
  EXPECT_FALSE(find_setting(""));
}

struct Spelling {
  const char* setting;
  const char* written;
  const char* canonical;
};

class GoodValues : public testing::TestWithParam<Spelling> {};

TEST_P(GoodValues, HaveOneCanonicalText) {
  const Spelling& spelling = GetParam();
  const Checked checked = check_value(setting(spelling.setting), spelling.written);
  EXPECT_EQ(checked.problem, "");
  EXPECT_EQ(checked.text, spelling.canonical);
}

INSTANTIATE_TEST_SUITE_P(
    Settings, GoodValues,
    testing::Values(Spelling{"capture", "true", "on"}, Spelling{"cache", "false", "off"},
                    Spelling{"mode", "thread", "thread"}, Spelling{"volume", "10", "10"},
                    Spelling{"volume", "10.0", "10"}, Spelling{"volume", "1e1", "10"},
                    Spelling{"volume", "0.50", "0.5"}, Spelling{"volume", "1000000", "1000000"},
                    Spelling{"volume", "10MiB", "10"}, Spelling{"volume", "10MB", "10"},
                    Spelling{"volume", "1KiB", "0.0009765625"}, Spelling{"volume", "2GiB", "2048"},
                    Spelling{"volume", "100B", "9.5367431640625e-05"},
                    Spelling{"client_pool", "50", "50"}, Spelling{"client_pool", "1e4", "10000"},
                    Spelling{"min_duration", "0.5s", "500ms"}, Spelling{"min_duration", "0", "0s"},
                    Spelling{"min_duration", "1h", "3600s"}, Spelling{"grace", "1500ms", "1500ms"},
                    Spelling{"max_upload", "1024 MB", "1GiB"}, Spelling{"host", "::1", "::1"},
                    Spelling{"seed", "999999999999", "999999999999"},
                    Spelling{"weights", "3:2:1", "3:2:1"}, Spelling{"weights", "03:256", "3:256"},
                    Spelling{"balance", "redirect", "redirect"},
                    Spelling{"balance", "haproxy-leastconn", "haproxy-leastconn"}));

struct Wrong {
  const char* setting;
  const char* written;
  const char* problem;
};

class BadValues : public testing::TestWithParam<Wrong> {};

TEST_P(BadValues, AreRefusedWithWhatIsMeant) {
  const Wrong& wrong = GetParam();
  EXPECT_THAT(check_value(setting(wrong.setting), wrong.written).problem, HasSubstr(wrong.problem));
}

INSTANTIATE_TEST_SUITE_P(
    Settings, BadValues,
    testing::Values(
        Wrong{"warmup", "500", "'500' has no unit; write 500ms, 500s or 500m"},
        Wrong{"max_upload", "64", "'64' has no unit; write 64B, 64KiB or 64MiB"},
        Wrong{"operation", "GET", "did you mean 'get'?"},
        Wrong{"mode", "tread", "'tread' is not one of thread, process; did you mean 'thread'?"},
        Wrong{"mode", "", "'' is not one of"},
        Wrong{"volume", "ten", "a number of MiB (10, 0.5) or a size (100B, 1KiB), above 0"},
        Wrong{"volume", "0", "above 0"}, Wrong{"volume", "0B", "above 0"},
        Wrong{"volume", "-1", "is not a number"}, Wrong{"volume", "-1KiB", "is not a number"},
        Wrong{"volume", "nan", "is not a number"}, Wrong{"volume", "inf", "is not a number"},
        Wrong{"volume", "10XB", "is not a number"},
        Wrong{"volume", "1025GiB", "at most 1048576 MiB"},
        Wrong{"volume", "1048577", "at most 1048576 MiB"},
        Wrong{"client_pool", "1.5", "a whole number from 1 to 1000000 clients"},
        Wrong{"client_pool", "0", "a whole number"},
        Wrong{"server_pool", "4097", "to 4096 workers"},
        Wrong{"min_duration", "soon", "a duration (500ms, 5s, 2m) from 0s to 2592000s"},
        Wrong{"min_duration", "-1s", "is not a duration"},
        Wrong{"scenario_timeout", "0s", "from 100ms"},
        Wrong{"max_upload", "much", "a size (64KiB, 100MiB, 2GiB) from 1B to 1048576GiB"},
        Wrong{"weights", "3:0", "whole numbers from 1 to 256 with colons, as 3:2:1; or none"},
        Wrong{"weights", "3:257", "whole numbers"}, Wrong{"weights", "3:", "whole numbers"},
        Wrong{"weights", "3,2", "whole numbers"}, Wrong{"weights", "", "whole numbers"},
        Wrong{"mirrors", "65", "a whole number from 0 to 64 mirrors"},
        Wrong{"host", "a b", "letters, digits"}, Wrong{"host", "../x", "letters, digits"},
        Wrong{"host", "$(id)", "letters, digits"}));

TEST(Settings, AreAllExplainedInTheScenariosReadme) {
  std::ifstream file(GAUNTLET_SOURCE_DIR "/scenarios/README.md");
  std::stringstream text;
  text << file.rdbuf();
  for (const Setting& each : settings()) {
    const std::string initial =
        each.required() ? "must be given" : fmt::format("`{}`", each.initial);
    const std::string line = fmt::format("| `{}` | {} | {} | {} |\n", each.name,
                                         describe_values(each), initial, each.meaning);
    EXPECT_THAT(text.str(), HasSubstr(line));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
