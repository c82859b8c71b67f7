// CSV text cut into records of fields, as RFC 4180 has it; what the fields mean is csv.h's matter.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::orchestrator::table {

// A field as it stands in a record: quoted where it must be, and printable (base/utf8.h), so that
// every record is one line of UTF-8.
std::string quoted_field(std::string_view text);

inline constexpr std::size_t kMostFields = 1000;  // of a record; ours have some 120

struct Record {
  int line = 0;          // of its first character, 1-based
  bool complete = true;  // false: the text ended before the record did
  std::vector<std::string> fields{};
};

// Reads record after record, each ended by LF or CRLF. Lines that hold nothing are skipped.
class RecordReader {
 public:
  // text must outlive the reader; file is for the sentences of errors.
  RecordReader(std::string_view text, char separator, std::string file);

  // False at the end of the text. Throws Error that names file and line for quotes out of place and
  // too many fields.
  bool next(Record& record);

 private:
  std::string plain_field();
  std::string field_in_quotes(Record& record);
  bool at_line_end() const;

  std::string_view text_;
  char separator_;
  std::string file_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace gauntlet::orchestrator::table
