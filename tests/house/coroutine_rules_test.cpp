// GCC 12 silently miscompiles co_await in some places. These tests find it there.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace gauntlet::house {
namespace {

// A statement with co_await: what stands before it and what it awaits, up to the semicolon.
struct Await {
  int line;
  std::string before;
  std::string awaited;
};

std::vector<Await> awaits_in(const std::string& code) {
  static const std::string kWord = "co_await";
  std::vector<Await> awaits;
  for (std::size_t at = code.find(kWord); at != std::string::npos; at = code.find(kWord, at + 1)) {
    const std::size_t begin = code.find_last_of(";{}", at);
    const std::size_t end = code.find(';', at);
    awaits.push_back({line_of(code, at), code.substr(begin + 1, at - begin - 1),
                      code.substr(at + kWord.size(), end - at - kWord.size())});
  }
  return awaits;
}

// The end of a brace block that opens at or after an offset.
std::size_t end_of_block(const std::string& code, std::size_t from) {
  int depth = 0;
  for (std::size_t i = code.find('{', from); i < code.size(); ++i) {
    if (code[i] == '{') ++depth;
    if (code[i] == '}' && --depth == 0) return i;
  }
  return code.size();
}

// Why an await breaks the rules; empty when it does not.
std::string problem_of(const Await& await) {
  // Nothing, "x =", "auto x =" or "Type<A, B> x =", after an optional "if (...)", "else", "for
  // (...)".
  static const std::regex kBefore(
      R"(\s*(?:(?:if|for|while)\s*\([^;]*\)\s*|else\s*)?(?:[\w:<>,&*\s.\->\[\]]+=\s*)?)");
  if (!std::regex_match(await.before, kBefore))
    return "co_await must be a statement, an initialiser or an assignment of its own";
  if (await.awaited.find('?') != std::string::npos) return "a conditional operator beside co_await";
  if (await.awaited.find_first_of("{}") != std::string::npos)
    return "braces among the arguments of co_await";
  if (await.awaited.find("co_await") != std::string::npos) return "two co_await in one statement";
  static const std::regex kLambda(R"(\[[=&\w,\s]*\]\s*\()");
  if (std::regex_search(await.awaited, kLambda)) return "a lambda among the arguments of co_await";
  return "";
}

std::vector<std::string> problems_in(const std::string& text) {
  const std::string code = without_comments_and_strings(text);
  std::vector<std::string> problems;
  for (const Await& await : awaits_in(code)) {
    const std::string problem = problem_of(await);
    if (!problem.empty()) problems.push_back(std::to_string(await.line) + ": " + problem);
  }
  static const std::regex kSwitch(R"(\bswitch\s*\()");
  for (auto i = std::sregex_iterator(code.begin(), code.end(), kSwitch);
       i != std::sregex_iterator(); ++i) {
    const auto at = static_cast<std::size_t>(i->position());
    const std::string block = code.substr(at, end_of_block(code, at) - at);
    if (block.find("co_await") != std::string::npos)
      problems.push_back(std::to_string(line_of(code, at)) + ": co_await inside a switch");
  }
  static const std::regex kCapturing(
      R"(\[[^\]\s][^\]]*\]\s*\([^)]*\)\s*(?:mutable\s*)?->\s*(?:net::)?Awaitable)");
  if (std::regex_search(code, kCapturing)) problems.push_back("a capturing lambda is a coroutine");
  return problems;
}

TEST(CoroutineRules, CoAwaitStandsAlone) {
  for (const SourceFile& source : read_sources())
    for (const std::string& problem : problems_in(source.text))
      ADD_FAILURE() << source.path << ":" << problem;
}

TEST(CoroutineRules, NothingIsDetachedAndNothingSleeps) {
  // A made fault: to block its thread, as a slow disk does, is what it is for.
  const std::string may_sleep = "server_pool/store/store_time.cpp";
  for (const SourceFile& source : read_sources()) {
    const std::string code = without_comments_and_strings(source.text);
    for (const char* word : {"asio::detached", "sleep_for", "sleep_until", "usleep("}) {
      if (source.path == may_sleep) continue;
      EXPECT_EQ(code.find(word), std::string::npos) << source.path << " uses " << word;
    }
  }
}

TEST(CoroutineRules, TheCheckFindsEveryForbiddenPlace) {
  EXPECT_FALSE(problems_in("void f() { if (co_await g()) h(); }").empty());
  EXPECT_FALSE(problems_in("void f() { auto x = a ? co_await g() : 1; }").empty());
  EXPECT_FALSE(problems_in("void f() { auto x = co_await g(a ? 1 : 2); }").empty());
  EXPECT_FALSE(problems_in("void f() { h(co_await g()); }").empty());
  EXPECT_FALSE(problems_in("void f() { S s{co_await g()}; }").empty());
  EXPECT_FALSE(problems_in("void f() { co_await g(S{1, 2}); }").empty());
  EXPECT_FALSE(problems_in("void f() { co_await g([x](int) { return x; }); }").empty());
  EXPECT_FALSE(problems_in("void f() { switch (a) { case 1: co_await g(); } }").empty());
  EXPECT_FALSE(problems_in("auto c = [this]() -> net::Awaitable<void> { co_return; };").empty());
}

TEST(CoroutineRules, TheCheckAllowsTheThreePlainForms) {
  EXPECT_TRUE(problems_in("void f() { co_await g(a, b); }").empty());
  EXPECT_TRUE(problems_in("void f() { const std::size_t n =\n      co_await g(a); }").empty());
  EXPECT_TRUE(problems_in("void f() { x.y = co_await g(); if (a == b(c)) co_await h(); }").empty());
  EXPECT_TRUE(problems_in("// if (co_await g())\nconst char* s = \"h(co_await g())\";").empty());
}

}  // namespace
}  // namespace gauntlet::house
