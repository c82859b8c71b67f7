#include "client_pool/redirects.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/url.h"
#include "wire/field.h"
#include "wire/url.h"

namespace gauntlet::client_pool {
namespace {

// A Location, read where it was answered.
struct Location {
  std::string host{};  // the Host field; empty: the same host
  std::string target{};
};

// Nothing where it is no http:// URL.
std::optional<Location> read_location(std::string_view asked, std::string_view text) {
  text = text.substr(0, text.find('#'));
  const bool names_scheme = text.substr(0, text.find_first_of("/?")).ends_with(':');
  if (!names_scheme && !text.starts_with("//"))
    return Location{.target = wire::resolve_reference(asked, text)};
  const auto url = parse_url(names_scheme ? std::string(text) : fmt::format("http:{}", text));
  if (!url) return std::nullopt;
  return Location{.host = wire::host_field(url->host, url->port),
                  .target = wire::encode_target(url->target)};
}

// What stands between the first two of these, or between the first and the end.
std::string replaced(std::string_view text, std::string_view old, std::string_view by) {
  const auto begin = static_cast<std::size_t>(old.data() - text.data());
  return std::string(text.substr(0, begin)).append(by).append(text.substr(begin + old.size()));
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
  return replaced(head, target_of(head), target);
}

std::string with_host(std::string_view head, std::string_view host) {
  constexpr std::string_view kName = "\r\nHost: ";
  const std::size_t begin = head.find(kName) + kName.size();
  return replaced(head, head.substr(begin, head.find('\r', begin) - begin), host);
}

tl::expected<Redirect, std::string> Redirects::follow(std::size_t place, std::string_view asked,
                                                      std::string_view location) {
  const Target& here = plan_.place(place);
  const std::optional<Location> to = read_location(asked, location);
  if (to && (to->host.empty() || wire::equals_ignoring_case(to->host, here.host))) {
    auto target = stay(here, asked, to->target);
    if (!target) return tl::unexpected(target.error());
    return Redirect{place, std::move(*target)};
  }
  const auto there = to ? follow(to->host) : tl::unexpected(std::string());
  if (there) return Redirect{*there, to->target};
  const std::string why =
      moves_ > kMostMoves
          ? there.error()
          : "followed are redirects to the same host and port, and to what --redirect-to names";
  return tl::unexpected(fmt::format("to {} ({})", location, why));
}

tl::expected<std::string, std::string> Redirects::stay(const Target& here, std::string_view asked,
                                                       std::string target) {
  asked_.emplace_back(asked);
  const auto refuse = [&](std::string_view why) {
    return tl::unexpected(fmt::format("to http://{}{} ({})", here.host, target, why));
  };
  if (plan_.options.operation->flow != contract::Flow::kDown)
    return refuse("an upload follows no redirect; name that place by --path");
  if (std::find(asked_.begin(), asked_.end(), target) != asked_.end())
    return refuse("which was asked already: a loop");
  if (asked_.size() > plan_.options.redirects)
    return refuse(fmt::format("--redirects {} follows it", asked_.size()));
  return target;
}

tl::expected<std::size_t, std::string> Redirects::follow(std::string_view host) {
  const auto& named = plan_.redirect_to;
  const auto found = std::find_if(named.begin(), named.end(), [&](const Target& each) {
    return wire::equals_ignoring_case(each.host, host) ||
           wire::equals_ignoring_case(each.name, host);
  });
  if (found == named.end())
    return tl::unexpected(
        fmt::format("it sends clients to {}, which no --redirect-to names", host));
  if (++moves_ > kMostMoves)
    return tl::unexpected(fmt::format("{} redirects of one request were followed", kMostMoves));
  asked_.clear();
  return plan_.targets.size() + static_cast<std::size_t>(found - named.begin());
}

}  // namespace gauntlet::client_pool
