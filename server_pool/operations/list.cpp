#include "server_pool/operations/list.h"

#include <memory>
#include <utility>

#include "server_pool/line_answer.h"
#include "server_pool/shared_work.h"

namespace gauntlet::server_pool::operations {
namespace {

// A listing that is not kept has to be made.
class MakeListing final : public Completion {
 public:
  explicit MakeListing(std::shared_ptr<store::ListingWork> work) : work_(std::move(work)) {}

  net::Awaitable<void> complete(Connection& connection, Answer& answer) override {
    co_await finish_work(connection, work_);
    const auto& page = work_->page();
    if (page)
      answer.page = *page;
    else
      answer = refusal(page.error());
  }

 private:
  std::shared_ptr<store::ListingWork> work_;
};

net::Awaitable<tl::expected<store::SharedPage, store::StoreError>> find_line_page(
    Connection& connection) {
  store::ListingCache& listings = connection.space().listings;
  store::SharedPage kept = listings.find("", wire::ListingFormat::kLine);
  if (kept) co_return kept;
  const std::shared_ptr<store::ListingWork> work = listings.make("", wire::ListingFormat::kLine);
  co_await finish_work(connection, work);
  co_return work->page();
}

}  // namespace

wire::ListingFormat listing_format(const wire::Request& request) {
  const bool browser = request.accept.find("text/html") != std::string_view::npos;
  return browser ? wire::ListingFormat::kHtml : wire::ListingFormat::kJson;
}

std::string_view content_type_of(wire::ListingFormat format) {
  return format == wire::ListingFormat::kHtml ? "text/html; charset=utf-8" : "application/json";
}

Answer list(const Route& route, const wire::Request& request, Workspace& space) {
  const wire::ListingFormat format = listing_format(request);
  Answer answer;
  answer.content_type = content_type_of(format);
  answer.page = space.listings.find(route.name, format);
  if (!answer.page)
    answer.completion = std::make_shared<MakeListing>(space.listings.make(route.name, format));
  return answer;
}

net::Awaitable<void> list_by_line(Connection& connection, const wire::LineRequest&, Tally& tally) {
  const auto page = co_await find_line_page(connection);
  if (!page) {
    const Reason reason = reason_of(page.error());
    co_await answer_error(connection, reason, tally);
    co_return;
  }
  const std::string_view text = (*page)->text;
  co_await answer_line(connection, text, tally);
}

}  // namespace gauntlet::server_pool::operations
