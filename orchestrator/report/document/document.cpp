#include "orchestrator/report/document/document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/units.h"
#include "orchestrator/limits/limit.h"
#include "orchestrator/limits/validity.h"
#include "orchestrator/report/cells.h"
#include "orchestrator/report/document/cells_json.h"
#include "orchestrator/report/document/columns_json.h"
#include "orchestrator/report/document/method.h"
#include "orchestrator/report/findings/findings.h"

namespace gauntlet::orchestrator::report::document {
namespace {

using Json = nlohmann::ordered_json;

// The texts that rows have in a field, in one; null where none has any.
Json texts_in(const table::Table& table, std::string table::Row::*field) {
  std::set<std::string> texts;
  for (const table::Row& row : table.rows)
    if (!(row.*field).empty()) texts.insert(row.*field);
  return texts.empty() ? Json() : Json(fmt::format("{}", fmt::join(texts, "; ")));
}

// Of the file that environments are; null where there is none.
Json from_environment(const Json* environment, const char* key) {
  return environment == nullptr || !environment->contains(key) ? Json() : environment->at(key);
}

Json table_json(const Source& source) {
  const bool known = !source.environments.empty();
  const Json* first = known ? &source.environments.front() : nullptr;
  const Json* last = known ? &source.environments.back() : nullptr;
  const auto by_time = [](const table::Row& a, const table::Row& b) {
    return a.timestamp < b.timestamp;
  };
  const auto [oldest, newest] =
      std::minmax_element(source.table.rows.begin(), source.table.rows.end(), by_time);
  const Json started = from_environment(first, "started");
  const Json finished = from_environment(last, "finished");
  return {{"file", source.file.filename().string()},
          {"name", source.plan ? Json(source.plan->name) : Json()},
          {"rows", source.table.rows.size()},
          {"started", started.is_string() ? started : Json(oldest->timestamp)},
          {"finished", finished.is_string() ? finished : Json(newest->timestamp)},
          {"outcome", from_environment(last, "outcome")},
          {"machine", texts_in(source.table, &table::Row::machine)},
          {"version", texts_in(source.table, &table::Row::version)},
          {"target", texts_in(source.table, &table::Row::target)},
          {"command_line", from_environment(first, "command_line")}};
}

// Two tables of one matrix are told apart by their files.
std::string title_of_all(const std::vector<Source>& sources) {
  const Source& base = sources.front();
  const Source& fresh = sources.back();
  if (sources.size() == 1) return title_of(fresh);
  if (title_of(base) != title_of(fresh))
    return fmt::format("{} against {}", title_of(fresh), title_of(base));
  return fmt::format("{}: {} against {}", title_of(fresh), fresh.file.stem().string(),
                     base.file.stem().string());
}

Json counts_json(const Cells& cells, const table::Table& table) {
  const auto judged = std::count_if(table.rows.begin(), table.rows.end(),
                                    [](const table::Row& row) { return !row.valid.empty(); });
  return {{"rows", cells.counts.rows},
          {"cells", cells.cells.size()},
          {"passes", cells.passes},
          {"failed", cells.counts.failed},
          {"invalid", cells.counts.invalid_left + cells.counts.invalid_used},
          {"judged", judged}};
}

// What the words of limited_by and doubt mean, of those that stand in the table.
Json words_json(const table::Table& table) {
  Json json{{"limited_by", Json::object()}, {"doubt", Json::object()}};
  for (const table::Row& row : table.rows) {
    if (const std::string meaning = limits::meaning_of_limit(row.limited_by); !meaning.empty())
      json["limited_by"][row.limited_by] = meaning;
    for (const std::string& word : limits::split_words(row.doubt))
      if (const std::string meaning = limits::meaning_of(word); !meaning.empty())
        json["doubt"][word] = meaning;
  }
  return json;
}

Json environments_json(const std::vector<Source>& sources) {
  Json json = Json::array();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    for (const Json& environment : sources[i].environments) {
      Json one{{"table", i}};
      if (environment.is_object()) one.update(environment);
      json.push_back(one);
    }
  }
  return json;
}

}  // namespace

Json make_document(const Contents& contents) {
  const Source& source = contents.sources.back();
  const Cells cells = to_cells(source.table);
  TableJson table = to_json(source.table);
  Json json{{"schema", kSchema},
            {"version", kDocumentVersion},
            {"title", title_of_all(contents.sources)},
            {"made", contents.made}};
  json["tables"] = Json::array();
  for (const Source& one : contents.sources) json["tables"].push_back(table_json(one));
  json["counts"] = counts_json(cells, source.table);
  json["findings"] = to_json(findings::findings_of(source.table, cells));
  json["axes"] = axes_json(cells);
  json["constants"] = std::move(table.constants);
  json["columns"] = std::move(table.columns);
  json["rows"] = std::move(table.rows);
  json["rates_are_of"] = cells.whose;
  json["cells"] = cells_json(source.table, cells);
  json["summaries"] = summaries_json(source.table, cells);
  json["distributions"] = distributions_json(source.table, cells, source.file);
  json["comparison"] = contents.comparison;
  json["words"] = words_json(source.table);
  json["environments"] = environments_json(contents.sources);
  json["method"] = method_of(source, cells);
  return json;
}

}  // namespace gauntlet::orchestrator::report::document
