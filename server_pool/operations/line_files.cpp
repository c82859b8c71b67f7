#include "server_pool/operations/line_files.h"

#include <algorithm>
#include <cctype>

#include "wire/line.h"

namespace gauntlet::server_pool::operations {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

tl::expected<std::string, Reason> line_remove(const store::Store& store, const std::string& name) {
  auto removed = store.remove(name);
  if (!removed && removed.error() == store::StoreError::kNotFound)
    removed = store.remove(lower_case(name));
  if (!removed) return tl::unexpected(reason_of(removed.error()));
  return wire::line_deleted_answer();
}

tl::expected<store::OpenFile, Reason> line_open(const store::Store& store,
                                                const std::string& name) {
  auto file = store.open_file(name);
  if (!file && file.error() == store::StoreError::kNotFound)
    file = store.open_file(lower_case(name));
  if (!file) return tl::unexpected(reason_of(file.error()));
  return std::move(*file);
}

}  // namespace gauntlet::server_pool::operations
