#include "wire/listing.h"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/escapes.h"
#include "base/text_layout.h"
#include "base/units.h"
#include "base/utf8.h"
#include "wire/http_date.h"
#include "wire/json_text.h"
#include "wire/line.h"
#include "wire/url.h"

namespace gauntlet::wire {
namespace {

std::string escape_html(std::string_view text) { return markup_text(as_utf8(text)); }

// Counts without a tree: objects one level below an outermost array, each with a "name".
class EntryCounter : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::size_t count = 0;

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }
  bool string(string_t&) override { return value(); }

  bool start_array(std::size_t) override { return depth_++ != 1; }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool start_object(std::size_t) override {
    if (depth_ == 1) named_ = false;
    return depth_++ != 0;
  }
  bool key(string_t& key) override {
    if (depth_ == 2 && key == "name") named_ = true;
    return true;
  }
  bool end_object() override {
    if (--depth_ != 1) return true;
    ++count;
    return named_;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 protected:
  // Whether what comes is of an entry itself, and not of something within it.
  bool is_of_entry() const { return depth_ == 2; }
  bool begins_entry() const { return depth_ == 1; }

 private:
  bool value() const { return depth_ >= 2; }

  std::size_t depth_ = 0;
  bool named_ = false;
};

// Keeps the entries, too. Of the two forms of a name, "href" says which bytes it has.
class EntryReader final : public EntryCounter {
 public:
  std::vector<Entry> entries;

  bool start_object(std::size_t size) override {
    if (begins_entry()) entries.emplace_back();
    return EntryCounter::start_object(size);
  }
  bool key(string_t& key) override {
    key_ = key;
    return EntryCounter::key(key);
  }
  bool number_integer(number_integer_t) override { return false; }  // a negative one
  bool number_unsigned(number_unsigned_t number) override {
    if (is_of_entry() && key_ == "size") entries.back().size = number;
    return EntryCounter::number_unsigned(number);
  }
  bool string(string_t& text) override {
    if (!is_of_entry()) return EntryCounter::string(text);
    Entry& entry = entries.back();
    if (key_ == "name") entry.name = text;
    if (key_ == "type") entry.directory = text == "directory";
    if (key_ == "mtime") entry.mtime = parse_http_date(text).value_or(0);
    if (key_ == "href" && !decode_escapes(text, entry.name)) return false;
    return EntryCounter::string(text);
  }

 private:
  std::string key_;
};

}  // namespace

ListingWriter::ListingWriter(ListingFormat format, std::string_view path, std::string& out)
    : format_(format), out_(out) {
  if (format == ListingFormat::kJson) out_ += "[";
  if (format == ListingFormat::kLine) out_ += R"({"status":"OK","data":[)";
  if (format != ListingFormat::kHtml) return;
  fmt::format_to(
      std::back_inserter(out_),
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta "
      "charset=\"utf-8\"><title>{0}</title></head>\n"
      "<body>\n<h1>{0}</h1>\n<table>\n<tr><th>Name</th><th>Size</th><th>Modified</th></tr>\n",
      escape_html(path));
}

void ListingWriter::add(const Entry& entry) {
  if (format_ == ListingFormat::kJson) add_json(entry);
  if (format_ == ListingFormat::kHtml) add_html(entry);
  if (format_ == ListingFormat::kLine) add_line(entry);
}

void ListingWriter::add_json(const Entry& entry) {
  out_.append(std::exchange(comma_, ",")).append("\r\n{ \"name\":");
  if (!append_json_text(out_, entry.name))
    out_.append(", \"href\":\"").append(encode_path(entry.name)).append("\"");
  out_ += entry.directory ? ", \"type\":\"directory\"" : ", \"type\":\"file\"";
  out_ += ", \"mtime\":\"";
  append_http_date(out_, entry.mtime);
  out_ += '"';
  if (!entry.directory) out_.append(", \"size\":").append(fmt::format_int(entry.size).c_str());
  out_ += " }";
}

void ListingWriter::add_html(const Entry& entry) {
  const char* slash = entry.directory ? "/" : "";
  fmt::format_to(std::back_inserter(out_),
                 "<tr><td><a href=\"{}{}\">{}{}</a></td><td>{}</td><td>{}</td></tr>\n",
                 encode_path(entry.name), slash, escape_html(entry.name), slash,
                 entry.directory ? "" : format_bytes(static_cast<double>(entry.size)),
                 http_date(entry.mtime));
}

void ListingWriter::add_line(const Entry& entry) {
  out_ += std::exchange(comma_, ",");
  append_json_text(out_, entry.name);
}

void ListingWriter::finish(std::string_view cut) {
  if (format_ == ListingFormat::kJson) out_ += "\r\n]\r\n";
  if (format_ == ListingFormat::kHtml) out_ += "</table>\n</body>\n</html>\n";
  if (format_ != ListingFormat::kLine) return;
  out_ += ']';
  if (!cut.empty()) out_.append(",\"cut\":\"").append(cut).append("\"");
  out_.append("}").append(kAnswerEnd);
}

std::optional<std::vector<Entry>> parse_listing(std::string_view json) {
  EntryReader reader;
  if (!nlohmann::json::sax_parse(json, &reader)) return std::nullopt;
  return std::move(reader.entries);
}

std::optional<std::size_t> count_entries(std::string_view json) {
  EntryCounter counter;
  if (!nlohmann::json::sax_parse(json, &counter)) return std::nullopt;
  return counter.count;
}

}  // namespace gauntlet::wire
