#include "orchestrator/dashboard/request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_text.h"
#include "wire/field.h"
#include "wire/url.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using Json = nlohmann::ordered_json;

// The value of a field of a head that parse_request took; empty: not sent.
std::string field_of(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    head.remove_prefix(at + 2);
    at = head.find("\r\n");
    const std::string_view line = head.substr(0, at);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && wire::equals_ignoring_case(line.substr(0, colon), name))
      return std::string(wire::trim_blanks(line.substr(colon + 1)));
  }
  return {};
}

// "a=1&b=%20"; what is not percent-encoded well stays as it is.
std::string decoded(std::string_view text) {
  std::string path;
  const std::string target = "/" + std::string(text);
  return wire::path_of_target(target, path) ? path.substr(1) : std::string(text);
}

std::map<std::string, std::string> read_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t sign = one.find('=');
    if (sign != std::string_view::npos)
      query[decoded(one.substr(0, sign))] = decoded(one.substr(sign + 1));
  }
  return query;
}

}  // namespace

tl::expected<Request, int> read_request(std::string_view head) {
  const auto parsed = wire::parse_request(head);
  if (!parsed) return tl::unexpected(parsed.error());
  if (parsed->chunked) return tl::unexpected(411);
  if (parsed->content_length.value_or(0) > kMostBody) return tl::unexpected(413);
  Request request{.method = parsed->method,
                  .query = read_query(wire::query_of_target(parsed->target)),
                  .keep_alive = parsed->keep_alive,
                  .body_bytes = static_cast<std::size_t>(parsed->content_length.value_or(0)),
                  .host = std::string(parsed->host),
                  .origin = std::string(parsed->origin),
                  .authorization = std::string(parsed->authorization),
                  .content_type = field_of(head, "Content-Type"),
                  .accept = std::string(parsed->accept),
                  .last_event_id = field_of(head, "Last-Event-ID")};
  if (!wire::path_of_target(parsed->target, request.path)) return tl::unexpected(400);
  return request;
}

Json body_of(const Request& request, const std::vector<std::string>& keys) {
  if (request.body.empty()) return Json::object();
  Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) throw Error("the body must be an object of JSON");
  for (const auto& [key, value] : body.items())
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      throw Error(fmt::format("'{}' is not known here; what may be sent is '{}'", key,
                              fmt::join(keys, "', '")));
  return body;
}

std::string text_in(const Json& body, const char* key) {
  if (!body.contains(key)) throw Error(fmt::format("'{}' is missing", key));
  if (!body.at(key).is_string()) throw Error(fmt::format("'{}' must be a text", key));
  return body.at(key);
}

std::vector<std::string> texts_in(const Json& body, const char* key) {
  if (!body.contains(key)) return {};
  const Json& list = body.at(key);
  const bool good = list.is_array() && std::all_of(list.begin(), list.end(),
                                                   [](const Json& one) { return one.is_string(); });
  if (!good) throw Error(fmt::format("'{}' must be a list of texts", key));
  return list;
}

std::string query_of(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) throw Error(fmt::format("?{}= is missing", name));
  return found->second;
}

Response json_response(const Json& value, int status) {
  return {.status = status, .body = json_text(value)};
}

Response refusal(int status, std::string_view sentence) {
  return json_response({{"error", sentence}}, status);
}

std::string head_of(const Response& response, bool keep_alive) {
  std::string head;
  wire::HeadWriter writer(head, response.status);
  writer.add("Content-Type", response.type);
  if (!response.is_stream) writer.add("Content-Length", response.body.size());
  writer.add("Cache-Control", "no-store").add("X-Content-Type-Options", "nosniff");
  writer.add("Referrer-Policy", "no-referrer")
      .add("Connection", keep_alive ? "keep-alive" : "close");
  for (const auto& [name, value] : response.fields) writer.add(name, value);
  writer.finish();
  return head;
}

}  // namespace gauntlet::orchestrator::dashboard
