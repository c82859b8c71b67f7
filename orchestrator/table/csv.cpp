#include "orchestrator/table/csv.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "orchestrator/table/columns.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::table {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What a table whose first line is this one lacks, as far as it may.
ColumnNames lacking_columns(std::string_view line, const std::string& file,
                            const std::vector<std::string>& may_lack) {
  Record header;
  RecordReader(std::string(line) + '\n', ',', file).next(header);
  ColumnNames lacking;
  for (const Column& column : columns())
    if (column.later && !has(header.fields, column.name)) lacking.emplace_back(column.name);
  for (const std::string& setting : may_lack)
    if (const std::string name = setting_column(setting); !has(header.fields, name))
      lacking.push_back(name);
  return lacking;
}

}  // namespace

std::string header_line(const std::vector<std::string>& settings, const ColumnNames& lacking) {
  ColumnNames names;
  for (const Column& column : columns())
    if (!has(lacking, column.name)) names.emplace_back(column.name);
  for (const std::string& setting : settings)
    if (const std::string name = setting_column(setting); !has(lacking, name))
      names.push_back(quoted_field(name));
  return fmt::format("{}\n", fmt::join(names, ","));
}

std::string row_line(const Row& row, const ColumnNames& lacking) {
  std::vector<std::string> fields;
  for (const Column& column : columns())
    if (!has(lacking, column.name)) fields.push_back(quoted_field(to_text(row, column)));
  for (const auto& [setting, value] : row.settings)
    if (lacking.empty() || !has(lacking, setting_column(setting)))
      fields.push_back(quoted_field(value));
  return fmt::format("{}\n", fmt::join(fields, ","));
}

TableWriter::TableWriter(std::filesystem::path file, const std::vector<std::string>& settings,
                         int flags)
    : file_(std::move(file)),
      settings_(settings),
      fd_(::open(file_.c_str(), flags | O_APPEND | O_CLOEXEC, 0644)) {
  if (!fd_) throw_errno(fmt::format("cannot open the table '{}' for writing", file_.string()));
  if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0)
    throw_errno(
        fmt::format("cannot lock the table '{}'; does another process write it?", file_.string()));
}

TableWriter::TableWriter(std::filesystem::path file, const std::vector<std::string>& settings)
    : TableWriter(std::move(file), settings, O_WRONLY | O_CREAT | O_EXCL) {
  append(header_line(settings_));
}

TableWriter TableWriter::reopen(std::filesystem::path file,
                                const std::vector<std::string>& settings,
                                const std::vector<std::string>& may_lack) {
  TableWriter table(std::move(file), settings, O_RDWR);
  table.keep_whole_rows(may_lack);
  return table;
}

// A record never holds a line break, so that the last one ends the last whole row. What an editor
// may have done, a byte order mark and lines that end in CRLF, does not matter to who reads it.
void TableWriter::keep_whole_rows(const std::vector<std::string>& may_lack) {
  const std::string text = table_text(file_);
  const std::size_t end = text.rfind('\n');
  const std::size_t whole = end == std::string::npos ? 0 : end + 1;
  if (whole > 0) lacking_ = lacking_columns(column_line(text), file_.string(), may_lack);
  const std::string header = header_line(settings_, lacking_);
  if (whole > 0 && column_line(text) != column_line(header))
    throw Error({.file = file_.string(), .line = 1},
                "has other columns than this version writes; start a new sweep");
  if (whole < text.size() && ::ftruncate(fd_.get(), static_cast<off_t>(whole)) != 0)
    throw_errno(fmt::format("cannot cut off the half row of '{}'", file_.string()));
  if (whole == 0) append(header);
}

void TableWriter::write(const Row& row) {
  bool same = row.settings.size() == settings_.size();
  for (std::size_t i = 0; same && i < settings_.size(); ++i)
    same = row.settings[i].first == settings_[i];
  if (!same) throw std::logic_error("a row's settings are not those of its table");
  append(row_line(row, lacking_));
}

void TableWriter::append(const std::string& line) {
  const off_t before = ::lseek(fd_.get(), 0, SEEK_END);
  ssize_t written = 0;
  do {
    written = ::write(fd_.get(), line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(line.size())) return;
  const int error = written < 0 ? errno : ENOSPC;  // a short write: the disk filled up meanwhile
  (void)!::ftruncate(fd_.get(), before);  // else readers skip the half row by its missing end
  errno = error;
  throw_errno(
      fmt::format("cannot write a row to '{}', which keeps the rows so far", file_.string()));
}

}  // namespace gauntlet::orchestrator::table
