// Tables in CSV: what is read can be written, and is then read as the same.
#include <optional>
#include <string>

#include "base/error.h"
#include "base/utf8.h"
#include "orchestrator/table/csv.h"
#include "tests/fuzz/require.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::orchestrator;

// Nothing for a text that is refused, by a sentence that names the file.
std::optional<table::Table> read(std::string_view text) {
  try {
    return table::parse_table(text, "fuzz.csv");
  } catch (const Error& error) {
    const std::string_view sentence = error.what();
    require(error.code() == ExitCode::kBadInput);
    require(sentence.starts_with("fuzz.csv") && is_utf8(sentence));
    return std::nullopt;
  }
}

bool is_printable(const std::string& text) { return printable(text) == text; }

void require_printable(const table::Row& row) {
  for (const std::string* text : {&row.mode, &row.operation, &row.note, &row.scenario})
    require(is_printable(*text));
  for (const auto& [name, value] : row.settings) require(is_printable(name) && is_printable(value));
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  const std::string_view input = as_text(data, size);
  table::column_line(input);
  const auto table = read(input);
  if (!table) return 0;
  std::string text = table::header_line(table->settings);
  for (const table::Row& row : table->rows) {
    require_printable(row);
    text += table::row_line(row);
  }
  const auto again = read(text);
  require(again && again->settings == table->settings && again->rows == table->rows);
  require(again->warnings.empty());
  return 0;
}
