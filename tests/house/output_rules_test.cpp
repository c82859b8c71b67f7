// What a program prints or says must not end its work: base/output alone touches stdout and stderr.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace gauntlet::house {
namespace {

std::vector<std::string> output_problems_in(const std::string& text) {
  static const std::regex kForbidden(
      R"(\b(stdout|stderr|std::c(out|err|log)|fmt::print|f?v?printf|f?puts|putchar|perror|psignal)"
      R"(|stderr_logger\w*|stdout_logger\w*|std(out|err)_(color_)?sink\w*)\b)");
  const std::string code = without_comments_and_strings(text);
  std::vector<std::string> problems;
  for (auto i = std::sregex_iterator(code.begin(), code.end(), kForbidden);
       i != std::sregex_iterator(); ++i)
    problems.push_back(std::to_string(line_of(code, static_cast<std::size_t>(i->position()))) +
                       ": " + i->str() + "; use print or say of base/output.h");
  return problems;
}

TEST(OutputRules, OneRoomAloneWritesToStdoutAndStderr) {
  for (const SourceFile& source : read_sources()) {
    if (source.path == "base/output.cpp") continue;
    for (const std::string& problem : output_problems_in(source.text))
      ADD_FAILURE() << source.path << ":" << problem;
  }
}

TEST(OutputRules, TheCheckFindsEveryOtherWay) {
  for (const char* code :
       {"fmt::print(stderr, \"x\");", "fmt::print(\"x\");", "std::cout << 1;", "std::cerr << 1;",
        "std::printf(\"x\");", "fprintf(f, \"x\");", "puts(\"x\");", "perror(\"x\");",
        "spdlog::stderr_logger_mt(\"x\");", "std::fflush(stdout);"})
    EXPECT_FALSE(output_problems_in(code).empty()) << code;
}

TEST(OutputRules, TheCheckAllowsWhatOnlyLooksLikeThem) {
  for (const char* code :
       {"print(\"x\"); say(\"x\");", "// fmt::print(stderr)", "options.stderr_file = f;",
        "STDERR_FILENO", "std::snprintf(a, 1, \"\");"})
    EXPECT_TRUE(output_problems_in(code).empty()) << code;
}

}  // namespace
}  // namespace gauntlet::house
