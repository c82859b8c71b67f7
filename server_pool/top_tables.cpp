#include "server_pool/top_tables.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "base/json_text.h"
#include "base/unique_fd.h"
#include "base/utf8.h"
#include "contract/filters.h"

namespace gauntlet::server_pool {
namespace {

// Processes that are read at once, which takes less than a millisecond.
constexpr std::size_t kProcessesAPart = 50;

constexpr Duration kLeastInterval = std::chrono::milliseconds(100);
constexpr Duration kMostInterval = std::chrono::seconds(60);

constexpr std::size_t kMostShownBytes = 40;  // of what is no name

tl::unexpected<std::string> wrong(std::string sentence) {
  return tl::unexpected(std::move(sentence));
}

tl::expected<Duration, std::string> parse_interval(std::string_view text) {
  const auto interval = parse_duration(text);
  if (!interval || *interval < kLeastInterval || *interval > kMostInterval)
    return wrong("interval must be a duration from 100ms to 60s with its unit, as 500ms or 1s");
  return *interval;
}

// One "n=10" into the query. A sentence, where that cannot be.
tl::expected<void, std::string> take_parameter(std::string_view name, std::string_view value,
                                               TopQuery& query) {
  if (name == "n") {
    const auto most = parse_top_count(value);
    if (!most) return wrong(most.error());
    query.most = *most;
  } else if (name == "interval") {
    const auto interval = parse_interval(value);
    if (!interval) return wrong(interval.error());
    query.interval = *interval;
  } else {
    return wrong(fmt::format("there is no parameter '{}'; there are n and interval",
                             printable(shortened_to(name, kMostShownBytes))));
  }
  return {};
}

std::string file_name(std::size_t worker, std::chrono::system_clock::time_point now, bool json) {
  const auto since = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch());
  return fmt::format("top-{}-{}.{:06}.{}", worker, timestamp_for_names(now),
                     since.count() % 1'000'000, json ? "json" : "txt");
}

void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_errno("cannot write the table of processes");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

// --- what is asked for ---

tl::expected<std::size_t, std::string> parse_top_count(std::string_view text) {
  std::size_t most = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), most);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || most < 1 || most > metrics::kMostTop)
    return wrong(fmt::format("n must be a whole number from 1 to {}", metrics::kMostTop));
  return most;
}

tl::expected<TopQuery, std::string> parse_top_query(std::string_view query) {
  const auto parameters = contract::parse_query(query);
  if (!parameters) return wrong(parameters.error());
  TopQuery result;
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : *parameters) {
    const auto taken = take_parameter(name, value, result);
    if (!taken) return wrong(taken.error());
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      return wrong(fmt::format("{} is given twice", name));
    seen.push_back(name);
  }
  return result;
}

// --- looks ---

bool ProcessLook::do_part() {
  if (!scan_.go_on(kProcessesAPart)) return false;
  taken_ = steady_now();
  return true;
}

std::shared_ptr<ProcessLook> TopTables::look() {
  std::shared_ptr<ProcessLook> last = look_.lock();
  if (last && !last->begun()) return last;
  if (last && last->done()) last.reset();
  auto look = std::make_shared<ProcessLook>(std::move(last), proc_);
  look_ = look;
  return look;
}

// --- tables ---

TopFile TopTables::table(const std::shared_ptr<ProcessLook>& earlier,
                         const std::shared_ptr<ProcessLook>& later, const TopQuery& query) {
  for (const Made& made : made_)
    if (made.query == query && made.later.lock() == later && made.earlier.lock() == earlier)
      return made.file;
  metrics::Top top;
  if (earlier)
    top = metrics::top_of(metrics::used_between(earlier->processes(), later->processes()),
                          query.most, later->taken() - earlier->taken());
  else
    top = metrics::top_of(later->processes(), query.most, Duration::zero());
  const TopFile file = write(
      query.json ? json_text(metrics::to_json(top)) + "\n" : metrics::top_text(top), query.json);
  made_.push_back({.file = file, .earlier = earlier, .later = later, .query = query});
  return file;
}

// Makes the folder anew where somebody has removed it, and removes the oldest file of too many.
TopFile TopTables::write(const std::string& text, bool json) {
  const auto parent = folder_for_temporaries();
  const auto open_new = [&](const std::string& name) {
    const std::string path = folder_->path() / name;
    ::unlink(path.c_str());  // of the same time, where the clock was set back
    return UniqueFd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  };
  const std::string name = file_name(worker_, std::chrono::system_clock::now(), json);
  if (!folder_) folder_.emplace(parent, "gauntlet_top_");
  UniqueFd fd = open_new(name);
  if (!fd && errno == ENOENT) {
    folder_.emplace(parent, "gauntlet_top_");
    fd = open_new(name);
  }
  if (!fd) throw_errno("cannot make a file for the table of processes");
  write_all(fd.get(), text);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) throw_errno("cannot look at the table of processes");
  while (made_.size() >= kMostFiles) {
    ::unlink((folder_->path() / made_.front().file.name).c_str());
    made_.pop_front();
  }
  return {.name = name, .file = std::make_shared<const store::ServedFile>(std::move(fd), status)};
}

}  // namespace gauntlet::server_pool
