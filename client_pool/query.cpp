#include "client_pool/query.h"

#include <fmt/format.h>

#include "client_pool/operations/operation.h"
#include "contract/operations.h"
#include "wire/url.h"

namespace gauntlet::client_pool {
namespace {

constexpr std::string_view kAny = "type=file";

contract::Parameters parameters_of(const ClientOptions& options) {
  return contract::parse_query(options.query).value_or(contract::Parameters());
}

// The folder that --path names below kFilesPath, decoded; "" is the root.
std::string folder_of(const ClientOptions& options) {
  std::string folder;
  if (!wire::path_of_target(options.path, folder) || !folder.starts_with(kFilesPath)) return {};
  folder.erase(0, kFilesPath.size());
  if (!folder.empty()) folder.pop_back();
  return folder;
}

}  // namespace

Query read_query(const ClientOptions& options) {
  contract::Parameters parameters = parameters_of(options);
  Query query;
  query.format = contract::take_parameter(parameters, "format").value_or("");
  query.filters = contract::filters_of(parameters).value_or(contract::Filters());
  return query;
}

std::string query_of_search(const ClientOptions& options) {
  std::string query;
  for (const auto& [name, value] : parameters_of(options))
    if (name != "format")
      query += fmt::format("{}{}={}", query.empty() ? "" : "&", name, wire::encode_segment(value));
  return query.empty() ? std::string(kAny) : query;
}

std::string query_of_archive(const ClientOptions& options) {
  std::string query = query_of_search(options);
  const std::string folder = folder_of(options);
  if (!folder.empty()) query += fmt::format("&folder={}", wire::encode_segment(folder));
  const std::string format = read_query(options).format;
  if (!format.empty()) query += fmt::format("&format={}", wire::encode_segment(format));
  return query;
}

std::string line_with_query(const contract::Operation& operation, const ClientOptions& options) {
  std::string line(operation.line_word);
  const auto add = [&line](std::string_view name, std::string_view value) {
    line += " " + operations::quote_word(fmt::format("{}={}", name, value));
  };
  const std::string folder = folder_of(options);
  if (!folder.empty()) add("folder", folder);
  const bool is_archive = &operation == &contract::kArchive;
  for (const auto& [name, value] : parameters_of(options))
    if (is_archive || name != "format") add(name, value);
  return line + "\n";
}

}  // namespace gauntlet::client_pool
