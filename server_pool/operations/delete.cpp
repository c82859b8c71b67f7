#include "server_pool/operations/delete.h"

#include "server_pool/line_answer.h"

namespace gauntlet::server_pool::operations {

Answer remove(const Route& route, const wire::Request&, Workspace& space) {
  const auto removed = space.store.remove(route.name);
  if (!removed) return refusal(removed.error());
  Answer answer;
  answer.status = 204;
  return answer;
}

tl::expected<void, store::StoreError> remove_by_line(const store::Store& store,
                                                     const std::string& name) {
  return try_names(name, [&store](const std::string& each) { return store.remove(each); });
}

net::Awaitable<void> remove_by_line(Connection& connection, const wire::LineRequest& request,
                                    Tally& tally) {
  const auto name = wire::name_of(request);
  if (!name) {
    co_await answer_error(connection, name.error(), tally);
    co_return;
  }
  const auto removed = remove_by_line(connection.space().store, *name);
  if (!removed) {
    const Reason reason = reason_of(removed.error());
    co_await answer_error(connection, reason, tally);
    co_return;
  }
  const std::string text = wire::line_deleted_answer();
  const std::string_view view = text;
  co_await answer_line(connection, view, tally);
}

}  // namespace gauntlet::server_pool::operations
