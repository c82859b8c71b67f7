#include "server_pool/operations/list.h"

#include <utility>

#include "server_pool/shared_work.h"

namespace gauntlet::server_pool::operations {
namespace {

// However long it takes: a listing has an end, and may be wanted by one who says no more.
net::Awaitable<void> finish_work(Connection& connection, std::shared_ptr<store::ListingWork> work) {
  const std::shared_ptr<store::ListingWork> before = work->before();
  if (before) co_await take_part(connection, *before, kForever);
  co_await take_part(connection, *work, kForever);
}

}  // namespace

Answer list(store::ListingCache& listings, std::string_view folder, const wire::Request& request) {
  using wire::ListingFormat;
  const bool browser = request.accept.find("text/html") != std::string_view::npos;
  const ListingFormat format = browser ? ListingFormat::kHtml : ListingFormat::kJson;
  Answer answer;
  answer.content_type = browser ? "text/html; charset=utf-8" : "application/json";
  answer.page = listings.find(folder, format);
  if (!answer.page) answer.listing = listings.make(folder, format);
  return answer;
}

net::Awaitable<void> finish_list(Connection& connection, Answer& answer) {
  const std::shared_ptr<store::ListingWork> work = std::exchange(answer.listing, nullptr);
  co_await finish_work(connection, work);
  const auto& page = work->page();
  if (page) {
    answer.page = *page;
    co_return;
  }
  Answer refused = refusal(page.error());
  refused.omit_body = answer.omit_body;
  answer = std::move(refused);
}

net::Awaitable<tl::expected<store::SharedPage, store::StoreError>> line_list(
    Connection& connection) {
  store::ListingCache& listings = connection.space().listings;
  store::SharedPage kept = listings.find("", wire::ListingFormat::kLine);
  if (kept) co_return kept;
  const std::shared_ptr<store::ListingWork> work = listings.make("", wire::ListingFormat::kLine);
  co_await finish_work(connection, work);
  co_return work->page();
}

}  // namespace gauntlet::server_pool::operations
