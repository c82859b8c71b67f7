#include "client_pool/operations/archive.h"
#include "client_pool/operations/delete.h"
#include "client_pool/operations/get.h"
#include "client_pool/operations/list.h"
#include "client_pool/operations/operation.h"
#include "client_pool/operations/search.h"
#include "client_pool/operations/top.h"
#include "client_pool/operations/upload.h"
#include "contract/operations.h"

namespace gauntlet::client_pool::operations {
namespace {

template <typename Kind>
std::unique_ptr<const Operation> make(const Plan& plan) {
  return std::make_unique<Kind>(plan.options);
}

template <>
std::unique_ptr<const Operation> make<Upload>(const Plan& plan) {
  return std::make_unique<Upload>(plan.options, plan.upload_body);
}

template <>
std::unique_ptr<const Operation> make<Archive>(const Plan& plan) {
  return std::make_unique<Archive>(plan.options, plan.found);
}

}  // namespace

// Alone in this file, so that a test can have one operation more.
std::span<const Entry> all() {
  static constexpr Entry kAll[]{
      {contract::kList, make<List>},     {contract::kGet, make<Get>},
      {contract::kUpload, make<Upload>}, {contract::kDelete, make<Delete>},
      {contract::kSearch, make<Search>}, {contract::kArchive, make<Archive>},
      {contract::kTop, make<Top>},
  };
  return kAll;
}

}  // namespace gauntlet::client_pool::operations
