#include "orchestrator/outputs/line_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::outputs {
namespace {

using testing::HasSubstr;

// Deadlines that have come: nothing here waits.
const std::chrono::steady_clock::time_point kNow{};

class LinesOf : public testing::Test {
 protected:
  LinesOf() { ::signal(SIGPIPE, SIG_IGN); }

  std::string make_fifo() const {
    const std::string path = (folder_ / "fifo").string();
    ::mkfifo(path.c_str(), 0600);
    return path;
  }

  static UniqueFd reader_of(const std::string& fifo) {
    return UniqueFd(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  }

  static std::string read_all(const UniqueFd& reader) {
    std::string text;
    std::array<char, 4096> chunk;
    for (ssize_t n = 1; n > 0;) {
      n = ::read(reader.get(), chunk.data(), chunk.size());
      if (n > 0) text.append(chunk.data(), static_cast<std::size_t>(n));
    }
    return text;
  }

  static std::string problem_of(const std::string& path) {
    try {
      const LineFile file(path);
      return "";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::kBadInput);
      return error.what();
    }
  }

  TemporaryFolder folder_{};
};

TEST_F(LinesOf, AFileAreAddedToWhatIsThere) {
  folder_.write("f", "before\n");
  LineFile file((folder_ / "f").string());
  std::string text = "one\ntwo\n";
  file.write(text, kNow);
  EXPECT_EQ(text, "");
  EXPECT_EQ(file.problem(), "");
  EXPECT_EQ(folder_.read("f"), "before\none\ntwo\n");
}

TEST_F(LinesOf, AFileThatEndsWithinALineBeginOnALineOfTheirOwn) {
  folder_.write("f", "{\"half");
  LineFile file((folder_ / "f").string());
  std::string text = "one\n";
  file.write(text, kNow);
  EXPECT_EQ(folder_.read("f"), "{\"half\none\n");
}

TEST_F(LinesOf, AFifoWaitForItsReader) {
  const std::string fifo = make_fifo();
  LineFile file(fifo);
  std::string text = "one\n";
  file.write(text, kNow);
  EXPECT_EQ(text, "one\n");
  EXPECT_EQ(file.problem(), "nobody reads it");
  const UniqueFd reader = reader_of(fifo);
  file.write(text, kNow);
  EXPECT_EQ(text, "");
  EXPECT_EQ(read_all(reader), "one\n");
}

TEST_F(LinesOf, AFifoWhoseReaderIsSlowArriveWholeLater) {
  const std::string fifo = make_fifo();
  const UniqueFd reader = reader_of(fifo);
  LineFile file(fifo);
  const std::string all = std::string(100'000, 'x') + "\nlast\n";
  std::string text = all;
  file.write(text, kNow);
  EXPECT_EQ(file.problem(), "its reader is too slow");
  EXPECT_LT(text.size(), all.size());
  std::string arrived = read_all(reader);
  file.write(text, kNow);
  EXPECT_EQ(text, "");
  EXPECT_EQ(arrived + read_all(reader), all);
}

TEST_F(LinesOf, AFifoBeginWholeForTheNextReader) {
  const std::string fifo = make_fifo();
  UniqueFd reader = reader_of(fifo);
  LineFile file(fifo);
  std::string text = std::string(100'000, 'x') + "\nnext\n";
  EXPECT_EQ(file.write(text, kNow), 0u);
  reader.reset();
  EXPECT_EQ(file.write(text, kNow), 1u) << "the line that was begun is dropped";
  EXPECT_EQ(file.problem(), "nobody reads it");
  reader = reader_of(fifo);
  file.write(text, kNow);
  EXPECT_EQ(read_all(reader), "next\n");
}

TEST_F(LinesOf, AFullDeviceAreKept) {
  LineFile file("/dev/full");
  std::string text = "one\n";
  file.write(text, kNow);
  EXPECT_EQ(text, "one\n");
  EXPECT_EQ(file.problem(), "No space left on device");
}

TEST_F(LinesOf, WhatCannotBeWrittenAreRefusedAtOnce) {
  EXPECT_THAT(problem_of((folder_ / "none" / "f").string()), HasSubstr("No such file"));
  EXPECT_THAT(problem_of(folder_.path().string()), HasSubstr("Is a directory"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::outputs
