#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text_layout.h"
#include "base/units.h"
#include "base/utf8.h"
#include "client_pool/report.h"

namespace gauntlet::client_pool {
namespace {

constexpr const char* kNotMeasured = "-";

// Lines of "name: value", the values below each other.
class Lines {
 public:
  void add(std::string_view name, std::string_view value) {
    lines_.push_back({fmt::format("{}:", name), std::string(value)});
  }
  std::string text() const { return aligned(lines_, "<<", 1); }

 private:
  std::vector<std::vector<std::string>> lines_;
};

std::string count(std::uint64_t value) { return format_count(static_cast<double>(value)); }

std::string seconds(const std::optional<double>& value) {
  return value ? format_seconds(*value) : kNotMeasured;
}

std::string rate(const std::optional<double>& value) {
  return value ? format_rate(*value) : kNotMeasured;
}

std::string spread(const std::optional<contract::Spread>& spread) {
  if (!spread) return kNotMeasured;
  return fmt::format("{} / {} / {}", format_seconds(spread->min), format_seconds(spread->median),
                     format_seconds(spread->max));
}

// "p50 1.20 ms, p90 3.00 ms"
std::string percentiles(const metrics::Histogram& times) {
  std::string text;
  for (const auto& [name, quantile] : contract::kPercentiles) {
    const auto value = times.quantile_s(quantile);
    const std::string_view bare =
        std::string_view(name).substr(0, std::string_view(name).find('_'));
    if (value)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", bare, format_seconds(*value));
  }
  return text.empty() ? "- (too few requests)" : text;
}

// What was measured beside the response times, as far as it was.
void add_times(Lines& lines, const contract::ClientReport& report) {
  if (report.schedule) lines.add("From sending", percentiles(report.service));
  if (report.ttfb.count() > 0) lines.add("To the first byte", percentiles(report.ttfb));
  if (report.connect.count() > 0) lines.add("To connect", percentiles(report.connect));
}

void add_schedule(Lines& lines, const contract::ClientReport& report) {
  if (!report.schedule) return;
  lines.add("Rate", fmt::format("{} requests/s asked for, {} kept",
                                format_count(report.schedule->asked_rate),
                                format_count(report.schedule->achieved_rate)));
  lines.add("Sent late", percentiles(report.late));
  if (report.schedule->missed) lines.add("Beware", report.schedule->why);
}

void add_spans(Lines& lines, const contract::ClientReport& report) {
  lines.add("Total duration", format_seconds(report.duration_s));
  lines.add("All clients active", format_seconds(report.steady_s));
  if (report.warmup_requests > 0)
    lines.add("Warm-up", counted(report.warmup_requests, "request") + ", not counted");
}

void add_uploads(Lines& lines, const contract::ClientReport& report) {
  if (!report.uploads) return;
  const auto& [deleted, left, why] = *report.uploads;
  std::string text = count(deleted) + " deleted after the run";
  if (left > 0) text += fmt::format(", {} left on the server: {}", count(left), why);
  lines.add(report.files ? "Files left over" : "Uploads", text);
}

void add_files(Lines& lines, const contract::ClientReport& report) {
  if (!report.files) return;
  lines.add("Files made before",
            fmt::format("{}{}", count(report.files->made),
                        report.files->ran_out ? ", which did not last: raise --files" : ""));
}

// "10 requests on 2 connections, mean 1.20 ms, max 3.00 ms; 1 failed; 4 connections refused"
std::string describe(const contract::TargetReport& target) {
  std::string text = fmt::format("{} on {}", counted(target.requests, "request"),
                                 counted(target.connections, "connection"));
  if (target.avg_time_s)
    text +=
        fmt::format(", mean {}, max {}", seconds(target.avg_time_s), seconds(target.max_time_s));
  if (target.failed_requests > 0) text += fmt::format("; {} failed", count(target.failed_requests));
  if (target.refused > 0)
    text += fmt::format("; {} refused", counted(target.refused, "connection"));
  return text;
}

// How the clients' work fell on several targets.
void add_targets(Lines& lines, const contract::ClientReport& report) {
  constexpr std::size_t kMost = 16;
  if (report.targets.size() < 2) return;
  for (std::size_t i = 0; i < std::min(kMost, report.targets.size()); ++i)
    lines.add(report.targets[i].target, describe(report.targets[i]));
  if (report.targets.size() > kMost)
    lines.add("And",
              fmt::format("{} targets more, which --json lists", report.targets.size() - kMost));
}

void add_errors(Lines& lines, const contract::ClientReport& report) {
  if (report.errors.empty()) return;
  lines.add("Errors", contract::describe_errors(report));
  lines.add("First error", printable(report.first_error));
}

}  // namespace

std::string summary(const contract::ClientReport& report, std::string_view url) {
  const contract::Rates rates = contract::rates_of(report);
  Lines lines;
  lines.add("Mode", fmt::format("{} ({})", report.mode, counted(report.workers, "worker")));
  lines.add("Operation", fmt::format("{} ({})", report.operation, report.protocol));
  if (!url.empty()) lines.add("URL", printable(url));
  lines.add("Client pool size", count(report.client_pool));
  lines.add("Volume", report.volume > 0 ? format_volume(report.volume) : kNotMeasured);
  lines.add("Average time per client", seconds(rates.avg_time_s));
  lines.add("Throughput per client", rate(rates.throughput_Bps));
  lines.add("Success/failure",
            fmt::format("{}/{} clients, {}/{} requests", count(report.success), count(report.fail),
                        count(report.requests), count(report.failed_requests)));
  add_spans(lines, report);
  lines.add("Aggregate throughput",
            rates.requests_per_s ? fmt::format("{}, {} requests/s", rate(rates.aggregate_Bps),
                                               format_count(*rates.requests_per_s))
                                 : std::string(kNotMeasured));
  lines.add("Received or sent", format_bytes(static_cast<double>(report.bytes)));
  lines.add("Response time", fmt::format("min {}, max {}", seconds(report.latency.min_s()),
                                         seconds(report.latency.max_s())));
  lines.add("Percentiles", percentiles(report.latency));
  add_times(lines, report);
  add_schedule(lines, report);
  lines.add("Clients' mean times", spread(report.client_mean_s) + " (min / median / max)");
  lines.add("Verified", report.verified);
  add_targets(lines, report);
  if (report.rejected > 0) lines.add("Turned away", counted(report.rejected, "request"));
  if (report.retries > 0) lines.add("Sent once more", counted(report.retries, "request"));
  add_files(lines, report);
  add_uploads(lines, report);
  add_errors(lines, report);
  return lines.text();
}

}  // namespace gauntlet::client_pool
