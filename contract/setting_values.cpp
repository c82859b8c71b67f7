#include "contract/setting_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/units.h"
#include "base/utf8.h"
#include "contract/events.h"
#include "contract/filters.h"
#include "contract/link.h"
#include "contract/tree_shape.h"
#include "contract/weights.h"

namespace gauntlet::contract {
namespace {

// The value as a number to be held against the bounds; nothing when the text is not of the kind.
std::optional<double> measure(Kind kind, std::string_view text) {
  if (kind == Kind::kDuration) {
    const auto duration = parse_duration(text);
    return duration ? std::optional(to_seconds(*duration)) : std::nullopt;
  }
  if (kind == Kind::kSize) {
    const auto size = parse_size(text);
    return size ? std::optional(static_cast<double>(*size)) : std::nullopt;
  }
  const auto value = kind == Kind::kVolume ? parse_volume(text) : parse_number(text);
  if (value && kind == Kind::kInteger && *value != std::floor(*value)) return std::nullopt;
  return value;
}

std::string canonical(Kind kind, std::string_view text, double value) {
  if (kind == Kind::kDuration) return exact_duration(*parse_duration(text));
  if (kind == Kind::kSize) return exact_size(*parse_size(text));
  return fmt::format("{:.15g}", value);  // of a volume given as a size, too: the number of MiB
}

// Letters that stand in no way for anything else on a command line, in a file name or in CSV.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == ':' || c == '-' || c == '_';
  });
}

// Why a text is neither filters, with the format of an archive, nor none; empty: it is. It is part
// of the names of files.
std::string why_no_query(std::string_view text) {
  const auto visible = [](char c) { return c > ' ' && c < '\x7F' && c != '/'; };
  if (text == "none") return {};
  if (text.empty() || !std::all_of(text.begin(), text.end(), visible))
    return "filters hold no blank, slash or letter beyond ASCII; write those as %20, %2F and so on";
  return problem_with_query(text);
}

bool is_number(Kind kind) {
  return kind != Kind::kChoice && kind != Kind::kText && kind != Kind::kFilters &&
         kind != Kind::kTree && kind != Kind::kEvents && kind != Kind::kWeights &&
         kind != Kind::kLink;
}

std::string bound(const Setting& setting, double value) {
  if (setting.kind == Kind::kDuration)
    return exact_duration(Duration(static_cast<std::int64_t>(value * 1e9)));
  if (setting.kind == Kind::kSize) return exact_size(static_cast<std::uint64_t>(value));
  return fmt::format("{:.15g}", value);
}

// "1 to 1000 workers": of a number, a duration or a size.
std::string describe_bounds(const Setting& setting) {
  if (setting.kind == Kind::kVolume)
    return fmt::format("above 0 and at most {} {}", bound(setting, setting.most), setting.unit);
  return fmt::format("{} to {}{}{}", bound(setting, setting.least), bound(setting, setting.most),
                     setting.unit.empty() ? "" : " ", setting.unit);
}

bool allowed(const Setting& setting, std::string_view text) {
  if (setting.kind == Kind::kChoice)
    return std::find(setting.choices.begin(), setting.choices.end(), text) != setting.choices.end();
  if (setting.kind == Kind::kFilters) return why_no_query(text).empty();
  if (setting.kind == Kind::kTree) return text == "none" || parse_tree_shape(text);
  if (setting.kind == Kind::kEvents) return text == "none" || parse_events(text);
  if (setting.kind == Kind::kWeights) return text == "none" || parse_weights(text);
  if (setting.kind == Kind::kLink) return text == "none" || parse_link(text);
  if (setting.kind == Kind::kText)
    return !text.empty() && static_cast<double>(text.size()) <= setting.most && is_plain(text);
  const auto value = measure(setting.kind, text);
  return value && *value >= setting.least && *value <= setting.most;
}

// "true" and "false", as YAML says it, of a setting that is on or off.
std::string_view of_switch(const Setting& setting, std::string_view text) {
  const std::vector<std::string_view>& choices = setting.choices;
  if (std::find(choices.begin(), choices.end(), "on") == choices.end()) return text;
  return text == "true" ? "on" : text == "false" ? "off" : text;
}

}  // namespace

std::optional<std::string> canonical_value(const Setting& setting, std::string_view written) {
  const std::string_view text = of_switch(setting, written);
  if (!allowed(setting, text)) return std::nullopt;
  if (setting.kind == Kind::kTree && text != "none") return to_text(*parse_tree_shape(text));
  if (setting.kind == Kind::kEvents && text != "none") return to_text(*parse_events(text));
  if (setting.kind == Kind::kWeights && text != "none") return to_text(*parse_weights(text));
  if (setting.kind == Kind::kLink && text != "none") return to_text(*parse_link(text));
  if (!is_number(setting.kind)) return std::string(text);
  return canonical(setting.kind, text, *measure(setting.kind, text));
}

std::optional<double> number_of(const Setting& setting, std::string_view text) {
  if (!is_number(setting.kind)) return std::nullopt;
  return measure(setting.kind, text);
}

std::string describe_values(const Setting& setting) {
  switch (setting.kind) {
    case Kind::kChoice:
      return fmt::format("one of {}", fmt::join(setting.choices, ", "));
    case Kind::kInteger:
      return "a whole number from " + describe_bounds(setting);
    case Kind::kNumber:
      return "a number from " + describe_bounds(setting);
    case Kind::kVolume:
      return "a number of MiB (10, 0.5) or a size (100B, 1KiB), " + describe_bounds(setting);
    case Kind::kDuration:
      return "a duration (500ms, 5s, 2m) from " + describe_bounds(setting);
    case Kind::kSize:
      return "a size (64KiB, 100MiB, 2GiB) from " + describe_bounds(setting);
    case Kind::kFilters:
      return "filters of a search, as name=*.bin&min_size=10KiB, or none";
    case Kind::kTree:
      return "a tree: {folders: 1 to 100000, files: 1 to 1000000, sizes: fixed(16KiB) or "
             "lognormal(16KiB, 1.5)}, sizes up to 1GiB and 5; or none";
    case Kind::kEvents:
      return fmt::format(
          "a list of at most {} events, as {{at: 2s, kill: mirror 1}} with kill, stop, continue or "
          "restart of server, mirror N, server worker N or mirror N worker N; or none",
          kMostEvents);
    case Kind::kWeights:
      return fmt::format("whole numbers from 1 to {} with colons, as 3:2:1; or none", kMostWeight);
    case Kind::kLink:
      return describe_links();
    case Kind::kText:
      break;
  }
  return fmt::format("1 to {} letters, digits and the signs . : - _", bound(setting, setting.most));
}

std::string why_no_value(const Setting& setting, std::string_view text) {
  if (setting.kind == Kind::kDuration && is_bare_number(text)) return why_no_duration(text);
  if (setting.kind == Kind::kSize && is_bare_number(text)) return why_no_size(text);
  if (setting.kind == Kind::kFilters)
    return fmt::format("'{}' is no query: {}", printable(text), why_no_query(text));
  return fmt::format("'{}' is not {}", printable(text), describe_values(setting));
}

}  // namespace gauntlet::contract
