#include "server_pool/operations/search.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server_pool/line_answer.h"
#include "server_pool/operations/list.h"
#include "server_pool/shared_work.h"

namespace gauntlet::server_pool::operations {
namespace {

using wire::ListingFormat;

// So many entries are written in one piece.
constexpr std::size_t kEntriesAPiece = 256;

// Writes what a search has found while it is sent, so that a client costs the memory of one piece.
class FoundPieces final : public Producer {
 public:
  FoundPieces(std::shared_ptr<const store::SearchWork> work, ListingFormat format,
              const std::string& title)
      : work_(std::move(work)), at_(work_->found()->begin()), writer_(format, title, text_) {}

  net::Awaitable<std::optional<std::string_view>> next(Connection&) override { co_return write(); }

  // Empty: that was all.
  std::string_view write() {
    if (std::exchange(begun_, true)) text_.clear();  // it begins with what the writer begins with
    for (std::size_t left = kEntriesAPiece; left > 0 && at_ != work_->found()->end(); --left)
      writer_.add(*at_++);
    if (at_ == work_->found()->end() && !std::exchange(finished_, true))
      writer_.finish(name_of(work_->cut()));
    return text_;
  }
  bool finished() const { return finished_; }

 private:
  std::shared_ptr<const store::SearchWork> work_;
  store::Found::const_iterator at_;
  std::string text_{};
  wire::ListingWriter writer_;
  bool begun_ = false;
  bool finished_ = false;
};

// The search has to be made first.
class MakeSearch final : public Completion {
 public:
  MakeSearch(std::shared_ptr<store::SearchWork> work, ListingFormat format, std::string title)
      : work_(std::move(work)), format_(format), title_(std::move(title)) {}

  net::Awaitable<void> complete(Connection& connection, Answer& answer) override {
    co_await finish_work(connection, work_);
    const auto& found = work_->found();
    if (!found) {
      answer = refusal(found.error());
      co_return;
    }
    answer.cut = name_of(work_->cut());
    const auto pieces = std::make_shared<FoundPieces>(work_, format_, title_);
    if (found->size() <= kEntriesAPiece)
      answer.text = pieces->write();
    else
      answer.producer = pieces;
  }

 private:
  std::shared_ptr<store::SearchWork> work_;
  ListingFormat format_;
  std::string title_;
};

// Where to search, and for what.
using LineSearch = std::pair<std::string, contract::Filters>;

tl::expected<LineSearch, Reason> read_words(const wire::LineRequest& request) {
  auto parameters = contract::parse_words(request.parameters);
  if (!parameters) return tl::unexpected(std::move(parameters.error()));
  std::string folder = contract::take_parameter(*parameters, "folder").value_or("");
  auto filters = contract::filters_of(*parameters);
  if (!filters) return tl::unexpected(std::move(filters.error()));
  return LineSearch(std::move(folder), std::move(*filters));
}

net::Awaitable<void> send_pieces(Connection& connection,
                                 std::shared_ptr<const store::SearchWork> work, Tally& tally) {
  FoundPieces pieces(std::move(work), ListingFormat::kLine, "");
  const std::string_view head;
  while (!pieces.finished() && connection.alive()) {
    const std::string_view text = pieces.write();
    const bool more = !pieces.finished();
    co_await connection.send(head, text, more);
    if (more) co_await connection.yield();
  }
  if (connection.alive()) tally.succeeded();
}

}  // namespace

Answer search(const Route& route, const wire::Request& request, Workspace& space) {
  const auto parameters = contract::parse_query(route.query);
  if (!parameters) return plain_answer(400, parameters.error());
  const auto filters = contract::filters_of(*parameters);
  if (!filters) return plain_answer(400, filters.error());
  const ListingFormat format = listing_format(request);
  Answer answer;
  answer.content_type = content_type_of(format);
  answer.completion = std::make_shared<MakeSearch>(
      space.searches.find(route.name, *filters), format,
      fmt::format("/files/{}{}?{}", route.name, route.name.empty() ? "" : "/", route.query));
  return answer;
}

net::Awaitable<void> search_by_line(Connection& connection, const wire::LineRequest& request,
                                    Tally& tally) {
  const auto search = read_words(request);
  if (!search) {
    co_await answer_error(connection, search.error(), tally);
    co_return;
  }
  const std::shared_ptr<store::SearchWork> work =
      connection.space().searches.find(search->first, search->second);
  co_await finish_work(connection, work);
  if (work->found()) {
    co_await send_pieces(connection, work, tally);
    co_return;
  }
  const Reason reason = reason_of(work->found().error());
  co_await answer_error(connection, reason, tally);
}

}  // namespace gauntlet::server_pool::operations
