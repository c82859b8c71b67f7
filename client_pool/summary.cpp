#include <fmt/format.h>

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
    text_ += fmt::format("{:<25}{}\n", fmt::format("{}:", name), value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string seconds(const std::optional<double>& value) {
  return value ? format_seconds(*value) : kNotMeasured;
}

std::string rate(const std::optional<double>& value) {
  return value ? format_rate(*value) : kNotMeasured;
}

std::string spread(const std::optional<metrics::Spread>& spread) {
  if (!spread) return kNotMeasured;
  return fmt::format("{} / {} / {}", format_seconds(spread->min), format_seconds(spread->median),
                     format_seconds(spread->max));
}

// "p50 1.20 ms, p90 3.00 ms"
std::string percentiles(const metrics::Histogram& times) {
  std::string text;
  for (const auto& [name, quantile] : metrics::kPercentiles) {
    const auto value = times.quantile_s(quantile);
    const std::string_view bare =
        std::string_view(name).substr(0, std::string_view(name).find('_'));
    if (value)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", bare, format_seconds(*value));
  }
  return text.empty() ? "- (too few requests)" : text;
}

// What was measured beside the response times, as far as it was.
void add_times(Lines& lines, const metrics::ClientReport& report) {
  if (report.schedule) lines.add("From sending", percentiles(report.service));
  if (report.ttfb.count() > 0) lines.add("To the first byte", percentiles(report.ttfb));
  if (report.connect.count() > 0) lines.add("To connect", percentiles(report.connect));
}

void add_schedule(Lines& lines, const metrics::ClientReport& report) {
  if (!report.schedule) return;
  lines.add("Rate", fmt::format("{:.6g} requests/s asked for, {:.6g} kept",
                                report.schedule->asked_rate, report.schedule->achieved_rate));
  lines.add("Sent late", percentiles(report.late));
  if (report.schedule->missed) lines.add("Beware", report.schedule->why);
}

void add_spans(Lines& lines, const metrics::ClientReport& report) {
  lines.add("Total duration", format_seconds(report.duration_s));
  lines.add("All clients active", format_seconds(report.steady_s));
  if (report.warmup_requests > 0)
    lines.add("Warm-up", fmt::format("{} requests, not counted", report.warmup_requests));
}

void add_uploads(Lines& lines, const metrics::ClientReport& report) {
  if (!report.uploads) return;
  const auto& [deleted, left, why] = *report.uploads;
  std::string text = fmt::format("{} deleted after the run", deleted);
  if (left > 0) text += fmt::format(", {} left on the server: {}", left, why);
  lines.add(report.files ? "Files left over" : "Uploads", text);
}

void add_files(Lines& lines, const metrics::ClientReport& report) {
  if (!report.files) return;
  lines.add("Files made before",
            fmt::format("{}{}", report.files->made,
                        report.files->ran_out ? ", which did not last: raise --files" : ""));
}

void add_errors(Lines& lines, const metrics::ClientReport& report) {
  if (report.errors.empty()) return;
  std::string kinds;
  for (const auto& [kind, count] : report.errors)
    kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", kind, count);
  lines.add("Errors", kinds);
  lines.add("First error", printable(report.first_error));
}

}  // namespace

std::string summary(const metrics::ClientReport& report) {
  const metrics::Derived derived = metrics::derive(report);
  Lines lines;
  lines.add("Mode", fmt::format("{} ({} workers)", report.mode, report.workers));
  lines.add("Operation", fmt::format("{} ({})", report.operation, report.protocol));
  lines.add("Client pool size", fmt::format("{}", report.client_pool));
  lines.add("Volume", fmt::format("{:.6g} MB", report.volume));
  lines.add("Average time per client", seconds(derived.avg_time_s));
  lines.add("Throughput per client", rate(derived.throughput_Bps));
  lines.add("Success/failure", fmt::format("{}/{} clients, {}/{} requests", report.success,
                                           report.fail, report.requests, report.failed_requests));
  add_spans(lines, report);
  lines.add("Aggregate throughput",
            derived.requests_per_s
                ? fmt::format("{}, {:.1f} requests/s", rate(derived.aggregate_Bps),
                              *derived.requests_per_s)
                : std::string(kNotMeasured));
  lines.add("Received or sent", format_bytes(static_cast<double>(report.bytes)));
  lines.add("Response time", fmt::format("min {}, max {}", seconds(report.latency.min_s()),
                                         seconds(report.latency.max_s())));
  lines.add("Percentiles", percentiles(report.latency));
  add_times(lines, report);
  add_schedule(lines, report);
  lines.add("Clients' mean times", spread(report.client_mean_s) + " (min / median / max)");
  lines.add("Verified", report.verified);
  add_files(lines, report);
  add_uploads(lines, report);
  add_errors(lines, report);
  return lines.text();
}

}  // namespace gauntlet::client_pool
