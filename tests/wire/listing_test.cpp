#include "wire/listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/listing_text.h"

namespace gauntlet::wire {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::time_t kTime = 1'769'903'999;  // 2026-01-31T23:59:59Z

TEST(ToJson, IsSpelledAsByNginx) {
  EXPECT_EQ(to_json({{.name = "sub", .directory = true, .mtime = kTime},
                     {.name = "a.bin", .mtime = kTime, .size = 1'048'576}}),
            "[\r\n"
            "{ \"name\":\"sub\", \"type\":\"directory\", \"mtime\":\"Sat, 31 Jan 2026 23:59:59 "
            "GMT\" },\r\n"
            "{ \"name\":\"a.bin\", \"type\":\"file\", \"mtime\":\"Sat, 31 Jan 2026 23:59:59 GMT\", "
            "\"size\":1048576 }\r\n"
            "]\r\n");
}

TEST(ToJson, OfAnEmptyFolderIsAnEmptyArray) {
  EXPECT_EQ(to_json({}), "[\r\n]\r\n");
  EXPECT_EQ(count_entries(to_json({})), 0u);
}

TEST(ToJson, IsJsonWhateverTheNames) {
  for (const char* name : {"a\"b", "a\\b", "a\nb", "\x01", "</script>", "\xC3\xA9"}) {
    const auto json = nlohmann::json::parse(to_json({{.name = name}}));
    EXPECT_EQ(json.at(0).at("name"), name);
  }
}

TEST(ToJson, ShowsANameThatIsNotUtf8AndLinksToIt) {
  const auto json = nlohmann::json::parse(to_json({{.name = "a\xFFz"}, {.name = "\xC3\xA9"}}));
  EXPECT_EQ(json.at(0).at("name"), "a\\xffz");
  EXPECT_EQ(json.at(0).at("href"), "a%FFz");
  EXPECT_FALSE(json.at(1).contains("href"));
}

TEST(ToHtml, EscapesNamesAndEncodesLinks) {
  const std::string html =
      to_html("/files/", {{.name = "<a> & \"b\"", .mtime = kTime, .size = 1536}});
  EXPECT_THAT(html,
              HasSubstr("<a href=\"%3Ca%3E%20%26%20%22b%22\">&lt;a&gt; &amp; &quot;b&quot;</a>"));
  EXPECT_THAT(html, HasSubstr("<td>1.50 KiB</td><td>Sat, 31 Jan 2026 23:59:59 GMT</td>"));
}

TEST(ToHtml, EscapesThePath) { EXPECT_THAT(to_html("/<script>/", {}), Not(HasSubstr("<script>"))); }

TEST(ToHtml, ShowsANameThatIsNotUtf8AndLinksToIt) {
  EXPECT_THAT(to_html("/\xFF/", {{.name = "a\xFFz"}}),
              testing::AllOf(HasSubstr("<a href=\"a%FFz\">a\\xffz</a>"),
                             HasSubstr("<title>/\\xff/</title>")));
}

TEST(ToHtml, EndsFoldersInASlash) {
  EXPECT_THAT(to_html("/", {{.name = "sub", .directory = true}}),
              HasSubstr("<a href=\"sub/\">sub/</a></td><td></td>"));
}

TEST(CountEntries, CountsWhatWeWrite) {
  const std::vector<Entry> entries(100, Entry{.name = "a.bin"});
  EXPECT_EQ(count_entries(to_json(entries)), 100u);
}

TEST(CountEntries, IgnoresWhatElseAnEntryHolds) {
  EXPECT_EQ(count_entries(R"([{"x":[1,[{"name":2}],{}],"name":"a","y":null},{"name":"b"}])"), 2u);
}

TEST(CountEntries, IsNothingForAnythingElse) {
  for (const char* json :
       {"", "[", "[{\"name\":\"a\"}", "[{\"name\":\"a\"},]", "{}", "null", "1", "\"x\"", "[1]",
        "[null]", "[[]]", "[[{\"name\":\"a\"}]]", "[{}]", "[{\"name\":\"a\"},{\"type\":\"file\"}]",
        "[{\"x\":{\"name\":\"a\"}}]", "{\"name\":\"a\"}", "[] []", "<html></html>"})
    EXPECT_EQ(count_entries(json), std::nullopt) << json;
}

TEST(CountEntries, IsNotDeepOnTheStack) {
  std::string json = "[{\"x\":";
  json.append(1'000'000, '[');
  EXPECT_EQ(count_entries(json), std::nullopt);
}

TEST(ParsedListing, HasTheEntriesThatWereWritten) {
  std::string text;
  ListingWriter writer(ListingFormat::kJson, "/files/", text);
  writer.add({.name = "a/b \xFF\n", .mtime = 1'767'225'600, .size = 7});
  writer.add({.name = "folder", .directory = true});
  writer.finish();
  const auto entries = parse_listing(text);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ(entries->at(0).name, "a/b \xFF\n");
  EXPECT_EQ(entries->at(0).mtime, 1'767'225'600);
  EXPECT_EQ(entries->at(0).size, 7u);
  EXPECT_TRUE(entries->at(1).directory);
}

TEST(ParsedListing, LeavesAloneWhatIsWithinAnEntry) {
  const auto entries = parse_listing(
      R"([{"name":"a","size":1,"more":[{"name":"b","size":2}],"owner":{"name":"c","type":"directory"}}])");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->at(0).name, "a");
  EXPECT_EQ(entries->at(0).size, 1u);
  EXPECT_FALSE(entries->at(0).directory);
}

TEST(ParsedListing, IsNothingOfOtherJson) {
  for (const char* text : {"", "[", "{}", "[1]", "[{}]", "[{\"name\":\"a\",\"size\":-1}]",
                           "[{\"name\":\"a\",\"href\":\"%zz\"}]"})
    EXPECT_FALSE(parse_listing(text)) << text;
}

}  // namespace
}  // namespace gauntlet::wire
