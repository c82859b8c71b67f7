#include "client_pool/redirects.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/url.h"
#include "wire/field.h"
#include "wire/url.h"

namespace gauntlet::client_pool {
namespace {

// The target on the host that a Location means; nothing when it means another host.
std::optional<std::string> target_on(std::string_view host, std::string_view asked,
                                     std::string_view location) {
  location = location.substr(0, location.find('#'));
  const bool names_scheme = location.substr(0, location.find_first_of("/?")).ends_with(':');
  if (!names_scheme && !location.starts_with("//")) return wire::resolve_reference(asked, location);
  const auto url =
      parse_url(names_scheme ? std::string(location) : fmt::format("http:{}", location));
  if (!url) return std::nullopt;
  const std::string its_host = wire::host_field(url->host, url->port);
  if (!wire::equals_ignoring_case(its_host, host)) return std::nullopt;
  return wire::encode_target(url->target);
}

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string_view target_of(std::string_view head) {
  const std::size_t begin = head.find(' ') + 1;
  return head.substr(begin, head.find(' ', begin) - begin);
}

std::string with_target(std::string_view head, std::string_view target) {
  const std::string_view before = target_of(head);
  const auto begin = static_cast<std::size_t>(before.data() - head.data());
  return std::string(head.substr(0, begin))
      .append(target)
      .append(head.substr(begin + before.size()));
}

tl::expected<std::string, std::string> Redirects::follow(std::string_view asked,
                                                         std::string_view location) {
  asked_.emplace_back(asked);
  std::optional<std::string> target = target_on(host_, asked, location);
  if (!target)
    return tl::unexpected(
        fmt::format("to {} (followed are redirects to the same host and port only)", location));
  const auto refuse = [&](std::string_view why) {
    return tl::unexpected(fmt::format("to http://{}{} ({})", host_, *target, why));
  };
  if (!may_follow_) return refuse("an upload follows no redirect; name that place by --path");
  if (std::find(asked_.begin(), asked_.end(), *target) != asked_.end())
    return refuse("which was asked already: a loop");
  if (asked_.size() > most_) return refuse(fmt::format("--redirects {} follows it", asked_.size()));
  return std::move(*target);
}

}  // namespace gauntlet::client_pool
