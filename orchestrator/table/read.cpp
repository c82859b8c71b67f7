// The reading half of csv.h.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "orchestrator/table/columns.h"
#include "orchestrator/table/csv.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator {
namespace {

constexpr std::array<const char*, 5> kRequired{"mode", "server_pool", "operation", "volume",
                                               "client_pool"};

// What a field of a record is: a declared column, or else a setting of this name.
struct Heading {
  std::string name;
  const Column* column;
};

char find_separator(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  const auto commas = std::count(first.begin(), first.end(), ',');
  return std::count(first.begin(), first.end(), ';') > commas ? ';' : ',';
}

void check_names(const Record& header, const std::string& file) {
  const auto& names = header.fields;
  const Place place{file, header.line, ""};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty())
      throw Error(place, fmt::format("column {} has no name; give it one or remove it", i + 1));
    if (std::count(names.begin(), names.end(), names[i]) > 1)
      throw Error(place, fmt::format("column '{}' stands twice; remove one", names[i]));
  }
  for (const char* required : kRequired) {
    if (std::count(names.begin(), names.end(), required) == 0)
      throw Error(place, fmt::format("column '{}' is missing; the first line must name the columns",
                                     required));
  }
}

std::vector<Heading> read_headings(RecordReader& reader, const std::string& file) {
  Record header;
  if (!reader.next(header))
    throw Error({file, 0, ""}, "is empty; a table begins with a line that names its columns");
  if (!header.complete)
    throw Error({file, header.line, ""}, "the line that names the columns has no end");
  check_names(header, file);
  std::vector<Heading> headings;
  for (const std::string& name : header.fields) {
    const Column* column = find_column(name);
    headings.push_back({column != nullptr ? name : column_setting(name), column});
  }
  return headings;
}

Row to_row(const Record& record, const std::vector<Heading>& headings, const std::string& file) {
  if (record.fields.size() != headings.size())
    throw Error({file, record.line, ""},
                fmt::format("{} fields, but the table has {} columns; quote fields that hold a "
                            "separator",
                            record.fields.size(), headings.size()));
  Row row;
  for (std::size_t i = 0; i < headings.size(); ++i) {
    const std::string& text = record.fields[i];
    if (headings[i].column == nullptr) {
      row.settings.emplace_back(headings[i].name, text);
      continue;
    }
    if (!from_text(row, *headings[i].column, text))
      throw Error({file, record.line, ""},
                  fmt::format("column '{}': '{}' is not a number as Gauntlet writes it: 0 or more, "
                              "with a decimal point",
                              headings[i].name, text));
  }
  if (row.mode.empty() || row.operation.empty())
    throw Error({file, record.line, ""}, fmt::format("column '{}' is empty; a row needs it",
                                                     row.mode.empty() ? "mode" : "operation"));
  if (row.operation == "download") row.operation = "get";  // the original's word
  return row;
}

}  // namespace

Table parse_table(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
    text.remove_prefix(kByteOrderMark.size());
  if (text.find('\0') != std::string_view::npos)
    throw Error({file, 0, ""}, "holds zero bytes; it is not a table in CSV");
  RecordReader reader(text, find_separator(text), file);
  const std::vector<Heading> headings = read_headings(reader, file);

  Table table;
  for (const Heading& heading : headings) {
    if (heading.column == nullptr) table.settings.push_back(heading.name);
  }
  Record record;
  while (reader.next(record)) {
    if (record.complete) {
      table.rows.push_back(to_row(record, headings, file));
      continue;
    }
    table.warnings.push_back(
        fmt::format("{}: is cut off, without a line break at its end; this row is ignored",
                    to_string(Place{file, record.line, ""})));
  }
  return table;
}

Table read_table(const std::filesystem::path& file) {
  return parse_table(table_text(file), file.string());
}

std::string table_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || in.bad() || std::filesystem::is_directory(file))
    throw Error(fmt::format("cannot read the table '{}': {}", file.string(), std::strerror(errno)));
  return std::move(text).str();
}

}  // namespace gauntlet::orchestrator
