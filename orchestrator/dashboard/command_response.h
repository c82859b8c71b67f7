// Answers that a subcommand of orchestrator gives.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/asio.h"
#include "orchestrator/dashboard/request.h"

namespace gauntlet::orchestrator::dashboard {

// What orchestrator prints when it is called so, which must be JSON; where it fails, what it says,
// with the status 422. Throws Error (kUnable) when it cannot be called.
net::Awaitable<Response> command_response(asio::io_context& io, std::vector<std::string> arguments);

// A mistake that orchestrator has named.
struct Problem {
  std::string setting{};      // that it is about; empty: none
  std::optional<int> line{};  // of the file
  std::string message{};      // without the place
};

// Of what orchestrator says on stderr about a matrix file and what is set beside it.
std::vector<Problem> problems_in(std::string_view said);
nlohmann::ordered_json to_json(const Problem& problem);

}  // namespace gauntlet::orchestrator::dashboard
