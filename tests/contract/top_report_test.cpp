#include "contract/top_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "base/json_text.h"

namespace gauntlet::contract {
namespace {

using testing::HasSubstr;

const TopReport kReport{
    .host = "h", .client = 3, .pid = 17, .name = "a \"b\"\n", .ticks = 250, .seconds = 2.5};

std::string with(const char* key, const nlohmann::ordered_json& value) {
  nlohmann::ordered_json changed = to_json(kReport);
  changed[key] = value;
  return json_text(changed);
}

std::string problem_of(const std::string& text) {
  try {
    top_report_from_text(text);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(TopReport, ReadsAsItWasWritten) {
  EXPECT_EQ(top_report_from_text(json_text(to_json(kReport))), kReport);
}

TEST(TopReport, IsRefusedByTheKeyThatIsWrong) {
  EXPECT_THAT(problem_of(with("pid", 0)), HasSubstr("'pid'"));
  EXPECT_THAT(problem_of(with("pid", 1e30)), HasSubstr("'pid'"));
  EXPECT_THAT(problem_of(with("client", -1)), HasSubstr("'client'"));
  EXPECT_THAT(problem_of(with("name", 7)), HasSubstr("'name'"));
  EXPECT_THAT(problem_of(with("name", std::string(kMostNameBytes + 1, 'n'))), HasSubstr("'name'"));
  EXPECT_THAT(problem_of(with("host", std::string(kMostHostBytes + 1, 'h'))), HasSubstr("'host'"));
  EXPECT_THAT(problem_of(with("seconds", "2")), HasSubstr("'seconds'"));
  EXPECT_THAT(problem_of(with("seconds", -2)), HasSubstr("'seconds'"));
  EXPECT_THAT(problem_of(with("ticks", 1.5)), HasSubstr("'ticks'"));
  EXPECT_THAT(problem_of(with("more", 1)), HasSubstr("'more'"));
}

TEST(TopReport, IsAnObjectWithAllItsKeys) {
  for (const char* text : {"", "x", "[]", "7", "{}", R"({"host":"h"})", "{\"host\":\"\xff\"}"})
    EXPECT_NE(problem_of(text), "") << text;
}

}  // namespace
}  // namespace gauntlet::contract
