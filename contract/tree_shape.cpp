#include "contract/tree_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "base/split.h"
#include "base/units.h"

namespace gauntlet::contract {
namespace {

constexpr std::uint64_t kMostFolders = 100'000;
constexpr std::uint64_t kMostFiles = 1'000'000;
constexpr double kMostSigma = 5;
constexpr std::uint64_t kMostFileBytes = kGiB;
constexpr std::uint64_t kFanOut = 10;  // folders in a folder

bool read_count(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool is_within(const TreeShape& shape) {
  return shape.folders >= 1 && shape.folders <= kMostFolders && shape.files >= 1 &&
         shape.files <= kMostFiles && shape.median <= kMostFileBytes && shape.sigma >= 0 &&
         shape.sigma <= kMostSigma;
}

// How large files are, in words: "lognormal" or "fixed", a size, and for the first a number.
struct Sizes {
  std::string_view word;
  std::string_view median;
  std::string_view sigma;
};

bool read_sizes(const Sizes& sizes, TreeShape& shape) {
  const auto bytes = parse_size(sizes.median);
  if (!bytes) return false;
  shape.median = *bytes;
  if (sizes.word == "fixed") return sizes.sigma.empty();
  shape.sigma = parse_number(sizes.sigma).value_or(0);
  return sizes.word == "lognormal" && shape.sigma > 0;
}

std::optional<TreeShape> make_shape(std::string_view folders, std::string_view files,
                                    const Sizes& sizes) {
  TreeShape shape;
  const bool readable = read_count(folders, shape.folders) && read_count(files, shape.files) &&
                        read_sizes(sizes, shape);
  return readable && is_within(shape) ? std::optional(shape) : std::nullopt;
}

// Folder 0 is the root; number i > 0 lies in number (i - 1) / kFanOut.
std::string path_of_folder(std::uint64_t number) {
  if (number == 0) return {};
  return fmt::format("{}d{}/", path_of_folder((number - 1) / kFanOut), number);
}

// Random numbers that are the same on every machine (splitmix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // Above 0, at most 1.
  double uniform() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    z ^= z >> 31;
    return (static_cast<double>(z >> 11) + 1) / 9007199254740992.0;  // of 2^53
  }
  // Of the standard normal distribution (Box and Muller).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

std::vector<std::uint64_t> sizes_of(const TreeShape& shape, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::uint64_t> sizes(shape.files, shape.median);
  if (shape.sigma == 0) return sizes;
  for (std::uint64_t& size : sizes) {
    const double drawn =
        static_cast<double>(shape.median) * std::exp(shape.sigma * random.normal());
    size = std::min(static_cast<std::uint64_t>(std::llround(drawn)), kMostFileBytes);
  }
  return sizes;
}

}  // namespace

std::optional<TreeShape> parse_tree_shape(std::string_view text) {
  std::string_view folders = take_until(text, '_');
  std::string_view files = take_until(text, '_');
  if (take_until(folders, ':') != "folders" || take_until(files, ':') != "files")
    return std::nullopt;
  const std::string_view word = take_until(text, ':');
  const std::string_view median = take_until(text, ':');
  return make_shape(folders, files, {word, median, text});
}

std::optional<TreeShape> parse_tree_shape(std::string_view folders, std::string_view files,
                                          std::string_view sizes) {
  if (!sizes.ends_with(')')) return std::nullopt;
  sizes.remove_suffix(1);
  const std::string_view word = take_until(sizes, '(');
  const std::string_view median = take_until(sizes, ',');
  sizes.remove_prefix(std::min(sizes.find_first_not_of(' '), sizes.size()));
  return make_shape(folders, files, {word, median, sizes});
}

std::string to_text(const TreeShape& shape) {
  const std::string median = exact_size(shape.median);
  return fmt::format("folders:{}_files:{}_{}", shape.folders, shape.files,
                     shape.sigma > 0 ? fmt::format("lognormal:{}:{}", median, shape.sigma)
                                     : fmt::format("fixed:{}", median));
}

std::vector<std::string> tree_folders(const TreeShape& shape) {
  std::vector<std::string> folders;
  for (std::uint64_t i = 1; i < shape.folders; ++i) folders.push_back(path_of_folder(i));
  return folders;
}

std::vector<TreeFile> tree_files(const TreeShape& shape, std::uint64_t seed) {
  constexpr std::array kExtensions{"txt", "pdf", "jpg", "log", "bin"};
  const std::vector<std::uint64_t> sizes = sizes_of(shape, seed);
  std::vector<std::string> folders = tree_folders(shape);
  folders.insert(folders.begin(), "");
  std::vector<TreeFile> files;
  for (std::uint64_t i = 0; i < shape.files; ++i)
    files.push_back({.path = fmt::format("{}file_{:05}.{}", folders[i % shape.folders], i + 1,
                                         kExtensions[i / shape.folders % kExtensions.size()]),
                     .size = sizes[i]});
  return files;
}

std::uint64_t tree_bytes(const TreeShape& shape, std::uint64_t seed) {
  std::uint64_t sum = 0;
  for (const std::uint64_t size : sizes_of(shape, seed)) sum += size;
  return sum;
}

}  // namespace gauntlet::contract
