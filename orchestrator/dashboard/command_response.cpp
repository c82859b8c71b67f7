#include "orchestrator/dashboard/command_response.h"

#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <utility>

#include "orchestrator/dashboard/json_list.h"
#include "orchestrator/dashboard/program.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

Response mistakes(std::string_view said) {
  const std::vector<Problem> problems = problems_in(said);
  const std::string first = problems.empty() ? "it has ended without a word" : problems[0].message;
  return json_response({{"error", first}, {"problems", json_list(problems)}}, 422);
}

}  // namespace

net::Awaitable<Response> command_response(asio::io_context& io,
                                          std::vector<std::string> arguments) {
  const Printed printed = co_await run_command(io, std::move(arguments));
  if (printed.exit_code != 0) co_return mistakes(printed.err);
  Response response;
  response.body = printed.out;
  co_return response;
}

std::vector<Problem> problems_in(std::string_view said) {
  static const std::regex kPlaced(
      R"(^\s*(?:orchestrator: )?(.*?)(?::(\d+))?: key '([^']*)': (.*)$)");
  static const std::regex kHeading(R"(^orchestrator: \d+ mistakes in .*:$)");
  std::vector<Problem> problems;
  std::istringstream lines{std::string(said)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (line.empty() || std::regex_match(line, kHeading)) continue;
    if (std::regex_match(line, found, kPlaced)) {
      Problem problem{.setting = found[3], .message = found[4]};
      if (found[2].matched) problem.line = std::stoi(found[2]);
      problems.push_back(std::move(problem));
      continue;
    }
    constexpr std::string_view kSpeaker = "orchestrator: ";
    problems.push_back(
        {.message = line.starts_with(kSpeaker) ? line.substr(kSpeaker.size()) : line});
  }
  return problems;
}

nlohmann::ordered_json to_json(const Problem& problem) {
  nlohmann::ordered_json json{
      {"setting", nullptr}, {"line", nullptr}, {"message", problem.message}};
  if (!problem.setting.empty()) json["setting"] = problem.setting;
  if (problem.line) json["line"] = *problem.line;
  return json;
}

}  // namespace gauntlet::orchestrator::dashboard
