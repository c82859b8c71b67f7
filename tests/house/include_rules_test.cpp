// Which room may include which: the layers that docs/architecture.md draws.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace gauntlet::house {
namespace {

const std::map<std::string, std::set<std::string>> kMayInclude{
    {"base", {"base"}},
    {"wire", {"base", "wire"}},
    {"metrics", {"base", "metrics"}},
    {"contract", {"base", "contract", "metrics"}},
    {"net", {"base", "net"}},
    {"server_pool", {"base", "contract", "metrics", "net", "server_pool", "wire"}},
    {"client_pool", {"base", "client_pool", "contract", "metrics", "net", "wire"}},
    {"orchestrator", {"base", "contract", "metrics", "orchestrator"}},
};

// Folders that may include more than the others of their room: the live page is a server, too.
const std::map<std::string, std::set<std::string>> kFolderMayInclude{
    {"orchestrator/dashboard", {"net", "wire"}},
};

// Heavy or replaceable libraries, each seen by one file of a program only; the longest prefix
// counts.
const std::map<std::string, std::set<std::string>> kOnlyIn{
    {"archive.h", {"server_pool/archives/packing.cpp", "client_pool/unpacker.cpp"}},
    {"archive_entry.h", {"server_pool/archives/packing.cpp", "client_pool/unpacker.cpp"}},
    {"boost/", {"wire/http.cpp"}},
    {"boost/math/", {"orchestrator/statistics/distributions.cpp"}},
    {"pcap", {"client_pool/capture.cpp", "orchestrator/packets/reader.cpp"}},
    {"yaml-cpp/", {"orchestrator/matrix/loader.cpp"}},
};

// The folders of orchestrator, floor by floor. A folder may include itself and whatever is below
// its floor; what stands on the same floor does not know each other. "": main and options.
const std::vector<std::set<std::string>> kFloors{
    {"matrix", "packets", "process", "statistics"},
    {"limits", "link", "table", "trace"},
    {"run"},
    {"run/parts"},
    {"sweep"},
    {"report"},
    {"report/findings", "report/pictures"},
    {"report/document"},
    {"diff"},
    {"diff/show"},
    {"ab", "capacity", "outputs"},
    {"dashboard"},
    {"commands"},
    {""},
};

// Of the other programs only what there is: a new folder is to be named here, and where it stands.
const std::map<std::string, std::set<std::string>> kFolders{
    {"server_pool", {"", "access_log", "archives", "operations", "pool", "redirects", "store"}},
    {"client_pool", {"", "operations"}},
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

bool may_include(const SourceFile& source, const std::string& room) {
  const auto more = kFolderMayInclude.find(source.path.substr(0, source.path.rfind('/')));
  return kMayInclude.at(source.room).contains(room) ||
         (more != kFolderMayInclude.end() && more->second.contains(room));
}

TEST(IncludeRules, EveryRoomIncludesOnlyTheRoomsBelowIt) {
  for (const SourceFile& source : read_sources()) {
    for (const Include& include : includes_of(source)) {
      const std::string room = include.header.substr(0, include.header.find('/'));
      if (!kMayInclude.contains(room)) continue;  // not ours
      EXPECT_TRUE(may_include(source, room))
          << include.file << ":" << include.line << " includes " << include.header << ", but "
          << source.room << " may not include " << room;
    }
  }
}

// "orchestrator/diff/show/forest.h" -> "diff/show".
std::string folder_of(const std::string& path) {
  const std::size_t room = path.find('/');
  const std::size_t name = path.rfind('/');
  return name == room ? "" : path.substr(room + 1, name - room - 1);
}

// -1 for a folder that is on none.
int floor_of(const std::string& folder) {
  for (std::size_t i = 0; i < kFloors.size(); ++i)
    if (kFloors[i].contains(folder)) return static_cast<int>(i);
  return -1;
}

TEST(IncludeRules, EveryFolderOfOrchestratorIncludesOnlyWhatIsBelowIt) {
  for (const SourceFile& source : read_sources()) {
    if (source.room != "orchestrator") continue;
    const std::string own = folder_of(source.path);
    for (const Include& include : includes_of(source)) {
      if (!include.header.starts_with("orchestrator/")) continue;
      const std::string other = folder_of(include.header);
      EXPECT_TRUE(other == own || floor_of(other) < floor_of(own))
          << include.file << ":" << include.line << " includes " << include.header;
    }
  }
}

TEST(IncludeRules, EveryFolderIsKnownHere) {
  for (const SourceFile& source : read_sources()) {
    const std::string folder = folder_of(source.path);
    const auto known = kFolders.find(source.room);
    if (source.room == "orchestrator") {
      EXPECT_GE(floor_of(folder), 0) << source.path;
    } else if (known != kFolders.end()) {
      EXPECT_TRUE(known->second.contains(folder)) << source.path;
    } else {
      EXPECT_EQ(folder, "") << source.path;
    }
  }
}

// Everything that a file includes, directly or by others, must not come back to it.
TEST(IncludeRules, NoHeaderIncludesItselfByWayOfOthers) {
  std::map<std::string, std::vector<std::string>> headers;
  for (const SourceFile& source : read_sources())
    for (const Include& include : includes_of(source))
      if (source.path.ends_with(".h")) headers[source.path].push_back(include.header);
  for (const auto& [start, direct] : headers) {
    std::set<std::string> seen;
    std::vector<std::string> open = direct;
    while (!open.empty()) {
      const std::string header = open.back();
      open.pop_back();
      ASSERT_NE(header, start);
      const auto more = headers.find(header);
      if (seen.insert(header).second && more != headers.end())
        open.insert(open.end(), more->second.begin(), more->second.end());
    }
  }
}

// The places that may include the header; none when any place may.
std::set<std::string> only_places_of(const std::string& header) {
  std::set<std::string> only;
  for (const auto& [prefix, places] : kOnlyIn)  // longer prefixes come later
    if (header.starts_with(prefix)) only = places;
  return only;
}

TEST(IncludeRules, HeavyLibrariesAreSeenByOneFileOfAProgram) {
  for (const SourceFile& source : read_sources()) {
    for (const Include& include : includes_of(source)) {
      const std::set<std::string> only = only_places_of(include.header);
      EXPECT_TRUE(only.empty() || only.contains(source.path))
          << include.file << ":" << include.line << " includes " << include.header;
    }
  }
}

TEST(IncludeRules, HeadersOfAsioAreOnlyIncludedWhereNetMayBe) {
  for (const SourceFile& source : read_sources()) {
    for (const Include& include : includes_of(source)) {
      if (!include.header.starts_with("asio")) continue;
      EXPECT_TRUE(may_include(source, "net"))
          << include.file << ":" << include.line << " includes " << include.header;
    }
  }
}

TEST(IncludeRules, TheTreeWasFound) { EXPECT_GT(read_sources().size(), 20u); }

}  // namespace
}  // namespace gauntlet::house
