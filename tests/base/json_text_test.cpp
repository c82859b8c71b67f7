#include "base/json_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace gauntlet {
namespace {

using nlohmann::json;

TEST(JsonText, IsWhatTheLibraryWrites) {
  const json value{{"a", 1}, {"b", {"x\n\x1b", nullptr, "\xC3\xA9"}}};
  EXPECT_EQ(json_text(value), value.dump());
  EXPECT_EQ(json_text(value, 2), value.dump(2));
}

TEST(JsonText, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(json_text(json("/srv/\xFF")), R"("/srv/\\xff")");
}

TEST(JsonText, ShowsThemWhereverTheyStand) {
  const json value{{"k\xFF", {{"a", {1, "\xFE"}}, {"b", true}}}, {"plain", "x"}};
  EXPECT_EQ(json_text(value), R"({"k\\xff":{"a":[1,"\\xfe"],"b":true},"plain":"x"})");
}

TEST(JsonText, KeepsTheOrderOfWhatIsOrdered) {
  const nlohmann::ordered_json value{{"z", "\xFF"}, {"a", 1}};
  EXPECT_EQ(json_text(value), R"({"z":"\\xff","a":1})");
}

TEST(JsonInWords, IsShort) {
  EXPECT_EQ(json_in_words(5), "5");
  EXPECT_EQ(json_in_words("a"), "\"a\"");
  EXPECT_EQ(json_in_words(json::array({1})), "a list");
  EXPECT_EQ(json_in_words(json::object()), "an object");
  EXPECT_EQ(json_in_words(json::parse("{", nullptr, false)), "no JSON");
  EXPECT_EQ(json_in_words(std::string(1000, 'x')).size(), 63u);
}

TEST(JsonInWords, IsNotDeepOnTheStack) {
  std::string deep(1'000'000, '[');
  deep.append(1'000'000, ']');
  EXPECT_EQ(json_in_words(json::parse(deep)), "a list");
}

TEST(JsonNumber, HasSixDigits) {
  EXPECT_EQ(json_text(json_number(1.0 / 3)), "0.333333");
  EXPECT_EQ(json_text(json_number(0.9999999)), "1");
  EXPECT_EQ(json_text(json_number(0.9999999, 10)), "0.9999999");
}

TEST(JsonNumber, IsNullWhereItIsNotFinite) { EXPECT_EQ(json_text(json_number(INFINITY)), "null"); }

}  // namespace
}  // namespace gauntlet
