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
    if (page) {
      answer.page = *page;
      co_return;
    }
    Answer refused = refusal(page.error());
    refused.omit_body = answer.omit_body;
    answer = std::move(refused);
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

Answer list(const Route& route, const wire::Request& request, Workspace& space) {
  using wire::ListingFormat;
  const bool browser = request.accept.find("text/html") != std::string_view::npos;
  const ListingFormat format = browser ? ListingFormat::kHtml : ListingFormat::kJson;
  Answer answer;
  answer.content_type = browser ? "text/html; charset=utf-8" : "application/json";
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
