// What a page asks for, and what it gets.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "wire/http.h"

namespace gauntlet::orchestrator::dashboard {

struct Request {
  wire::Method method = wire::Method::kOther;
  std::string path{};                          // percent-decoded
  std::map<std::string, std::string> query{};  // percent-decoded; of a repeated name the last
  bool keep_alive = false;
  std::size_t body_bytes = 0;  // that follow the head
  std::string body{};
  // Fields; empty: not sent.
  std::string host{};
  std::string origin{};
  std::string authorization{};
  std::string content_type{};
  std::string accept{};
  std::string last_event_id{};
};

struct Response {
  int status = 200;
  std::string type = "application/json";
  std::string body{};
  std::vector<std::pair<std::string, std::string>> fields{};
  bool is_stream = false;  // of Server-Sent Events: it has no end
};

// The largest body of a request.
inline constexpr std::size_t kMostBody = std::size_t{1024} * 1024;

// A head as wire::find_head_end measured it. An unexpected status refuses it.
tl::expected<Request, int> read_request(std::string_view head);

// The object in a request's body; an empty one where there is none. Throws Error where it is
// something else, or has a key beside those.
nlohmann::ordered_json body_of(const Request& request, const std::vector<std::string>& keys);
// Of it. Throw Error that names the key. A list that is missing is empty.
std::string text_in(const nlohmann::ordered_json& body, const char* key);
std::vector<std::string> texts_in(const nlohmann::ordered_json& body, const char* key);
// Of the address. Throws Error where it is missing.
std::string query_of(const Request& request, const char* name);

Response json_response(const nlohmann::ordered_json& value, int status = 200);

// {"error": sentence}
Response refusal(int status, std::string_view sentence);

// The head that goes before a response's body; of a stream it is all that is known.
std::string head_of(const Response& response, bool keep_alive);

}  // namespace gauntlet::orchestrator::dashboard
