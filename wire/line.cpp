#include "wire/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <utility>

#include "wire/json_text.h"

namespace gauntlet::wire {
namespace {

std::string_view without_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Splits a line into words by the quoting rules of POSIX shells: '...' takes all as it is, within
// "..." a backslash escapes only " and \, elsewhere it escapes anything.
class Splitter {
 public:
  std::vector<std::string> words{};
  std::string problem{};

  explicit Splitter(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool has_next = i + 1 < line.size();
      if (line[i] == '\\' && escapes(has_next ? line[i + 1] : '\0')) {
        if (has_next) word_ += line[++i];
        if (!has_next) problem = "a backslash at the end of the line escapes nothing";
        in_word_ = true;
      } else {
        put(line[i]);
      }
    }
    end_word();
    if (quote_ != '\0') problem = "a quote is not closed";
  }

 private:
  bool escapes(char next) const {
    return quote_ == '\0' || (quote_ == '"' && (next == '"' || next == '\\'));
  }

  void put(char c) {
    if (quote_ == '\0' && (c == ' ' || c == '\t')) return end_word();
    in_word_ = true;
    if (c == quote_) {
      quote_ = '\0';
    } else if (quote_ == '\0' && (c == '"' || c == '\'')) {
      quote_ = c;
    } else {
      word_ += c;
    }
  }

  void end_word() {
    if (in_word_) words.push_back(std::exchange(word_, {}));
    in_word_ = false;
  }

  std::string word_{};
  bool in_word_ = false;  // also true of a word that is empty so far, as in ""
  char quote_ = '\0';
};

std::string in_capitals(std::string word) {
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return word;
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string finished(std::string json) { return json.append(kAnswerEnd); }

std::string text_or_empty(const nlohmann::json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

bool looks_like_http(std::string_view line) {
  constexpr std::string_view kName = "HTTP/";
  const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
  const auto separates = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; };
  for (auto at = line.begin();; ++at) {
    at = std::search(at, line.end(), kName.begin(), kName.end(), same);
    if (at == line.end()) return false;
    if (at == line.begin() || separates(at[-1])) return true;
  }
}

LineRequest parse_line(std::string_view line) {
  if (line.find('\0') != line.npos) return {.problem = "a request holds no NUL byte"};
  Splitter split(without_end(line));
  if (!split.problem.empty()) return {.problem = split.problem};
  if (split.words.empty()) return {};
  LineRequest request{.word = in_capitals(std::move(split.words.front()))};
  split.words.erase(split.words.begin());
  request.parameters = std::move(split.words);
  return request;
}

tl::expected<std::string, std::string> name_of(const LineRequest& request) {
  if (request.parameters.size() == 1 && !request.parameters.front().empty())
    return request.parameters.front();
  return tl::unexpected(std::string("say the name of one file; quote it when it contains spaces"));
}

std::string line_error_answer(std::string_view reason) {
  return finished(R"({"status":"ERROR","data":)" + quoted(reason) + "}");
}

std::string line_rejection_answer(std::string_view reason, std::uint64_t retry_after_s) {
  return finished(R"({"status":"ERROR","data":)" + quoted(reason) +
                  fmt::format(R"(,"retry_after":{}}})", retry_after_s));
}

std::string line_deleted_answer() {
  return finished(R"({"status":"OK","message":"File deleted successfully"})");
}

std::string line_uploaded_answer(std::string_view name) {
  return finished(R"({"status":"OK","message":"File uploaded successfully","data":{"file_path":)" +
                  quoted(name) + "}}");
}

std::string line_where_answer(std::string_view host_and_port, bool elsewhere) {
  const std::string status = elsewhere ? "REDIRECT" : "OK";
  return finished(R"({"status":")" + status + R"(","data":)" + quoted(host_and_port) + "}");
}

std::string line_get_head(std::string_view name, std::string_view cut) {
  const std::string why = cut.empty() ? "" : R"("cut":)" + quoted(cut) + ",";
  return R"({"status":"OK",)" + why + R"("data_namafile":)" + quoted(name) + R"(,"data_file":")";
}

std::string_view guess_extension(std::string_view first_bytes) {
  using namespace std::string_view_literals;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSignatures{
      {{"\x89PNG\r\n\x1A\n"sv, ".png"},
       {"\xFF\xD8\xFF"sv, ".jpeg"},
       {"%PDF"sv, ".pdf"},
       {"GIF87a"sv, ".gif"},
       {"GIF89a"sv, ".gif"},
       {"PK\x03\x04"sv, ".zip"},
       {"\0\0\1\xBA"sv, ".mpeg"},    // MPEG program stream
       {"\0\0\1\xB3"sv, ".mpeg"}}};  // MPEG video
  for (const auto& [signature, extension] : kSignatures)
    if (first_bytes.starts_with(signature)) return extension;
  return "";
}

std::size_t find_data_file(std::string_view answer) {
  constexpr std::string_view kKey = "\"data_file\"";
  constexpr const char* kSpaces = " \t\r\n";
  for (auto at = answer.find(kKey); at != answer.npos; at = answer.find(kKey, at + 1)) {
    const std::size_t colon = answer.find_first_not_of(kSpaces, at + kKey.size());
    if (colon == answer.npos || answer[colon] != ':') continue;  // the name of a file, not the key
    const std::size_t quote = answer.find_first_not_of(kSpaces, colon + 1);
    if (quote != answer.npos && answer[quote] == '"') return quote + 1;
  }
  return 0;
}

LineAnswer parse_line_answer(std::string_view json) {
  const auto answer = nlohmann::json::parse(json, nullptr, false);
  const std::string status = text_or_empty(answer, "status");
  LineAnswer result{.readable = !status.empty(), .ok = status == "OK"};
  if (status.empty()) result.reason = "the answer is not a JSON object with a status";
  if (status.empty()) return result;
  const auto data = answer.find("data");
  if (status == "REDIRECT") result.redirect = text_or_empty(answer, "data");
  if (!result.ok) result.reason = text_or_empty(answer, "data");
  const auto retry_after = answer.find("retry_after");
  result.rejected = retry_after != answer.end() && retry_after->is_number_unsigned();
  if (!result.ok || data == answer.end()) return result;
  result.cut_by_time = text_or_empty(answer, "cut") == "time";
  result.file_path = text_or_empty(*data, "file_path");
  const auto is_name = [](const nlohmann::json& name) { return name.is_string(); };
  if (data->is_array() && std::all_of(data->begin(), data->end(), is_name))
    result.names = data->get<std::vector<std::string>>();
  return result;
}

}  // namespace gauntlet::wire
