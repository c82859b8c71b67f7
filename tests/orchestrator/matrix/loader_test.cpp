#include "orchestrator/matrix/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string refusal_of(std::string_view text) {
  try {
    parse_yaml(text, "f.yaml");
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Loader, KeepsValuesWithTheirLines) {
  const Tree tree = parse_yaml("name: x\nmatrix:\n  volume: [10,\n    '50']\n", "f.yaml");
  ASSERT_EQ(tree.kind, Tree::Kind::kMap);
  ASSERT_EQ(tree.items.size(), 2u);
  EXPECT_EQ(tree.items[0].key, "name");
  EXPECT_EQ(tree.items[0].text, "x");
  const Tree& volume = tree.items[1].items.at(0);
  EXPECT_EQ(volume.line, 3);
  ASSERT_EQ(volume.items.size(), 2u);
  EXPECT_EQ(volume.items[1].text, "50");
  EXPECT_EQ(volume.items[1].line, 4);
}

TEST(Loader, TakesAnEmptyTextAsNothing) {
  EXPECT_EQ(parse_yaml("", "f.yaml").kind, Tree::Kind::kNothing);
  EXPECT_EQ(parse_yaml("# only a comment\n", "f.yaml").kind, Tree::Kind::kNothing);
}

TEST(Loader, FollowsAliases) {
  const Tree tree = parse_yaml("a: &few [1, 2]\nb: *few\n", "f.yaml");
  EXPECT_EQ(tree.items.at(1).items.at(1).text, "2");
}

TEST(Loader, KeepsRepeatedKeys) {
  EXPECT_EQ(parse_yaml("a: 1\na: 2\n", "f.yaml").items.size(), 2u);
}

TEST(Loader, NamesTheLineOfBrokenYaml) {
  EXPECT_THAT(refusal_of("a: 1\nb: [1, 2\nc: 3\n"), StartsWith("f.yaml:"));
  EXPECT_THAT(refusal_of("a: 1\nb: ]\n"), HasSubstr("is not YAML"));
}

TEST(Loader, NamesATabThatIndents) {
  EXPECT_EQ(refusal_of("a: 1\n\tb: 2\n"),
            "f.yaml:2: begins with a tab; YAML is indented by spaces");
}

TEST(Loader, RefusesASecondDocument) {
  EXPECT_THAT(refusal_of("a: 1\n---\nb: 2\n"), HasSubstr("second document"));
}

TEST(Loader, RefusesADocumentThatBeginsWithAComma) {
  for (const char* text : {", a", "[a] , b", "a: 1\n---\n, b"})
    EXPECT_THAT(refusal_of(text), HasSubstr("second document")) << text;
}

TEST(Loader, ComesToAnEndWithACommaWhereADocumentBegins) {
  EXPECT_NE(refusal_of("a: 1\n---\n,"), "");
  EXPECT_NE(refusal_of(","), "");
}

TEST(Loader, RefusesAnUnknownAlias) {
  EXPECT_THAT(refusal_of("a: *b\n"), HasSubstr("is not YAML"));
}

TEST(Loader, RefusesAliasesThatMultiply) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(last + ", ", 9) +
            last + "]\n";
  }
  EXPECT_THAT(refusal_of(bomb), HasSubstr("do its aliases multiply?"));
}

TEST(Loader, RefusesAnAliasOfItself) {
  EXPECT_THAT(refusal_of("a: &a [*a]\n"), HasSubstr("nested too deeply"));
}

TEST(Loader, RefusesDeepNestingWithoutRunningOutOfStack) {
  EXPECT_NE(refusal_of(repeated("[", 500'000)), "");
  EXPECT_NE(refusal_of(repeated("- ", 500'000)), "");
  EXPECT_NE(refusal_of(repeated("{a: ", 200'000)), "");
  EXPECT_NE(refusal_of(repeated("? ", 400'000)), "");
  EXPECT_THAT(refusal_of(repeated("[", 40) + repeated("]", 40)), HasSubstr("nested too deeply"));
}

TEST(Loader, RefusesWhatIsTooLarge) {
  EXPECT_THAT(refusal_of(std::string(kLargestFile + 1, '#')), HasSubstr("larger than 1024 KiB"));
}

TEST(Loader, RefusesKeysThatAreNoTexts) {
  EXPECT_THAT(refusal_of("[a, b]: 1\n"), HasSubstr("f.yaml:1: has a key that is not a plain text"));
}

class NotUtf8 : public testing::TestWithParam<std::string> {};

TEST_P(NotUtf8, IsRefusedWithItsLine) {
  EXPECT_THAT(refusal_of("a: 1\nb: " + GetParam() + "\n"),
              StartsWith("f.yaml:2: is not UTF-8 text (byte 0x"));
}

INSTANTIATE_TEST_SUITE_P(Loader, NotUtf8,
                         testing::Values("\xFF", "\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80",
                                         "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xC3", "\x01",
                                         std::string(1, '\0')));

TEST(Loader, AcceptsTextBeyondAscii) {
  EXPECT_EQ(parse_yaml("name: Größe 漢字 🙂\n", "f.yaml").items.at(0).text,
            "Größe 漢字 🙂");
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
