#include "contract/top_report.h"

#include <fmt/format.h>

#include <cmath>

#include "contract/json_fields.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key, std::size_t most) {
  std::string text = Field{object, key};
  if (text.size() > most)
    throw Error(Place{.key = key}, fmt::format("is longer than {} bytes", most));
  return text;
}

void refuse_other_keys(const json& object) {
  const nlohmann::ordered_json known = to_json(TopReport());
  for (const auto& [key, value] : object.items())
    if (!known.contains(key)) throw Error(Place{.key = key}, "is none of a report");
}

TopReport read_report(const json& object) {
  refuse_other_keys(object);
  TopReport report{.host = text_of(object, "host", kMostHostBytes),
                   .client = Field{object, "client"},
                   .pid = Field{object, "pid"},
                   .name = text_of(object, "name", kMostNameBytes),
                   .ticks = Field{object, "ticks"}};
  const json& seconds = member(object, "seconds");
  if (!seconds.is_number() || seconds.get<double>() < 0) refuse(seconds, "seconds");
  report.seconds = seconds.get<double>();
  if (report.pid <= 0) refuse(member(object, "pid"), "pid");
  return report;
}

}  // namespace

nlohmann::ordered_json to_json(const TopReport& report) {
  return {{"host", report.host}, {"client", report.client}, {"pid", report.pid},
          {"name", report.name}, {"ticks", report.ticks},   {"seconds", report.seconds}};
}

TopReport top_report_from_text(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) throw Error("a report is a JSON object, not " + json_in_words(object));
  return read_report(object);
}

}  // namespace gauntlet::contract
