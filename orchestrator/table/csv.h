// The table as CSV (RFC 4180): written row by row while a sweep runs, read by everything else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"
#include "base/units.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::table {

// One line each, with its end. settings: the names of the setting columns, which come last.
std::string header_line(const std::vector<std::string>& settings);
std::string row_line(const Row& row);

// Writes a table file, which it locks against other writers. Each row is on its way to the disk, by
// one write(2), when write returns, so that nothing but a dying machine can lose it.
class TableWriter {
 public:
  // Creates the file, with its header. Throws Error (kUnable) when it exists or cannot be written.
  TableWriter(std::filesystem::path file, const std::vector<std::string>& settings);

  // Opens a table to add rows to it; what follows its last whole row is cut off. A table of before
  // keeps the columns that it has: it may lack those that came later, and the settings named in
  // may_lack. Throws Error: kUnable when it cannot be opened or another process writes it,
  // kBadInput when its columns are others.
  static TableWriter reopen(std::filesystem::path file, const std::vector<std::string>& settings,
                            const std::set<std::string>& may_lack = {});

  // row.settings has the names given above, in their order. Throws Error (kUnable) that names the
  // file when the row does not fit on the disk; the file then holds the rows before it, unharmed.
  void write(const Row& row);

  const std::filesystem::path& file() const { return file_; }

 private:
  TableWriter(std::filesystem::path file, const std::vector<std::string>& settings, int flags);

  void keep_whole_rows(const std::set<std::string>& may_lack);
  void take_columns_of(std::string_view header, const std::set<std::string>& may_lack);
  void append(const std::string& line);

  std::filesystem::path file_;
  std::vector<std::string> settings_;
  std::vector<bool> written_;  // of all columns, those of the settings last: which the file has
  UniqueFd fd_;
};

// Bytes, about. A sweep of 1,000 scenarios in 50 passes makes a table of 50 MB, and 200 MB in
// memory.
inline constexpr std::uint64_t kMostTableMemory = kGiB;

struct Table {
  std::vector<std::string> settings{};  // names of the columns that columns() does not declare
  std::vector<Row> rows{};
  std::vector<std::string> warnings{};  // one sentence each, for the user
};

// Columns may come in any order and may be missing, but for mode, server_pool, operation, volume
// and client_pool; unknown ones become settings. Fields are separated by ',' or ';', lines end in
// LF or CRLF, a byte order mark is skipped: the original's tables load too (its 'download' becomes
// 'get'). A last line without an end is half a row: ignored, with a warning. Texts become printable
// (base/utf8.h), so that whatever a foreign table holds may be shown. Throws Error (kBadInput) that
// names file, line and column, also for a table that is too large.
Table read_table(const std::filesystem::path& file);
Table parse_table(std::string_view text, const std::string& file,
                  std::uint64_t most_memory = kMostTableMemory);

// The whole file, as it is. Throws Error (kBadInput) when it cannot be read, or is too large.
std::string table_text(const std::filesystem::path& file);

// The line that names the columns, without a byte order mark before it and the line's end.
std::string_view column_line(std::string_view text);

}  // namespace gauntlet::orchestrator::table
