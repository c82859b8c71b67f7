#include "server_pool/operations/list.h"

#include <fmt/format.h>

#include "wire/listing.h"

namespace gauntlet::server_pool {

Answer list(const Store& store, std::string_view folder, const wire::Request& request) {
  const auto entries = store.list(folder);
  if (!entries) return refusal(entries.error());
  Answer answer;
  if (request.accept.find("text/html") != std::string_view::npos) {
    const std::string path = folder.empty() ? "/files/" : fmt::format("/files/{}/", folder);
    answer.content_type = "text/html; charset=utf-8";
    answer.text = wire::to_html(path, *entries);
  } else {
    answer.content_type = "application/json";
    answer.text = wire::to_json(*entries);
  }
  return answer;
}

}  // namespace gauntlet::server_pool
