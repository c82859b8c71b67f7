// Which room may include which: the layers that docs/architecture.md draws.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "tests/house/source_tree.h"

namespace gauntlet::house {
namespace {

const std::map<std::string, std::set<std::string>> kMayInclude{
    {"base", {"base"}},
    {"wire", {"base", "wire"}},
    {"metrics", {"base", "metrics"}},
    {"net", {"base", "net"}},
    {"server_pool", {"base", "metrics", "net", "server_pool", "wire"}},
    {"client_pool", {"base", "client_pool", "metrics", "net", "wire"}},
    {"orchestrator", {"base", "metrics", "orchestrator"}},
};

// Heavy or replaceable libraries, each seen by one place only; the longest prefix counts.
const std::map<std::string, std::string> kOnlyIn{
    {"boost/", "wire/http.cpp"},
    {"boost/math/", "orchestrator/diff/distributions.cpp"},
    {"yaml-cpp/", "orchestrator/matrix/loader.cpp"},
};

struct Include {
  std::string file;
  int line;
  std::string header;
};

std::vector<Include> includes_of(const SourceFile& source) {
  static const std::regex kInclude(R"((?:^|\n)\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<Include> includes;
  for (auto i = std::sregex_iterator(source.text.begin(), source.text.end(), kInclude);
       i != std::sregex_iterator(); ++i)
    includes.push_back(
        {source.path, line_of(source.text, static_cast<std::size_t>(i->position(1))), i->str(1)});
  return includes;
}

TEST(IncludeRules, EveryRoomIncludesOnlyTheRoomsBelowIt) {
  for (const SourceFile& source : read_sources()) {
    for (const Include& include : includes_of(source)) {
      const std::string room = include.header.substr(0, include.header.find('/'));
      if (!kMayInclude.contains(room)) continue;  // not ours
      EXPECT_TRUE(kMayInclude.at(source.room).contains(room))
          << include.file << ":" << include.line << " includes " << include.header << ", but "
          << source.room << " may not include " << room;
    }
  }
}

// The one place that may include the header; empty when any place may.
std::string only_place_of(const std::string& header) {
  std::string only;
  for (const auto& [prefix, place] : kOnlyIn)  // longer prefixes come later
    if (header.starts_with(prefix)) only = place;
  return only;
}

TEST(IncludeRules, BoostAndYamlAreSeenByOneFileEach) {
  for (const SourceFile& source : read_sources()) {
    for (const Include& include : includes_of(source)) {
      const std::string only = only_place_of(include.header);
      if (only.empty()) continue;
      EXPECT_EQ(source.path, only)
          << include.file << ":" << include.line << " includes " << include.header;
    }
  }
}

TEST(IncludeRules, HeadersOfAsioAreNotIncludedOutsideNetAndTheTwoPools) {
  const std::set<std::string> allowed{"net", "server_pool", "client_pool"};
  for (const SourceFile& source : read_sources()) {
    for (const Include& include : includes_of(source)) {
      if (!include.header.starts_with("asio")) continue;
      EXPECT_TRUE(allowed.contains(source.room))
          << include.file << ":" << include.line << " includes " << include.header;
    }
  }
}

TEST(IncludeRules, TheTreeWasFound) { EXPECT_GT(read_sources().size(), 20u); }

}  // namespace
}  // namespace gauntlet::house
