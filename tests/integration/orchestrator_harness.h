// What the tests of the real orchestrator have in common: it runs with the real server_pool and
// client_pool, on loopback. Every wait has a deadline.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/process/child.h"
#include "orchestrator/table/csv.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator {

namespace fs = std::filesystem;

inline constexpr const char* kPrograms = GAUNTLET_BIN_DIR;
inline constexpr std::chrono::minutes kPatience{3};

inline process::SteadyTime deadline() { return std::chrono::steady_clock::now() + kPatience; }

// Runs orchestrator with its results in a folder of the test.
class Orchestrator : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  // Both of its streams are read as one.
  std::unique_ptr<process::Child> start(const std::vector<std::string>& arguments) const {
    std::vector<std::string> argv{"sh", "-c", "exec \"$0\" \"$@\" 2>&1",
                                  std::string(kPrograms) + "/orchestrator"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return std::make_unique<process::Child>(process::ChildOptions{.argv = argv});
  }

  std::unique_ptr<process::Child> start_run(const fs::path& file, const fs::path& programs) const {
    return start({"run", file.string(), "--results", results().string(), "--programs",
                  programs.string(), "--no-plots"});
  }

  struct Ended {
    int code;
    std::string output;
  };

  static Ended finish(process::Child& child) {
    std::string output;
    std::string line;
    while (child.read_line(line, deadline()) == process::Got::kLine) output += line + "\n";
    const auto status = child.wait(deadline());
    return {status ? status->code : -1, output};
  }

  Ended run(const std::vector<std::string>& arguments) const {
    const auto child = start(arguments);
    return finish(*child);
  }

  fs::path results() const { return folder_ / "results"; }

  static fs::path table_in(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".csv") return entry.path();
    return {};
  }

  fs::path table_file() const { return table_in(results()); }

  std::vector<table::Row> rows() const { return table::read_table(table_file()).rows; }

  std::size_t count_in(const fs::path& folder) const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) count += entry.exists() ? 1 : 0;
    return count;
  }

  TemporaryFolder folder_{};
};

// A folder of programs that say their pid through a FIFO before they become the real ones.
class Announced {
 public:
  explicit Announced(const fs::path& parent) : folder_(parent / "programs") {
    fs::create_directories(folder_);
    const fs::path fifo = folder_ / "fifo";
    ::mkfifo(fifo.c_str(), 0600);
    fifo_.reset(::open(fifo.c_str(), O_RDWR | O_CLOEXEC));
    for (const char* name : {"server_pool", "client_pool"}) {
      std::ofstream(folder_ / name) << fmt::format(
          "#!/bin/sh\necho $$ > '{}'\nexec '{}/{}' \"$@\"\n", fifo.string(), kPrograms, name);
      fs::permissions(folder_ / name, fs::perms::owner_all);
    }
  }

  const fs::path& folder() const { return folder_; }

  // The pid of the next program that starts; 0 when none does in time.
  int next_pid() const {
    std::string text;
    while (!text.ends_with('\n')) {
      pollfd waiting{fifo_.get(), POLLIN, 0};
      constexpr int kPatienceMs = 180'000;
      if (::poll(&waiting, 1, kPatienceMs) != 1) return 0;
      char letter = 0;
      if (::read(fifo_.get(), &letter, 1) == 1) text += letter;
    }
    return std::stoi(text);
  }

 private:
  fs::path folder_;
  UniqueFd fifo_{};
};

}  // namespace gauntlet::orchestrator
