// What a search looks for, as clients, servers and matrix files read it: from a URL's query
// ("name=*.pdf&min_size=10K&sort=size") or from the words of the line protocol. docs/wire_format.md
// lists the parameters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace gauntlet::contract {

// The most that one search finds.
inline constexpr std::size_t kMostFound = 100'000;

struct Filters {
  enum class Sort : std::uint8_t { kName, kSize, kTime };

  std::string name{};                    // a glob (base/glob.h) for the last part; empty: any
  std::optional<std::uint64_t> least{};  // bytes, as all sizes here
  std::optional<std::uint64_t> most{};
  std::vector<std::string> extensions{};  // in lower case, without their dot; empty: any
  bool directories = false;               // folders alone; else files alone
  std::optional<std::time_t> after{};     // changed then or later
  std::optional<std::time_t> before{};    // changed earlier than that
  Sort sort = Sort::kName;
  bool descending = false;
  std::size_t limit = kMostFound;
  std::optional<std::size_t> depth{};  // 1: the folder itself, without those within

  bool operator==(const Filters&) const = default;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// The parameters of a query, percent-decoded ('+' stands for itself), or a sentence that names the
// one that cannot be read or is given twice.
tl::expected<Parameters, std::string> parse_query(std::string_view query);
// The same of words "key=value".
tl::expected<Parameters, std::string> parse_words(std::span<const std::string> words);
// Takes the one of that name out of them; nothing where it is not there.
std::optional<std::string> take_parameter(Parameters& parameters, std::string_view name);

// How an archive may be packed; the parameter format names one of them.
inline constexpr std::array<std::string_view, 4> kArchiveFormats{"tar", "tar.gz", "tar.zst", "zip"};
// Why a text names none of them; empty when it does.
std::string problem_with_format(std::string_view name);

// What is wrong with a query of a search or an archive, in a sentence; empty when nothing is. A
// search leaves the format alone.
std::string problem_with_query(std::string_view query);

// The filters that all parameters say, or a sentence that names the one that is wrong.
tl::expected<Filters, std::string> filters_of(const Parameters& parameters);
// Whether a query holds a parameter of filters, so that it asks for a search.
bool asks_for_search(std::string_view query);

// Whether an entry of that name may match: all that can be said before its size and time are known.
// name: its last part.
bool fits_name(const Filters& filters, std::string_view name, bool directory);
// Whether one matches that fits by its name. size: in bytes; of a folder it does not count.
bool fits_rest(const Filters& filters, bool directory, std::uint64_t size, std::time_t mtime);

// The order in which what is found is told. By name where the size or time is the same. Entries
// have a name, a size and a time (mtime).
class FoundOrder {
 public:
  explicit FoundOrder(const Filters& filters)
      : sort_(filters.sort), descending_(filters.descending) {}

  template <typename Entry>
  bool operator()(const Entry& a, const Entry& b) const {
    const Entry& first = descending_ ? b : a;
    const Entry& second = descending_ ? a : b;
    if (sort_ == Filters::Sort::kSize && a.size != b.size) return first.size < second.size;
    if (sort_ == Filters::Sort::kTime && a.mtime != b.mtime) return first.mtime < second.mtime;
    if (sort_ == Filters::Sort::kName) return first.name < second.name;
    return a.name < b.name;
  }

 private:
  Filters::Sort sort_;
  bool descending_;
};

}  // namespace gauntlet::contract
