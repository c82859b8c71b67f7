#include "orchestrator/report/pictures/gnuplot.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <system_error>

#include "base/error.h"
#include "orchestrator/process/child.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr std::chrono::seconds kPatience{60};  // for one picture; a usual one takes 0.2 s

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) throw_errno(fmt::format("cannot write '{}'", file.string()));
}

// gnuplot shows the offending line first, then says what is wrong with it.
std::string last_line(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::string last;
  while (std::getline(in, line)) {
    if (!line.empty()) last = line;
  }
  return last;
}

}  // namespace

TemporaryFolder::TemporaryFolder() : OwnFolder(folder_for_temporaries(), "gauntlet_plots_") {}

std::string run_gnuplot(const Drawing& drawing, const std::string& format,
                        const std::filesystem::path& work) {
  const auto file = [&](const std::string& extension) {
    return work / (drawing.name + "." + extension);
  };
  write_file(file("dat"), drawing.data);
  write_file(file("gp"), drawing.script);
  const std::filesystem::path log = file("log");
  std::filesystem::remove(log);
  try {
    // Without the user's own settings, which could change anything.
    process::Child gnuplot({.argv = {"gnuplot", "--default-settings", "-c", file("gp").string(),
                                     format, file(format).string(), file("dat").string()},
                            .stderr_file = log.string()});
    const auto status = gnuplot.wait(std::chrono::steady_clock::now() + kPatience);
    if (!status) return fmt::format("gnuplot took longer than {} s", kPatience.count());
    if (status->clean()) return {};
    return fmt::format("gnuplot {}: {}", to_string(*status), last_line(log));
  } catch (const Error& error) {
    return fmt::format("{}; install gnuplot (Debian: gnuplot-nox)", error.what());
  }
}

}  // namespace gauntlet::orchestrator::report::pictures
