#include "server_pool/operations/archive.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "contract/filters.h"
#include "server_pool/archives/packer.h"
#include "server_pool/line_answer.h"
#include "server_pool/produced.h"
#include "server_pool/shared_work.h"

namespace gauntlet::server_pool::operations {
namespace {

using archives::Format;
using archives::Package;

// What to pack, of which folder, and how.
using Wanted = std::tuple<contract::Filters, std::string, Format>;

tl::expected<Wanted, std::string> read_wanted(
    tl::expected<contract::Parameters, std::string> parameters) {
  if (!parameters) return tl::unexpected(std::move(parameters.error()));
  const std::string folder = contract::take_parameter(*parameters, "folder").value_or("");
  const std::string name = contract::take_parameter(*parameters, "format").value_or("tar.gz");
  const auto format = archives::find_format(name);
  if (!format) return tl::unexpected(contract::problem_with_format(name));
  auto filters = contract::filters_of(*parameters);
  if (!filters) return tl::unexpected(std::move(filters.error()));
  return Wanted(std::move(*filters), folder, *format);
}

// What the packer makes of an archive.
class PackagePieces final : public Producer {
 public:
  PackagePieces(archives::Packer& packer, std::shared_ptr<Package> package)
      : packer_(packer), package_(std::move(package)) {}
  ~PackagePieces() override { packer_.give_up(*package_); }

  net::Awaitable<std::optional<std::string_view>> next(Connection& connection) override {
    for (;;) {
      piece_.clear();
      const Package::State state = packer_.take(package_, piece_);
      if (!piece_.empty()) co_return piece_;
      if (state == Package::State::kWhole) co_return std::string_view();
      if (state == Package::State::kFailed) co_return std::nullopt;
      co_await hear(connection);
    }
  }

 private:
  net::Awaitable<void> hear(Connection& connection) {
    connection.keep_input();
    const net::Executor executor = connection.executor();
    if (!news_) news_.emplace(executor, ::fcntl(package_->news(), F_DUPFD_CLOEXEC, 0));
    asio::error_code error;  // never: nobody cancels it
    auto token = asio::redirect_error(net::use_awaitable, error);
    co_await news_->async_wait(net::Descriptor::wait_read, token);
    std::uint64_t times = 0;
    [[maybe_unused]] const auto heard = ::read(package_->news(), &times, sizeof times);
  }

  archives::Packer& packer_;
  std::shared_ptr<Package> package_;
  std::optional<net::Descriptor> news_{};
  std::string piece_{};
};

// What was found, which is something, to be packed while it is sent.
std::shared_ptr<Producer> pack(Workspace& space, std::shared_ptr<const store::SearchWork> found,
                               Format format) {
  auto packing = std::make_unique<archives::Packing>(space.store, std::move(found), format);
  return std::make_shared<PackagePieces>(space.packer,
                                         std::make_shared<Package>(std::move(packing)));
}

constexpr std::string_view kNothing = "nothing matches";

// The search has to be made first.
class MakeArchive final : public Completion {
 public:
  MakeArchive(std::shared_ptr<store::SearchWork> search, Format format)
      : search_(std::move(search)), format_(format) {}

  net::Awaitable<void> complete(Connection& connection, Answer& answer) override {
    co_await finish_work(connection, search_);
    const auto& found = search_->found();
    if (!found || found->empty()) {
      answer = found ? plain_answer(404, kNothing) : refusal(found.error());
      co_return;
    }
    answer.cut = name_of(search_->cut());
    answer.producer = pack(connection.space(), search_, format_);
  }

 private:
  std::shared_ptr<store::SearchWork> search_;
  Format format_;
};

net::Awaitable<void> send_archive(Connection& connection,
                                  std::shared_ptr<const store::SearchWork> search, Format format,
                                  Tally& tally) {
  const std::string name = fmt::format("archive.{}", archives::name_of(format));
  const std::string head = wire::line_get_head(name, name_of(search->cut()));
  const std::shared_ptr<Producer> pieces = pack(connection.space(), std::move(search), format);
  const std::string_view head_view = head;
  Producer& producer = *pieces;
  const bool all = co_await send_produced_base64(connection, head_view, producer);
  if (all) co_await answer_line(connection, wire::kLineGetTail, tally);
}

}  // namespace

Answer archive(const Route& route, const wire::Request&, Workspace& space) {
  auto wanted = read_wanted(contract::parse_query(route.query));
  if (!wanted) return plain_answer(400, wanted.error());
  const auto& [filters, folder, format] = *wanted;
  Answer answer;
  answer.content_type = archives::media_type(format);
  answer.completion = std::make_shared<MakeArchive>(space.searches.find(folder, filters), format);
  return answer;
}

net::Awaitable<void> archive_by_line(Connection& connection, const wire::LineRequest& request,
                                     Tally& tally) {
  const auto wanted = read_wanted(contract::parse_words(request.parameters));
  if (!wanted) {
    co_await answer_error(connection, wanted.error(), tally);
    co_return;
  }
  const auto& [filters, folder, format] = *wanted;
  const std::shared_ptr<store::SearchWork> search =
      connection.space().searches.find(folder, filters);
  co_await finish_work(connection, search);
  const auto& found = search->found();
  if (found && !found->empty()) {
    co_await send_archive(connection, search, format, tally);
    co_return;
  }
  const Reason reason = found ? Reason(kNothing) : reason_of(found.error());
  co_await answer_error(connection, reason, tally);
}

}  // namespace gauntlet::server_pool::operations
