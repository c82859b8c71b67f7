#include "orchestrator/run/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <system_error>

#include "base/content.h"
#include "base/error.h"
#include "base/file_digest.h"
#include "base/unique_fd.h"
#include "contract/files_to_make.h"
#include "contract/tree_shape.h"

namespace gauntlet::orchestrator::run {
namespace {

namespace fs = std::filesystem;

std::uint64_t volume_bytes(const matrix::Scenario& scenario) {
  return static_cast<std::uint64_t>(
      std::llround(scenario.number("volume") * static_cast<double>(kMiB)));
}

// The scenario's root below the folder of the sweep. Scenarios of the same one share their files.
fs::path root_name(const matrix::Scenario& scenario) {
  const fs::path seed = "seed_" + scenario.text("seed");
  const contract::Operation& operation = scenario.operation();
  if (operation.files != contract::Files::kFolder) return seed / operation.name;
  if (scenario.text("tree") != "none") return seed / ("tree_" + scenario.text("tree"));
  return seed / ("folder_" + scenario.text("volume"));
}

void write_file(const fs::path& path, std::uint64_t seed, std::uint64_t size) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) throw_errno(fmt::format("cannot create '{}'", path.string()));
  const std::uint32_t crc32c = write_content(file.get(), path.c_str(), seed, size);
  struct stat status {};
  if (::fstat(file.get(), &status) == 0) store_digest(file.get(), status, crc32c);
}

void check_space(const fs::path& folder, std::uint64_t needed) {
  constexpr std::uint64_t kReserve = 64 * kMiB;  // for the table, reports and logs
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0)
    throw_errno(fmt::format("cannot tell the free space of '{}'", folder.string()));
  const std::uint64_t available = std::uint64_t{status.f_bavail} * status.f_frsize;
  if (available >= needed + kReserve) return;
  throw Error(fmt::format("'{}' has {} free, but the sweep's files and uploads need {}; free some "
                          "space or choose another folder by --data",
                          folder.string(), format_bytes(static_cast<double>(available)),
                          format_bytes(static_cast<double>(needed + kReserve))),
              ExitCode::kUnable);
}

void make_listed(const fs::path& folder, const matrix::Scenario& scenario,
                 const process::Interrupt& interrupt) {
  for (std::uint64_t i = 1; i <= scenario.integer("volume"); ++i)
    if (!interrupt.raised())
      write_file(folder / fmt::format("file_{:05}.bin", i), scenario.integer("seed") + i, kMiB);
}

void make_tree(const fs::path& folder, const contract::TreeShape& shape, std::uint64_t seed,
               const process::Interrupt& interrupt) {
  for (const std::string& each : contract::tree_folders(shape)) make_folder(folder / each);
  std::uint64_t content = seed;
  for (const contract::TreeFile& file : contract::tree_files(shape, seed))
    if (!interrupt.raised()) write_file(folder / file.path, content++, file.size);
}

// What a folder that is listed, searched or packed holds.
void fill_folder(const fs::path& folder, const matrix::Scenario& scenario,
                 const process::Interrupt& interrupt) {
  const auto shape = contract::parse_tree_shape(scenario.text("tree"));
  if (shape)
    make_tree(folder, *shape, scenario.integer("seed"), interrupt);
  else
    make_listed(folder, scenario, interrupt);
}

void make_root(const fs::path& folder, const matrix::Scenario& scenario,
               const process::Interrupt& interrupt) {
  const contract::Files files = scenario.operation().files;
  const bool is_new = !fs::exists(folder);
  make_folder(folder);
  if (files == contract::Files::kFolder && is_new) fill_folder(folder, scenario, interrupt);
  if (files != contract::Files::kOne || interrupt.raised()) return;
  const fs::path file = requested_file(folder, scenario);
  if (!fs::exists(file)) write_file(file, scenario.integer("seed"), volume_bytes(scenario));
}

// How many files client_pool has on the server at a time.
std::uint64_t files_of_clients(const matrix::Scenario& scenario, std::uint64_t volume) {
  const std::uint64_t clients = scenario.integer("client_pool");
  if (scenario.operation().files != contract::Files::kMade) return clients;
  const Duration timed = scenario.duration("warmup") +
                         std::max(scenario.duration("min_duration"), scenario.duration("duration"));
  return contract::files_to_make({.clients = clients,
                                  .requests = scenario.integer("requests"),
                                  .rate = scenario.number("rate"),
                                  .timed_s = to_seconds(timed),
                                  .think_s = to_seconds(scenario.duration("think_time")),
                                  .volume_bytes = volume});
}

}  // namespace

fs::path requested_file(const fs::path& root, const matrix::Scenario& scenario) {
  return root / fmt::format("file_{}MB.bin", scenario.text("volume"));
}

std::uint64_t space_needed(const std::vector<matrix::Scenario>& scenarios) {
  std::map<std::string, std::uint64_t> files;  // by root and volume
  std::uint64_t uploads = 0;
  for (const matrix::Scenario& scenario : scenarios) {
    const std::uint64_t volume = volume_bytes(scenario);
    if (!contract::leaves_files(scenario.operation()))
      files[root_name(scenario) / scenario.text("volume")] = volume;
    else if (scenario.text("store") == "disk")
      uploads = std::max(uploads, volume * files_of_clients(scenario, volume));
  }
  std::uint64_t sum = uploads;
  for (const auto& [name, bytes] : files) sum += bytes;
  return sum;
}

TestFiles::TestFiles(const fs::path& parent, const std::vector<matrix::Scenario>& scenarios,
                     const process::Interrupt& interrupt)
    : folder_(parent, "gauntlet_data_") {
  add(scenarios, interrupt);
}

void TestFiles::add(const std::vector<matrix::Scenario>& scenarios,
                    const process::Interrupt& interrupt) {
  check_space(folder_.path(), space_needed(scenarios));
  for (const matrix::Scenario& scenario : scenarios) make_root(root(scenario), scenario, interrupt);
}

fs::path TestFiles::root(const matrix::Scenario& scenario) const {
  return folder_.path() / root_name(scenario);
}

void TestFiles::clean(const matrix::Scenario& scenario) const {
  if (!contract::leaves_files(scenario.operation())) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(root(scenario)))
    fs::remove_all(entry.path());
}

}  // namespace gauntlet::orchestrator::run
