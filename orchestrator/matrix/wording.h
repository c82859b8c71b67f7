// How mistakes in a user's text are worded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::orchestrator::matrix {

// The text on one line, cut where it is long; in_quotes adds single quotes.
std::string shortened(std::string_view text);
std::string in_quotes(std::string_view text);

// "; did you mean 'client_pool'?": the candidates that the word stands for in other tools
// (matrix/synonyms.h), else the one nearest to it by edit distance; empty when none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

// Collects every mistake of a file, so that the user learns of all of them at once.
class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  // line: 1-based, 0 when not known. The sentence follows the place and the key.
  void add(int line, const std::string& key, const std::string& sentence);

  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }

  // Throws one Error (kBadInput) that lists them in the order of their lines.
  void throw_if_any() const;

 private:
  struct Problem {
    int line;
    std::string sentence;  // with its place
  };

  std::string file_;
  std::vector<Problem> found_{};
};

}  // namespace gauntlet::orchestrator::matrix
