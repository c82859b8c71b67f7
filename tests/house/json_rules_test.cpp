// JSON is written by base/json_text alone: the library's dump() throws of bytes that are not UTF-8,
// which names of files may hold.
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "tests/house/source_tree.h"

namespace gauntlet::house {
namespace {

bool dumps(const std::string& text) {
  static const std::regex kDump(R"((?:\.|->)\s*dump\s*\()");
  return std::regex_search(without_comments_and_strings(text), kDump);
}

TEST(JsonRules, OnlyOnePlaceDumps) {
  for (const SourceFile& source : read_sources())
    EXPECT_EQ(dumps(source.text), source.path == "base/json_text.cpp")
        << source.path << ": write JSON by json_text() of base/json_text.h";
}

TEST(JsonRules, TheCheckFindsADump) {
  EXPECT_TRUE(dumps("out << value.dump();"));
  EXPECT_TRUE(dumps("value->dump(2)"));
  EXPECT_FALSE(dumps("// value.dump()\nprint(\".dump()\"); dump(x);"));
}

}  // namespace
}  // namespace gauntlet::house
