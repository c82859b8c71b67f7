#include "orchestrator/report/pictures/scale.h"

#include <algorithm>
#include <cstddef>

#include "base/text_layout.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

// About, in pixels: of a panel between its axes, and of a letter.
constexpr double kPanelWidth = 310;
constexpr double kLetterWidth = 7.6;
constexpr std::size_t kLettersOfPanel = 36;

double width_of(const std::string& text) {
  return static_cast<double>(text_width(text)) * kLetterWidth;
}

// 1, 2 or 5 times a power of ten: the largest that is not above value.
double round_down(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {5.0, 2.0}) {
    if (step * power <= value) return step * power;
  }
  return power;
}

// How much of an axis it fills, in the axis' own measure.
double length_of(const Extent& extent, int base) {
  return base == 0 ? extent.high : std::log10(extent.high / extent.low) + 0.1;
}

// Texts that do not stand beside each other stand in two rows, the longest cut.
void make_room(XAxis& axis) {
  constexpr std::size_t kLeast = 18;  // letters
  XAxis in_a_row = axis;
  thin_out(in_a_row);
  if (in_a_row.ticks == axis.ticks) return;
  axis.tick_rows = 2;
  const std::size_t room = std::max(kLeast, 2 * kLettersOfPanel / axis.ticks.size());
  for (std::string& text : axis.ticks) text = cut_to(text, room);
}

}  // namespace

XAxis seconds_axis(double end) {
  constexpr double kMostTicks = 6;
  XAxis x{.title = "seconds", .low = 0, .high = end};
  double step = 1;
  for (int i = 0; end / step > kMostTicks; ++i) step *= i % 3 == 1 ? 2.5 : 2;
  for (double place = 0; place <= end; place += step) {
    x.places.push_back(place);
    x.ticks.push_back(fmt::format("{:g}", place));
  }
  return x;
}

void thin_out(XAxis& axis) {
  constexpr double kGap = 6;
  std::vector<double> ends(axis.tick_rows, -INFINITY);
  for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
    double& end = ends[i % axis.tick_rows];
    const double middle = (axis.places[i] - axis.low) / (axis.high - axis.low) * kPanelWidth;
    const double half = width_of(axis.ticks[i]) / 2;
    if (middle < 0 || middle > kPanelWidth || middle - half < end + kGap)
      axis.ticks[i].clear();
    else
      end = middle + half;
  }
}

XAxis x_axis_of(const Axis& axis) {
  const bool by_logarithm = axis.numeric() && axis.numbers.front() > 0;
  XAxis x{.title = title_of(axis), .joined = axis.numeric(), .fits_panels = true};
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    x.places.push_back(by_logarithm ? std::log10(axis.numbers[i]) : static_cast<double>(i));
    x.ticks.push_back(tick(axis, i));
  }
  if (x.places.empty()) return x;
  const double span = x.places.back() - x.places.front();
  const double margin = by_logarithm ? std::max(0.2, 0.07 * span) : 0.5;
  x.low = x.places.front() - margin;
  x.high = x.places.back() + margin;
  if (!axis.numeric()) make_room(x);
  return x;
}

void Extent::cover(const std::optional<double>& value) {
  if (!value) return;
  low = std::min(low, *value);
  high = std::max(high, *value);
}

void Extent::cover(const Extent& other) {
  low = std::min(low, other.low);
  high = std::max(high, other.high);
}

YRange y_range_of(const Extent& extent, int base) {
  constexpr double kMargin = 1.1;                              // so that no point lies on the frame
  if (extent.empty() || extent.high <= 0) return {.base = 0};  // an axis there must be
  if (base == 0) return {.base = 0, .low = 0, .high = extent.high * 1.08};
  if (base == 10)
    return {.base = 10,
            .low = round_down(extent.low / kMargin),
            .high = 1 / round_down(1 / (extent.high * kMargin))};
  const double reach = std::max(1 / extent.low, extent.high);
  const double high = reach <= 1.25 ? 1.25 : std::exp2(std::ceil(std::log2(reach)));
  return {.base = 2, .low = 1 / high, .high = high};
}

bool share_scale(const std::vector<Extent>& extents, int base) {
  Extent all;
  for (const Extent& extent : extents) all.cover(extent);
  return std::all_of(extents.begin(), extents.end(), [&](const Extent& extent) {
    return extent.empty() || length_of(extent, base) >= length_of(all, base) / 3;
  });
}

}  // namespace gauntlet::orchestrator::report::pictures
