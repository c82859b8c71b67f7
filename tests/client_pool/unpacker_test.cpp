#include "client_pool/unpacker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

namespace gauntlet::client_pool {
namespace {

using testing::HasSubstr;

void fill(std::string& block, std::size_t at, std::string_view text) {
  block.replace(at, text.size(), text);
}

// A file as tar has it: its header, and its content in blocks.
std::string tar_file(const std::string& name, const std::string& content) {
  std::string header(512, '\0');
  std::array<char, 16> octal{};
  fill(header, 0, name);
  fill(header, 100, "0000644");
  std::snprintf(octal.data(), octal.size(), "%011zo", content.size());
  fill(header, 124, octal.data());
  fill(header, 148, "        ");
  header[156] = '0';
  fill(header, 257,
       std::string_view("ustar\0"
                        "00",
                        8));
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  std::snprintf(octal.data(), octal.size(), "%06o", sum);
  fill(header, 148, std::string(octal.data(), 7));
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

const std::string kTarEnd(1024, '\0');

// What is said of an archive that comes in pieces of so many bytes.
std::string problem_with(const std::string& archive, const FileSizes& expected,
                         std::size_t step = 1000) {
  Unpacker unpacker(expected);
  for (std::size_t at = 0; at < archive.size(); at += step)
    unpacker.put(std::string_view(archive).substr(at, step));
  return unpacker.finish();
}

TEST(Unpacker, FindsNothingWrongWithWhatWasExpected) {
  const std::string archive = tar_file("a", "12345") + tar_file("sub/b\xFF", "") + kTarEnd;
  for (const std::size_t step : {1u, 7u, 512u, 100'000u})
    EXPECT_EQ(problem_with(archive, {{"a", 5}, {"sub/b\xFF", 0}}, step), "") << step;
}

TEST(Unpacker, NamesAFileOfAnotherSize) {
  EXPECT_EQ(problem_with(tar_file("a", "12345") + kTarEnd, {{"a", 4}}),
            "'a' has 5 bytes in the archive, and 4 in the search");
}

TEST(Unpacker, NamesAFileThatShouldNotBeThere) {
  EXPECT_EQ(problem_with(tar_file("b", "") + kTarEnd, {{"a", 0}}),
            "the archive holds 'b', which the search does not");
}

TEST(Unpacker, NamesAFileThatComesTwice) {
  EXPECT_EQ(problem_with(tar_file("a", "") + tar_file("a", "") + kTarEnd, {{"a", 0}, {"b", 0}}),
            "the archive holds 'a' twice");
}

TEST(Unpacker, SaysHowManyAreMissing) {
  EXPECT_EQ(problem_with(tar_file("a", "") + kTarEnd, {{"a", 0}, {"b", 0}}),
            "the archive holds 1 file, and the search 2");
}

TEST(Unpacker, SaysThatSomethingIsNoArchive) {
  EXPECT_THAT(problem_with(std::string(5000, 'x'), {{"a", 0}}),
              HasSubstr("the archive cannot be read: "));
}

TEST(Unpacker, SaysThatAnArchiveIsCutShort) {
  const std::string archive = tar_file("a", std::string(2000, 'x'));
  EXPECT_THAT(problem_with(archive.substr(0, 1000), {{"a", 2000}}),
              HasSubstr("the archive cannot be read: "));
}

TEST(Unpacker, DoesNotWaitForBytesThatNobodyReads) {
  EXPECT_NE(problem_with(std::string(10'000'000, 'x'), {{"a", 0}}, 1'000'000), "");
}

TEST(Unpacker, EndsWithoutItsArchivesEnd) {
  const FileSizes expected{{"a", 5}};
  Unpacker unpacker(expected);
  unpacker.put(tar_file("a", "12345"));
}

}  // namespace
}  // namespace gauntlet::client_pool
