// A tree of folders and files that a scenario's server is given: what the setting `tree` says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::contract {

struct TreeShape {
  std::uint64_t folders = 1;
  std::uint64_t files = 1;
  // How large a file is: the median in bytes, and how far the logarithms of sizes scatter (the
  // standard deviation of their natural logarithm); 0: every file has that size.
  std::uint64_t median = 0;
  double sigma = 0;

  bool operator==(const TreeShape&) const = default;
};

// "folders:100_files:10000_lognormal:16KiB:1.5", "folders:1_files:10_fixed:1MiB"; nothing for any
// other text.
std::optional<TreeShape> parse_tree_shape(std::string_view text);
std::string to_text(const TreeShape& shape);

// The same of its parts as people write them in a matrix file: "100", "10000", and for sizes
// "lognormal(16K, 1.5)" or "fixed(1MiB)".
std::optional<TreeShape> parse_tree_shape(std::string_view folders, std::string_view files,
                                          std::string_view sizes);

struct TreeFile {
  std::string path{};      // below the tree's root: "d1/d17/file_00042.pdf"
  std::uint64_t size = 0;  // bytes
};

// All folders of the tree, each after the one that it lies in.
std::vector<std::string> tree_folders(const TreeShape& shape);
// All files of the tree, spread over all folders. The same seed gives the same sizes.
std::vector<TreeFile> tree_files(const TreeShape& shape, std::uint64_t seed);
// The bytes of all files.
std::uint64_t tree_bytes(const TreeShape& shape, std::uint64_t seed);

}  // namespace gauntlet::contract
