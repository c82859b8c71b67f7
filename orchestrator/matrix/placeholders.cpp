#include "orchestrator/matrix/placeholders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/error.h"

namespace gauntlet::orchestrator::matrix {
namespace {

bool is_of_placeholder(unsigned char c) { return std::islower(c) != 0 || c == '_'; }
bool is_of_variable(unsigned char c) { return std::isalnum(c) != 0 || c == '_'; }

struct Found {
  Piece piece;
  std::size_t length;  // of what stands for it
};

// A name between open and close at the beginning of the text.
std::optional<std::string_view> name_between(std::string_view text, std::string_view open,
                                             std::string_view close,
                                             bool (*allowed)(unsigned char)) {
  if (!text.starts_with(open)) return std::nullopt;
  const std::string_view rest = text.substr(open.size());
  const auto end = std::find_if_not(rest.begin(), rest.end(), allowed);
  const auto size = static_cast<std::size_t>(end - rest.begin());
  if (size == 0 || !rest.substr(size).starts_with(close)) return std::nullopt;
  return rest.substr(0, size);
}

std::optional<Found> find_piece(std::string_view text) {
  using enum Piece::Kind;
  if (const auto name = name_between(text, "$${", "}", is_of_variable))
    return Found{{kText, fmt::format("${{{}}}", *name)}, name->size() + 4};
  if (const auto name = name_between(text, "${", "}", is_of_variable))
    return Found{{kVariable, std::string(*name)}, name->size() + 3};
  if (const auto name = name_between(text, "{{", "}}", is_of_placeholder))
    return Found{{kText, fmt::format("{{{}}}", *name)}, name->size() + 4};
  if (const auto name = name_between(text, "{", "}", is_of_placeholder))
    return Found{{kPlaceholder, std::string(*name)}, name->size() + 2};
  return std::nullopt;
}

class WordSplitter {
 public:
  std::vector<std::string> split(std::string_view line) && {
    for (const char c : line) take(c);
    if (quote_ != 0)
      throw Error(fmt::format("has a {} without its end; add one, or write \\{}", quote_, quote_));
    end_word();
    return std::move(words_);
  }

 private:
  void take(char c) {
    if (escaped_) {
      if (quote_ == '"' && c != '"' && c != '\\' && c != '$') word_ += '\\';
      add(c);
      escaped_ = false;
    } else if (c == '\\' && quote_ != '\'') {
      escaped_ = true;
      in_word_ = true;
    } else if (c == quote_) {
      quote_ = 0;
    } else if (quote_ == 0 && (c == '\'' || c == '"')) {
      quote_ = c;
      in_word_ = true;
    } else if (quote_ == 0 && std::isspace(static_cast<unsigned char>(c)) != 0) {
      end_word();
    } else {
      add(c);
    }
  }

  void add(char c) {
    word_ += c;
    in_word_ = true;
  }

  void end_word() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  std::vector<std::string> words_{};
  std::string word_{};
  bool in_word_ = false;  // "" is a word, too
  bool escaped_ = false;
  char quote_ = 0;
};

}  // namespace

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  std::string plain;
  const auto end_text = [&] {
    if (!plain.empty()) pieces.push_back({Piece::Kind::kText, std::move(plain)});
    plain.clear();
  };
  while (!text.empty()) {
    auto found = find_piece(text);
    if (found && found->piece.kind != Piece::Kind::kText) {
      end_text();
      pieces.push_back(std::move(found->piece));
    } else {
      plain += found ? found->piece.text : std::string(1, text[0]);
    }
    text.remove_prefix(found ? found->length : 1);
  }
  end_text();
  return pieces;
}

std::string fill_in(std::string_view text, const Lookup& lookup) {
  std::string filled;
  for (const Piece& piece : pieces_of(text))
    filled += piece.kind == Piece::Kind::kText ? piece.text : lookup(piece);
  return filled;
}

std::vector<std::string> split_words(std::string_view line) { return WordSplitter().split(line); }

}  // namespace gauntlet::orchestrator::matrix
