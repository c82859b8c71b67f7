// Texts of a matrix file in which something is to be filled in: {port} and {client_pool} by the
// run,
// ${NAME} from the environment. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::orchestrator::matrix {

struct Piece {
  enum class Kind { kText, kPlaceholder, kVariable };

  Kind kind = Kind::kText;
  std::string text{};  // or the name within the braces
};

// {name}, of small letters and _, is a placeholder, and {{name}} the text {name}; ${NAME} is a
// variable of the environment, and $${NAME} the text ${NAME}. All other braces are text.
std::vector<Piece> pieces_of(std::string_view text);

// The text with what lookup gives for each placeholder and variable.
using Lookup = std::function<std::string(const Piece&)>;
std::string fill_in(std::string_view text, const Lookup& lookup);

// How a shell splits a line into words: by spaces, but for what stands in '...' or "..." or after a
// backslash. Nothing else means anything. Throws Error (kBadInput) for a quote without its end.
std::vector<std::string> split_words(std::string_view line);

}  // namespace gauntlet::orchestrator::matrix
