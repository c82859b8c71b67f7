#include "client_pool/make_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>

#include "base/error.h"
#include "base/units.h"
#include "client_pool/http_answer.h"
#include "client_pool/last_head.h"
#include "client_pool/line_answer.h"
#include "client_pool/operations/operation.h"
#include "client_pool/plain_requests.h"
#include "client_pool/uploads.h"
#include "contract/files_to_make.h"
#include "contract/operations.h"

namespace gauntlet::client_pool {
namespace {

constexpr std::uint64_t kMostFiles = 10'000'000;  // their names are kept in memory

// A number that no other run has.
std::string chance_number() {
  std::random_device device;
  const auto high = std::uint64_t{device()} << 32;
  return fmt::format("{:016x}", high | device());
}

// Makes files on one target.
class Maker {
 public:
  Maker(const Plan& plan, std::size_t target, std::string run)
      : plan_(plan),
        number_(target),
        target_(plan.targets[target]),
        run_(std::move(run)),
        body_(plan.upload_body, plan.options.protocol) {}

  // The name of a new file; nothing when it could not be made: see why().
  std::optional<std::string> make(std::uint64_t number) {
    return plan_.options.protocol == Protocol::kLine ? make_by_line(number) : make_by_http(number);
  }
  const std::string& why() const { return why_; }

 private:
  static constexpr std::string_view kDoing = "an upload";

  std::optional<std::string> make_by_http(std::uint64_t number) {
    const std::string name = fmt::format("{}{}_{}.bin", plan_.options.upload_prefix, run_, number);
    const std::string length = std::to_string(plan_.upload_body.size);
    const std::string request = operations::http_head(
        contract::kUpload.method, operations::http_target(plan_.options, name), target_.host,
        plan_.options, {{"Content-Length", length}});
    if (!requests_.ask(request, http_, kDoing, &body_)) return fail(requests_.why());
    const int status = http_.status();
    if (status == 200 || status == 201 || status == 204) return name;
    return fail(fmt::format("it answers {} with status {}", contract::kUpload.method, status));
  }

  // The content gives the name, so each file gets content of its own.
  std::optional<std::string> make_by_line(std::uint64_t number) {
    write_stamp(plan_.upload_body, fmt::format("{} {:016x}", run_, number));
    const std::string name = line_name_of(plan_.upload_body);
    const std::string request = fmt::format("{}\n", contract::kUpload.line_word);
    if (!requests_.ask(request, line_, kDoing, &body_)) return fail(requests_.why());
    const wire::LineAnswer answer = wire::parse_line_answer(line_.object());
    if (!answer.ok) return fail("it answers with an error: " + answer.reason);
    if (answer.file_path == name) return name;
    return fail(fmt::format("it says that it stored '{}', which is not the content's MD5, '{}'",
                            answer.file_path, name));
  }

  std::optional<std::string> fail(std::string why) {
    why_ = std::move(why);
    return std::nullopt;
  }

  const Plan& plan_;
  const std::size_t number_;  // of the target
  const Target& target_;
  const std::string run_;
  UploadStream body_;
  PlainRequests requests_{plan_, number_, net::SteadyTime::max()};
  LastHead last_head_;
  HttpAnswer http_{{.method = wire::Method::kPut}, last_head_};
  LineAnswer line_{LineShape::kInvitation};
  std::string why_;
};

// The files that were made, and why no more were.
struct Batch {
  std::vector<std::string> names{};
  std::string problem{};
  bool interrupted = false;
};

Batch make_on_target(Maker& maker, std::uint64_t count, int interrupt) {
  Batch batch;
  batch.names.reserve(count);
  while (batch.names.size() < count) {
    batch.interrupted = is_readable(interrupt);
    if (batch.interrupted) return batch;
    std::optional<std::string> name = maker.make(batch.names.size());
    if (!name) batch.problem = maker.why();
    if (!name) return batch;
    batch.names.push_back(std::move(*name));
  }
  return batch;
}

// Deletes what was made so far, and throws.
[[noreturn]] void give_up(const Plan& plan, std::vector<MadeFiles> made, const std::string& what,
                          ExitCode code) {
  constexpr Duration kPatience = std::chrono::seconds(3);
  Plan unused{.options = plan.options,
              .targets = plan.targets,
              .redirect_to = plan.redirect_to,
              .made_files = std::move(made)};
  const auto report = delete_made_files(unused, kPatience, -1);
  throw Error(report.left == 0
                  ? what
                  : fmt::format("{}; {} left there: {}", what,
                                counted(report.left, "file is", "files are"), report.why),
              code);
}

// The clients of one target among all.
std::uint64_t clients_of(std::size_t target, const Plan& plan) {
  const std::uint64_t targets = plan.targets.size();
  return plan.options.client_pool / targets + (target < plan.options.client_pool % targets ? 1 : 0);
}

}  // namespace

std::uint64_t count_of_files(const ClientOptions& options) {
  const Duration timed = options.warmup + std::max(options.min_duration, options.duration);
  const std::uint64_t count =
      options.files > 0 ? options.files * options.client_pool
                        : contract::files_to_make({.clients = options.client_pool,
                                                   .requests = options.requests,
                                                   .rate = options.rate,
                                                   .timed_s = to_seconds(timed),
                                                   .think_s = to_seconds(options.think_time),
                                                   .volume_bytes = volume_bytes(options)});
  if (count > kMostFiles)
    throw Error(
        fmt::format("--operation {} would make {} files beforehand, but {} is the limit: "
                    "lower --files, --requests or --rate",
                    options.operation->name, count, kMostFiles));
  return count;
}

std::vector<MadeFiles> make_files(const Plan& plan, int interrupt) {
  const std::uint64_t all = count_of_files(plan.options);
  const std::string run = chance_number();
  std::vector<MadeFiles> made;
  for (std::size_t i = 0; i < plan.targets.size(); ++i) {
    // Rounded up, so that every client finds as many as it may ask for.
    const std::uint64_t clients = plan.options.client_pool;
    const std::uint64_t count = (all * clients_of(i, plan) + clients - 1) / clients;
    Maker maker(plan, i, fmt::format("{}_{}", run, i));
    Batch batch = make_on_target(maker, count, interrupt);
    made.emplace_back(std::move(batch.names));
    if (batch.interrupted)
      give_up(plan, std::move(made), "interrupted while it made files", ExitCode::kInterrupted);
    if (!batch.problem.empty())
      give_up(plan, std::move(made),
              fmt::format("cannot make the files for --operation {} on {}: {}",
                          plan.options.operation->name, plan.targets[i].name, batch.problem),
              ExitCode::kUnable);
  }
  return made;
}

}  // namespace gauntlet::client_pool
