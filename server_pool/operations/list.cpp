#include "server_pool/operations/list.h"

#include <utility>

namespace gauntlet::server_pool {

Answer list(ListingCache& listings, std::string_view folder, const wire::Request& request) {
  const bool browser = request.accept.find("text/html") != std::string_view::npos;
  auto page = listings.get(folder, browser ? PageFormat::kHtml : PageFormat::kJson);
  if (!page) return refusal(page.error());
  Answer answer;
  answer.content_type = browser ? "text/html; charset=utf-8" : "application/json";
  answer.page = std::move(*page);
  return answer;
}

}  // namespace gauntlet::server_pool
