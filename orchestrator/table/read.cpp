// The reading half of csv.h.
#include <fmt/format.h>

#include <array>
#include <unordered_set>

#include "base/error.h"
#include "base/input_file.h"
#include "base/units.h"
#include "base/utf8.h"
#include "contract/operation.h"
#include "orchestrator/table/columns.h"
#include "orchestrator/table/csv.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::table {
namespace {

constexpr std::array<const char*, 5> kRequired{"mode", "server_pool", "operation", "volume",
                                               "client_pool"};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr std::uint64_t kMostBytes = 256 * kMiB;

// What a field of a record is: a declared column, or else a setting of this name.
struct Heading {
  std::string name;
  const Column* column;
};

// What the first line has more of, outside of quotes.
char find_separator(std::string_view text) {
  bool quoted = false;
  int more = 0;
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == ';') ++more;
    if (!quoted && c == ',') --more;
  }
  return more > 0 ? ';' : ',';
}

void check_names(const Record& header, const std::string& file) {
  const auto& names = header.fields;
  const Place place{file, header.line, ""};
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty())
      throw Error(place, fmt::format("column {} has no name; give it one or remove it", i + 1));
    if (!seen.insert(names[i]).second)
      throw Error(place, fmt::format("column '{}' stands twice; remove one", names[i]));
  }
  for (const char* required : kRequired) {
    if (!seen.contains(required))
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
  for (std::string& name : header.fields) name = printable(name);
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
    const std::string text = printable(record.fields[i]);
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
  if (row.schema_version.value_or(0) > kSchemaVersion)
    throw Error({file, record.line, ""},
                fmt::format("column 'schema_version': {} is of a later version of Gauntlet than "
                            "this one, which knows {}",
                            *row.schema_version, kSchemaVersion));
  if (const contract::Operation* const known = contract::find_operation(row.operation))
    row.operation = known->name;  // the original has another word
  return row;
}

// About, in bytes.
std::uint64_t memory_of(const Row& row, const Record& record) {
  std::uint64_t sum = sizeof row + row.settings.size() * sizeof row.settings[0];
  for (const auto& [name, value] : row.settings) sum += name.size();
  for (const std::string& field : record.fields) sum += field.size();
  return sum;
}

}  // namespace

Table parse_table(std::string_view text, const std::string& file, std::uint64_t most_memory) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.find('\0') != std::string_view::npos)
    throw Error({file, 0, ""}, "holds zero bytes; it is not a table in CSV");
  RecordReader reader(text, find_separator(text), file);
  const std::vector<Heading> headings = read_headings(reader, file);

  Table table;
  for (const Heading& heading : headings) {
    if (heading.column == nullptr) table.settings.push_back(heading.name);
  }
  Record record;
  std::uint64_t memory = 0;
  while (reader.next(record)) {
    if (record.complete) {
      table.rows.push_back(to_row(record, headings, file));
      memory += memory_of(table.rows.back(), record);
      if (memory > most_memory)
        throw Error({file, record.line, ""},
                    fmt::format("the rows up to here take more than {} of memory; split the table",
                                format_bytes(static_cast<double>(most_memory))));
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

std::string table_text(const std::filesystem::path& file) { return read_input(file, kMostBytes); }

std::string_view column_line(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  text = text.substr(0, text.find('\n'));
  return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

}  // namespace gauntlet::orchestrator::table
