#include "contract/filters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

#include "base/escapes.h"
#include "base/glob.h"
#include "base/near_words.h"
#include "base/units.h"

namespace gauntlet::contract {
namespace {

using Problem = std::string;  // empty: none

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// "2026-01-31" or "2026-01-31T23:59:59Z", in UTC.
std::optional<std::time_t> parse_time(const std::string& text) {
  for (const char* const format : {"%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"}) {
    std::tm parts{};
    const char* const end = ::strptime(text.c_str(), format, &parts);
    if (end == nullptr || *end != '\0') continue;
    const std::time_t time = ::timegm(&parts);
    // What is written another way ("2026-2-30") has been read as something else.
    std::tm again{};
    ::gmtime_r(&time, &again);
    std::array<char, 64> written{};
    const std::size_t length = std::strftime(written.data(), written.size(), format, &again);
    if (std::string_view(written.data(), length) == text) return time;
  }
  return std::nullopt;
}

Problem read_size(const std::string& text, std::optional<std::uint64_t>& size) {
  size = parse_size(text);
  return size ? Problem() : why_no_size(text);
}

Problem read_time(const std::string& text, std::optional<std::time_t>& time) {
  time = parse_time(text);
  return time ? Problem()
              : fmt::format("'{}' is no date; write 2026-01-31 or 2026-01-31T23:59:59Z", text);
}

Problem read_count(const std::string& text, std::size_t most, std::size_t& count) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error == std::errc() && rest == end && count >= 1 && count <= most) return {};
  return fmt::format("'{}' is not a whole number from 1 to {}", text, most);
}

Problem read_types(const std::string& text, Filters& filters) {
  if (text == "directory") filters.directories = true;
  if (text == "directory" || text == "file") return {};
  std::string_view rest = text;
  for (;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view word = rest.substr(0, comma);
    if (word.empty() || word[0] == '.' || word == "directory" || word == "file")
      return fmt::format(
          "'{}' is neither directory, nor file, nor a list of extensions such as pdf,txt", text);
    filters.extensions.push_back(lower_case(std::string(word)));
    if (comma == rest.npos) return {};
    rest.remove_prefix(comma + 1);
  }
}

Problem read_sort(const std::string& text, Filters& filters) {
  using Sort = Filters::Sort;
  if (text != "name" && text != "size" && text != "time")
    return fmt::format("'{}' is none of name, size and time", text);
  filters.sort = text == "size" ? Sort::kSize : text == "time" ? Sort::kTime : Sort::kName;
  return {};
}

Problem read_order(const std::string& text, Filters& filters) {
  filters.descending = text == "desc";
  return text == "asc" || text == "desc" ? Problem()
                                         : fmt::format("'{}' is neither asc nor desc", text);
}

Problem read_name(const std::string& text, Filters& filters) {
  filters.name = text;
  return text.find('/') == text.npos
             ? Problem()
             : fmt::format("'{}' holds a slash; a name is the last part of a path", text);
}

struct Parameter {
  std::string_view name;
  Problem (*read)(const std::string& text, Filters& filters);
};

constexpr std::array<Parameter, 10> kParameters{{
    {"name", read_name},
    {"min_size", [](const std::string& text, Filters& f) { return read_size(text, f.least); }},
    {"max_size", [](const std::string& text, Filters& f) { return read_size(text, f.most); }},
    {"type", read_types},
    {"after", [](const std::string& text, Filters& f) { return read_time(text, f.after); }},
    {"before", [](const std::string& text, Filters& f) { return read_time(text, f.before); }},
    {"sort", read_sort},
    {"order", read_order},
    {"limit",
     [](const std::string& text, Filters& f) { return read_count(text, kMostFound, f.limit); }},
    {"depth",
     [](const std::string& text, Filters& f) { return read_count(text, 1000, f.depth.emplace()); }},
}};

const Parameter* find_parameter(std::string_view name) {
  for (const Parameter& each : kParameters)
    if (each.name == name) return &each;
  return nullptr;
}

Problem unknown(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Parameter& each : kParameters) names.push_back(each.name);
  return fmt::format("there is no parameter '{}'{}", name, did_you_mean(name, names));
}

tl::expected<std::pair<std::string, std::string>, std::string> split(std::string_view text) {
  const std::size_t sign = text.find('=');
  if (sign == text.npos || sign == 0)
    return tl::unexpected(fmt::format("'{}' is not written as name=value", text));
  if (sign + 1 == text.size())
    return tl::unexpected(fmt::format("{} has no value", text.substr(0, sign)));
  return std::pair(std::string(text.substr(0, sign)), std::string(text.substr(sign + 1)));
}

tl::expected<Parameters, std::string> without_repeats(Parameters parameters) {
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      return tl::unexpected(fmt::format("{} is given twice", name));
    seen.push_back(name);
  }
  return parameters;
}

// Of an extension that the filters name.
bool has_extension(const Filters& filters, std::string_view name) {
  const std::string lower = lower_case(std::string(name));
  const auto fits = [&lower](const std::string& extension) {
    return lower.size() > extension.size() && lower.ends_with(extension) &&
           lower[lower.size() - extension.size() - 1] == '.';
  };
  return std::any_of(filters.extensions.begin(), filters.extensions.end(), fits);
}

}  // namespace

tl::expected<Parameters, std::string> parse_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view word = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (word.empty()) continue;
    auto pair = split(word);
    if (!pair) return tl::unexpected(std::move(pair.error()));
    std::string value;
    if (!decode_escapes(pair->second, value))
      return tl::unexpected(fmt::format("{} has a % that begins no escape, or %00", pair->first));
    parameters.emplace_back(std::move(pair->first), std::move(value));
  }
  return without_repeats(std::move(parameters));
}

tl::expected<Parameters, std::string> parse_words(std::span<const std::string> words) {
  Parameters parameters;
  for (const std::string& word : words) {
    auto pair = split(word);
    if (!pair) return tl::unexpected(std::move(pair.error()));
    parameters.push_back(std::move(*pair));
  }
  return without_repeats(std::move(parameters));
}

std::optional<std::string> take_parameter(Parameters& parameters, std::string_view name) {
  const auto is_it = [name](const auto& each) { return each.first == name; };
  const auto found = std::find_if(parameters.begin(), parameters.end(), is_it);
  if (found == parameters.end()) return std::nullopt;
  std::string value = std::move(found->second);
  parameters.erase(found);
  return value;
}

std::string problem_with_format(std::string_view name) {
  const auto end = kArchiveFormats.end();
  if (std::find(kArchiveFormats.begin(), end, name) != end) return {};
  return fmt::format("format: '{}' is none of tar, tar.gz, tar.zst and zip", name);
}

std::string problem_with_query(std::string_view query) {
  auto parameters = parse_query(query);
  if (!parameters) return parameters.error();
  const auto format = take_parameter(*parameters, "format");
  if (format) {
    std::string problem = problem_with_format(*format);
    if (!problem.empty()) return problem;
  }
  const auto filters = filters_of(*parameters);
  return filters ? "" : filters.error();
}

tl::expected<Filters, std::string> filters_of(const Parameters& parameters) {
  Filters filters;
  for (const auto& [name, text] : parameters) {
    const Parameter* const parameter = find_parameter(name);
    if (parameter == nullptr) return tl::unexpected(unknown(name));
    const Problem problem = parameter->read(text, filters);
    if (!problem.empty()) return tl::unexpected(fmt::format("{}: {}", name, problem));
  }
  return filters;
}

bool asks_for_search(std::string_view query) {
  while (!query.empty()) {
    const std::string_view word = query.substr(0, query.find('&'));
    if (find_parameter(word.substr(0, word.find('='))) != nullptr) return true;
    query.remove_prefix(std::min(word.size() + 1, query.size()));
  }
  return false;
}

bool fits_name(const Filters& filters, std::string_view name, bool directory) {
  if (directory != filters.directories) return false;
  if (!filters.extensions.empty() && !has_extension(filters, name)) return false;
  return filters.name.empty() || fits_glob(filters.name, name);
}

bool fits_rest(const Filters& filters, bool directory, std::uint64_t size, std::time_t mtime) {
  if (!directory && filters.least && size < *filters.least) return false;
  if (!directory && filters.most && size > *filters.most) return false;
  if (filters.after && mtime < *filters.after) return false;
  return !filters.before || mtime < *filters.before;
}

}  // namespace gauntlet::contract
