#include "client_pool/found_files.h"

#include <fmt/format.h>

#include <chrono>
#include <string>

#include "base/error.h"
#include "client_pool/operations/search.h"
#include "client_pool/plain_requests.h"
#include "wire/listing.h"

namespace gauntlet::client_pool {
namespace {

FileSizes ask(const Plan& plan, std::size_t number, int interrupt) {
  const Target& target = plan.targets[number];
  const auto deadline = std::chrono::steady_clock::now() + plan.options.timeout;
  const operations::Search search(plan.options);
  PlainRequests requests(plan, number, deadline, interrupt);
  LastHead last_head;
  HttpAnswer answer({.method = wire::Method::kGet, .keep_body = true}, last_head);
  const auto refuse = [&target](const std::string& why) {
    return Error(fmt::format("cannot find the files that archives of {} have to hold: {}; with "
                             "--verify none they are not unpacked",
                             target.name, why),
                 ExitCode::kUnable);
  };
  if (!requests.ask(search.http_request(target.host, ""), answer, "the search")) {
    if (is_readable(interrupt)) return {};
    throw refuse(requests.why());
  }
  if (answer.status() != 200)
    throw refuse(fmt::format("it answers the search with status {}", answer.status()));
  const auto found = wire::parse_listing(answer.body());
  if (!found) throw refuse("its answer is not a JSON array of named entries");
  FileSizes files;
  for (const wire::Entry& entry : *found)
    if (!entry.directory) files.emplace(entry.name, entry.size);
  if (found->empty()) throw refuse("nothing matches");
  return files;
}

}  // namespace

FileSizes find_files(const Plan& plan, int interrupt) {
  const FileSizes first = ask(plan, 0, interrupt);
  for (std::size_t i = 1; i < plan.targets.size(); ++i)
    if (ask(plan, i, interrupt) != first && !is_readable(interrupt))
      throw Error(fmt::format("{} and {} hold different files, so that their archives cannot be "
                              "held against one search; ask one of them, or use --verify none",
                              plan.targets.front().name, plan.targets[i].name),
                  ExitCode::kUnable);
  return first;
}

}  // namespace gauntlet::client_pool
