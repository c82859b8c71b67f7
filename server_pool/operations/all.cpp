#include "contract/operations.h"
#include "server_pool/operations/archive.h"
#include "server_pool/operations/delete.h"
#include "server_pool/operations/get.h"
#include "server_pool/operations/list.h"
#include "server_pool/operations/operation.h"
#include "server_pool/operations/page.h"
#include "server_pool/operations/search.h"
#include "server_pool/operations/top.h"
#include "server_pool/operations/upload.h"

namespace gauntlet::server_pool::operations {

// Alone in this file, so that a test can have one operation more.
std::span<const Operation> all() {
  static constexpr Operation kAll[]{
      {.about = contract::kList,
       .resource = Resource::kFolder,
       .answer = list,
       .serve_line = list_by_line},
      {.about = contract::kGet,
       .resource = Resource::kFile,
       .answer = get,
       .page = page,
       .serve_line = get_by_line},
      {.about = contract::kUpload,
       .resource = Resource::kFile,
       .receive = upload,
       .serve_line = upload_by_line},
      {.about = contract::kDelete,
       .resource = Resource::kFile,
       .answer = remove,
       .serve_line = remove_by_line},
      {.about = contract::kSearch,
       .resource = Resource::kSearch,
       .answer = search,
       .serve_line = search_by_line},
      {.about = contract::kArchive,
       .resource = Resource::kService,
       .service = "archive",
       .answer = archive,
       .serve_line = archive_by_line},
      {.about = contract::kTop,
       .resource = Resource::kService,
       .service = "top",
       .answer = top,
       .serve_line = top_by_line},
  };
  return kAll;
}

}  // namespace gauntlet::server_pool::operations
