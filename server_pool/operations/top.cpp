#include "server_pool/operations/top.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

#include "server_pool/line_answer.h"
#include "server_pool/operations/get.h"
#include "server_pool/seldom.h"
#include "server_pool/shared_work.h"
#include "server_pool/top_tables.h"

namespace gauntlet::server_pool::operations {
namespace {

// How late it may be noticed that a client has gone away.
constexpr auto kLookEvery = std::chrono::milliseconds(100);

// False: the client has gone away, or closed its end of the connection.
net::Awaitable<bool> wait_until(Connection& connection, SteadyTime time) {
  connection.keep_input();
  net::Timer timer(connection.executor());
  for (SteadyTime now = steady_now(); now < time; now = steady_now()) {
    timer.expires_at(std::min(time, now + kLookEvery));
    co_await timer.async_wait(net::use_awaitable);
    if (connection.is_closed_by_client()) co_return false;
  }
  co_return true;
}

// The table in its file; or why there is none.
tl::expected<TopFile, Reason> write_table(Workspace& space,
                                          const std::shared_ptr<ProcessLook>& earlier,
                                          const std::shared_ptr<ProcessLook>& later,
                                          const TopQuery& query) try {
  return space.top.table(earlier, later, query);
} catch (const std::exception& error) {
  static Seldom seldom;
  if (seldom.now()) spdlog::error("no table of processes: {}", error.what());
  return tl::unexpected(Reason("the table of processes could not be written"));
}

net::Awaitable<tl::expected<TopFile, Reason>> make_table(Connection& connection, TopQuery query) {
  Workspace& space = connection.space();
  std::shared_ptr<ProcessLook> earlier;
  if (query.interval > Duration::zero()) {
    earlier = space.top.look();
    co_await finish_work(connection, earlier);
    const SteadyTime end = earlier->taken() + query.interval;
    const bool is_there = co_await wait_until(connection, end);
    if (!is_there) co_return tl::unexpected(Reason("the client has closed its end"));
  }
  const std::shared_ptr<ProcessLook> later = space.top.look();
  co_await finish_work(connection, later);
  co_return write_table(space, earlier, later, query);
}

class MakeTable final : public Completion {
 public:
  explicit MakeTable(const TopQuery& query) : query_(query) {}

  net::Awaitable<void> complete(Connection& connection, Answer& answer) override {
    const auto table = co_await make_table(connection, query_);
    if (!table) {
      answer = plain_answer(503, table.error());  // no descriptor or no space at the moment
      co_return;
    }
    answer.file = table->file;
    answer.part.length = static_cast<std::uint64_t>(answer.file->status.st_size);
    answer.sends_file = true;
  }

 private:
  TopQuery query_;
};

}  // namespace

Answer top(const Route& route, const wire::Request& request, Workspace&) {
  auto query = parse_top_query(route.query);
  if (!query) return plain_answer(400, query.error());
  query->json = request.accept.find("application/json") != std::string_view::npos;
  Answer answer;
  answer.content_type = query->json ? "application/json" : "text/plain; charset=utf-8";
  answer.takes_ranges = false;
  answer.completion = std::make_shared<MakeTable>(*query);
  return answer;
}

net::Awaitable<void> top_by_line(Connection& connection, const wire::LineRequest& request,
                                 Tally& tally) {
  TopQuery query;
  tl::expected<std::size_t, Reason> most = query.most;
  if (request.parameters.size() == 1) most = parse_top_count(request.parameters.front());
  if (request.parameters.size() > 1) most = tl::unexpected(Reason("TOP takes one number"));
  if (!most) {
    co_await answer_error(connection, most.error(), tally);
    co_return;
  }
  query.most = *most;
  const auto table = co_await make_table(connection, query);
  if (!table) {
    co_await answer_error(connection, table.error(), tally);
    co_return;
  }
  const std::string& name = table->name;
  const store::ServedFile& file = *table->file;
  co_await answer_file(connection, name, file, tally);
}

}  // namespace gauntlet::server_pool::operations
