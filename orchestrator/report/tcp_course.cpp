#include "orchestrator/report/tcp_course.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "base/error.h"
#include "base/input_file.h"
#include "contract/operations.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::report {
namespace {

constexpr std::uint64_t kMostBytes = 64 * kMiB;

// Where the figures stand that are needed, by the header.
class SampleColumns {
 public:
  explicit SampleColumns(const std::vector<std::string>& header) : header_(header) {}

  // Nothing for an empty field. Throws Error where there is no such column or number.
  std::optional<std::int64_t> number(const table::Record& record, std::string_view name) const {
    const auto place = std::find(header_.begin(), header_.end(), name) - header_.begin();
    if (place == std::ssize(header_) || place >= std::ssize(record.fields))
      throw Error("a column is missing");
    const std::string& text = record.fields[static_cast<std::size_t>(place)];
    if (text.empty()) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw Error("no number");
    return value;
  }
  std::int64_t required(const table::Record& record, std::string_view name) const {
    if (const auto value = number(record, name)) return *value;
    throw Error("a figure is missing");
  }

 private:
  std::vector<std::string> header_;
};

struct Sums {
  double cwnd_bytes = 0;
  double in_flight_bytes = 0;
  double rtt_us = 0;
  std::uint64_t samples = 0;
  std::uint64_t timed = 0;
  std::uint64_t retransmits = 0;
};

// The samples, taken together window by window.
class TcpWindows {
 public:
  TcpWindows(std::int64_t begin_ns, Duration window) : begin_ns_(begin_ns), window_(window) {}

  void add(const SampleColumns& columns, const table::Record& record) {
    const std::int64_t at_ns = columns.required(record, "monotonic_ns") - begin_ns_;
    // A connection is known by its worker and port; one that takes up a port begins with less.
    std::int64_t& before =
        retransmits_[{columns.required(record, "worker"), columns.required(record, "client_port")}];
    const std::int64_t now = columns.required(record, "retransmits");
    const std::int64_t new_ones = now >= before ? now - before : now;
    before = now;
    if (at_ns < 0) return;
    Sums& sums = windows_[at_ns / window_.count()];
    ++sums.samples;
    sums.cwnd_bytes += static_cast<double>(columns.required(record, "cwnd_bytes"));
    sums.in_flight_bytes += static_cast<double>(columns.required(record, "in_flight_bytes"));
    sums.retransmits += static_cast<std::uint64_t>(new_ones);
    const auto rtt = columns.number(record, "rtt_us");
    if (!rtt) return;
    ++sums.timed;
    sums.rtt_us += static_cast<double>(*rtt);
  }

  std::vector<TcpWindow> take() const {
    std::vector<TcpWindow> windows;
    for (const auto& [number, sums] : windows_) {
      const auto samples = static_cast<double>(sums.samples);
      TcpWindow& window = windows.emplace_back(
          TcpWindow{.middle_s = (static_cast<double>(number) + 0.5) * to_seconds(window_),
                    .cwnd_bytes = sums.cwnd_bytes / samples,
                    .in_flight_bytes = sums.in_flight_bytes / samples,
                    .retransmits = sums.retransmits});
      if (sums.timed > 0) window.rtt_s = sums.rtt_us / static_cast<double>(sums.timed) / 1e6;
    }
    return windows;
  }

 private:
  std::int64_t begin_ns_;
  Duration window_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> retransmits_{};
  std::map<std::int64_t, Sums> windows_{};
};

std::vector<TcpWindow> read_windows(const std::filesystem::path& file, std::int64_t counting_ns,
                                    Duration window) {
  const std::string text = read_input(file, kMostBytes);
  table::RecordReader reader(text, ',', file.string());
  table::Record record;
  if (!reader.next(record)) return {};
  const SampleColumns columns(record.fields);
  TcpWindows windows(counting_ns, window);
  while (reader.next(record)) windows.add(columns, record);
  return windows.take();
}

}  // namespace

std::optional<TcpCourse> read_tcp_course(const table::Row& row, const std::filesystem::path& table,
                                         std::int64_t counting_ns, Duration window) {
  const contract::Operation* const operation = contract::find_operation(row.operation);
  const bool down = operation == nullptr || operation->flow == contract::Flow::kDown;
  for (const char* side : {"server", "client"}) {
    if (!down && side == std::string_view("server")) continue;
    try {
      const auto file = sweep::Sidecar::tcp_file(table, row.scenario, row.pass.value_or(1), side);
      TcpCourse course{.side = side, .windows = read_windows(file, counting_ns, window)};
      if (!course.windows.empty()) return course;
    } catch (const Error&) {  // it is as if it were not there
    }
  }
  return std::nullopt;
}

}  // namespace gauntlet::orchestrator::report
