#include "server_pool/operations/remove.h"

namespace gauntlet::server_pool::operations {

Answer remove(const store::Store& store, std::string_view name) {
  const auto removed = store.remove(name);
  if (!removed) return refusal(removed.error());
  Answer answer;
  answer.status = 204;
  return answer;
}

}  // namespace gauntlet::server_pool::operations
