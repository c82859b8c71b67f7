#include "server_pool/operations/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "server_pool/operations/get.h"
#include "wire/mime.h"
#include "wire/url.h"

namespace gauntlet::server_pool::operations {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kNotFoundPage = "404.html";

// Whether a folder has the name, which is valid.
bool is_folder(const store::Store& store, std::string_view name) {
  const auto folders = store.open_folders(name);
  return std::any_of(folders.begin(), folders.end(),
                     [](const UniqueFd& each) { return bool{each}; });
}

Answer not_found(Workspace& space) {
  auto file = space.contents.open(kNotFoundPage);
  if (!file) return refusal(404);
  Answer answer;
  answer.status = 404;
  answer.content_type = wire::mime_type(kNotFoundPage);
  answer.file = std::move(*file);
  answer.part.length = static_cast<std::uint64_t>(answer.file->status.st_size);
  answer.sends_file = true;
  answer.takes_ranges = false;
  return answer;
}

}  // namespace

Answer moved_to(std::string_view path, std::string_view query) {
  Answer answer = refusal(301);
  answer.location = fmt::format("{}{}{}", path, query.empty() ? "" : "?", query);
  return answer;
}

Answer page(const Route& route, const wire::Request& request, Workspace& space) {
  std::string name(route.name);
  const bool of_folder = name.empty() || name.ends_with('/');
  if (of_folder) name += kIndex;
  auto file = space.contents.open(name);
  if (file) return answer_with(std::move(*file), name, request);
  if (file.error() != store::StoreError::kNotFound) return refusal(file.error());
  if (!of_folder && is_folder(space.store, name))
    return moved_to(fmt::format("/{}/", wire::encode_path(name)), route.query);
  return not_found(space);
}

}  // namespace gauntlet::server_pool::operations
