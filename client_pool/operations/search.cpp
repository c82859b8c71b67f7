#include "client_pool/operations/search.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "client_pool/query.h"
#include "contract/operations.h"
#include "wire/listing.h"

namespace gauntlet::client_pool::operations {
namespace {

// What is wrong with what a search has found; empty when nothing is.
std::string problem_with(const std::vector<wire::Entry>& found, const contract::Filters& filters) {
  const contract::FoundOrder before(filters);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const wire::Entry& entry = found[i];
    const std::string last = entry.name.substr(entry.name.rfind('/') + 1);
    if (!contract::fits_name(filters, last, entry.directory) ||
        !contract::fits_rest(filters, entry.directory, entry.size, entry.mtime))
      return fmt::format("'{}' does not match --query", printable(entry.name));
    if (i > 0 && !before(found[i - 1], entry))
      return fmt::format("'{}' is not in its order", printable(entry.name));
  }
  if (found.size() <= filters.limit) return {};
  return fmt::format("{} entries, where {} are the limit", found.size(), filters.limit);
}

// The server has looked at a part of the folders only.
Verdict fail_cut() {
  return fail(ErrorKind::kTimeout,
              "the server gave the search up after its own --timeout, and says so");
}

}  // namespace

Search::Search(const ClientOptions& options)
    : options_(options), filters_(read_query(options).filters) {}

std::string Search::http_request(const std::string& host, std::string_view subject) const {
  const Fields fields = {{"Accept", "application/json"}};
  std::string target = http_target(options_, subject);
  target += (target.find('?') == std::string::npos ? "?" : "&") + query_of_search(options_);
  return http_head(contract::kSearch.method, target, host, options_, fields);
}

HttpRules Search::http_rules() const {
  return {.method = wire::Method::kGet, .keep_body = options_.verify != Verify::kNone};
}

std::string Search::line_request(std::string_view) const {
  return line_with_query(contract::kSearch, options_);
}

Verdict Search::check(const HttpAnswer& answer) const {
  if (answer.status() != 200) return fail_status(answer);
  if (answer.cut_by_time()) return fail_cut();
  if (options_.verify == Verify::kNone) return Verify::kNone;
  const auto found = wire::parse_listing(answer.body());
  if (!found) return fail(ErrorKind::kProtocol, "the answer is not a JSON array of named entries");
  const std::string problem = problem_with(*found, filters_);
  if (!problem.empty()) return fail(ErrorKind::kProtocol, problem);
  return std::min(options_.verify, Verify::kLength);
}

Verdict Search::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  if (read.cut_by_time) return fail_cut();
  if (options_.verify != Verify::kNone && !read.names)
    return fail(ErrorKind::kProtocol, "the answer is not a JSON array of names");
  return std::min(options_.verify, Verify::kLength);
}

}  // namespace gauntlet::client_pool::operations
