#include "orchestrator/table/csv.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "orchestrator/table/columns.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::table {
namespace {

std::vector<std::string> column_names(const std::vector<std::string>& settings) {
  std::vector<std::string> names;
  for (const Column& column : columns()) names.emplace_back(column.name);
  for (const std::string& setting : settings) names.push_back(setting_column(setting));
  return names;
}

std::vector<std::string> fields_of(const Row& row) {
  std::vector<std::string> fields;
  for (const Column& column : columns()) fields.push_back(to_text(row, column));
  for (const auto& [name, value] : row.settings) fields.push_back(value);
  return fields;
}

// Those of the fields that are to be written, with the line's end.
std::string line_of(const std::vector<std::string>& fields, const std::vector<bool>& written) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (written[i]) line += quoted_field(fields[i]) + ',';
  line.back() = '\n';  // the first columns are never left out
  return line;
}

std::string line_of(const std::vector<std::string>& fields) {
  return line_of(fields, std::vector<bool>(fields.size(), true));
}

}  // namespace

std::string header_line(const std::vector<std::string>& settings) {
  return line_of(column_names(settings));
}

std::string row_line(const Row& row) { return line_of(fields_of(row)); }

TableWriter::TableWriter(std::filesystem::path file, const std::vector<std::string>& settings,
                         int flags)
    : file_(std::move(file)),
      settings_(settings),
      written_(columns().size() + settings.size(), true),
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
                                const std::set<std::string>& may_lack) {
  TableWriter table(std::move(file), settings, O_RDWR);
  table.keep_whole_rows(may_lack);
  return table;
}

// A record never holds a line break, so that the last one ends the last whole row. What an editor
// may have done, a byte order mark and lines that end in CRLF, does not matter to who reads it.
void TableWriter::keep_whole_rows(const std::set<std::string>& may_lack) {
  const std::string text = table_text(file_);
  const std::size_t end = text.rfind('\n');
  const std::size_t whole = end == std::string::npos ? 0 : end + 1;
  if (whole > 0) take_columns_of(column_line(text), may_lack);
  if (whole < text.size() && ::ftruncate(fd_.get(), static_cast<off_t>(whole)) != 0)
    throw_errno(fmt::format("cannot cut off the half row of '{}'", file_.string()));
  if (whole == 0) append(header_line(settings_));
}

void TableWriter::take_columns_of(std::string_view header, const std::set<std::string>& may_lack) {
  Record there;
  RecordReader(header, ',', file_.string()).next(there);
  const std::vector<std::string> names = column_names(settings_);
  std::size_t next = 0;  // of those that are there
  for (std::size_t i = 0; i < names.size(); ++i) {
    written_[i] = next < there.fields.size() && there.fields[next] == names[i];
    if (written_[i]) ++next;
    const bool is_result = i < columns().size();
    const bool needed =
        is_result ? !columns()[i].later : !may_lack.contains(settings_[i - columns().size()]);
    if (!written_[i] && needed) next = there.fields.size() + 1;
  }
  if (next != there.fields.size())
    throw Error({.file = file_.string(), .line = 1},
                "has other columns than this version writes; start a new sweep");
}

void TableWriter::write(const Row& row) {
  bool same = row.settings.size() == settings_.size();
  for (std::size_t i = 0; same && i < settings_.size(); ++i)
    same = row.settings[i].first == settings_[i];
  if (!same) throw std::logic_error("a row's settings are not those of its table");
  append(line_of(fields_of(row), written_));
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
