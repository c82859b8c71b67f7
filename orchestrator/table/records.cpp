#include "orchestrator/table/records.h"

#include <fmt/format.h>

#include <utility>

#include "base/error.h"
#include "base/utf8.h"

namespace gauntlet::orchestrator::table {

std::string quoted_field(std::string_view text) {
  const std::string clean = printable(text);
  if (clean.find_first_of(",;\"") == std::string::npos) return clean;
  std::string quoted = "\"";
  for (const char c : clean) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

RecordReader::RecordReader(std::string_view text, char separator, std::string file)
    : text_(text), separator_(separator), file_(std::move(file)) {}

bool RecordReader::next(Record& record) {
  while (at_ < text_.size() && at_line_end()) {
    if (text_[at_++] == '\n') ++line_;
  }
  if (at_ == text_.size()) return false;
  record = Record{line_, true, {}};
  for (;;) {
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (record.fields.size() == kMostFields)
      throw Error({file_, line_, ""},
                  fmt::format("has more than {} fields; is it a table of a sweep?", kMostFields));
    record.fields.push_back(quoted ? field_in_quotes(record) : plain_field());
    if (at_ == text_.size() || text_[at_] != separator_) break;
    ++at_;
  }
  if (at_ == text_.size()) {
    record.complete = false;
    return true;
  }
  at_ = text_.find('\n', at_) + 1;
  ++line_;
  return true;
}

// Up to the separator or the line's end; stops in front of it.
std::string RecordReader::plain_field() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && !at_line_end()) {
    if (text_[at_] == '"')
      throw Error({file_, line_, ""},
                  "a quote stands within a field; put the whole field in quotes and double those "
                  "inside");
    ++at_;
  }
  return std::string(text_.substr(begin, at_ - begin));
}

std::string RecordReader::field_in_quotes(Record& record) {
  const int first_line = line_;
  std::string field;
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '\n') ++line_;
    if (c == '"') {
      ++at_;
      if (at_ == text_.size() || text_[at_] == separator_ || at_line_end()) return field;
      if (text_[at_] != '"')
        throw Error({file_, line_, ""},
                    "text follows a closing quote; double the quotes inside a field");
    }
    field += c;
  }
  if (line_ != first_line)
    throw Error({file_, first_line, ""}, "a quote that opens on this line is never closed");
  record.complete = false;
  return field;
}

bool RecordReader::at_line_end() const {
  return text_[at_] == '\n' ||
         (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
}

}  // namespace gauntlet::orchestrator::table
