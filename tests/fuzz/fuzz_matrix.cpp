// The YAML of a matrix, from its text to its scenarios.
#include <string>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "tests/fuzz/require.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::orchestrator;

// The hash of the scenarios, or the sentence that refuses them.
std::string outcome(std::string_view text) {
  try {
    const matrix::Matrix matrix = matrix::load_matrix(text, "fuzz.yaml");
    std::size_t product = 1;
    for (const matrix::Axis& axis : matrix.axes) product *= axis.values.size();
    if (product > 1000) return "too many to expand thousands of times";
    return matrix::content_hash(matrix::expand(matrix));
  } catch (const Error& error) {
    require(error.code() == ExitCode::kBadInput);
    require(std::string_view(error.what()).find("fuzz.yaml") != std::string_view::npos);
    return error.what();
  }
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  const std::string_view text = as_text(data, size);
  require(outcome(text) == outcome(text));
  return 0;
}
