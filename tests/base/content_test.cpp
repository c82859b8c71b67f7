#include "base/content.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/crc32c.h"
#include "base/error.h"
#include "base/unique_fd.h"

namespace gauntlet {
namespace {

using TemporaryFile = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

TemporaryFile temporary_file() { return {std::tmpfile(), &std::fclose}; }

struct Content {
  std::string bytes{};
  std::uint32_t crc32c = 0;
};

Content content(std::uint64_t seed, std::uint64_t size) {
  const TemporaryFile file = temporary_file();
  const int fd = ::fileno(file.get());
  Content result;
  result.crc32c = write_content(fd, "a temporary file", seed, size);
  result.bytes.resize(size + 1);  // one more, to see that it is not longer
  const ssize_t length = ::pread(fd, result.bytes.data(), result.bytes.size(), 0);
  result.bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  return result;
}

std::uint32_t crc32c(std::string_view bytes) {
  Crc32c digest;
  digest.put(bytes);
  return digest.value();
}

TEST(Crc32c, GivesTheAnswersOfRfc3720) {
  std::string ascending(32, '\0');
  for (std::size_t i = 0; i < 32; ++i) ascending[i] = static_cast<char>(i);
  const std::string descending(ascending.rbegin(), ascending.rend());
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(crc32c(ascending), 0x46DD794Eu);
  EXPECT_EQ(crc32c(descending), 0x113FDB5Cu);
}

TEST(Crc32c, GivesTheCheckValueOfItsPolynomial) { EXPECT_EQ(crc32c("123456789"), 0xE3069283u); }

TEST(Crc32c, OfNothingIsZero) { EXPECT_EQ(crc32c(""), 0u); }

TEST(Crc32c, IsTheSameInPieces) {
  const std::string_view bytes = "The quick brown fox jumps over the lazy dog";
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    Crc32c digest;
    digest.put(bytes.substr(0, size));
    digest.put(bytes.substr(size));
    EXPECT_EQ(digest.value(), crc32c(bytes)) << "cut at " << size;
  }
}

TEST(Content, IsTheSameForTheSameSeed) {
  EXPECT_EQ(content(7, 1000).bytes, content(7, 1000).bytes);
}

TEST(Content, IsTheSameOnEveryMachine) { EXPECT_EQ(content(1, 1'000'000).crc32c, 0xA988F231u); }

TEST(Content, DiffersBetweenSeeds) { EXPECT_NE(content(7, 1000).bytes, content(8, 1000).bytes); }

TEST(Content, BeginsWithEveryShorterContent) {
  const std::string longest = content(7, 1'000'000).bytes;
  for (const unsigned size : {0u, 1u, 7u, 8u, 9u, 262'143u, 262'144u, 262'145u, 999'999u})
    EXPECT_EQ(content(7, size).bytes, longest.substr(0, size)) << size << " bytes";
}

TEST(Content, HasTheDigestThatIsReturned) {
  for (const unsigned size : {0u, 1u, 262'144u, 300'001u}) {
    const Content written = content(7, size);
    EXPECT_EQ(written.crc32c, crc32c(written.bytes)) << size << " bytes";
  }
}

TEST(Content, HoldsEveryByteAboutEquallyOften) {
  std::array<int, 256> counts{};
  for (const char c : content(7, 256'000).bytes) ++counts[static_cast<unsigned char>(c)];
  for (const int count : counts) EXPECT_NEAR(count, 1000, 200);  // 6 standard deviations
}

TEST(Content, NamesTheFileThatCannotTakeIt) {
  const UniqueFd file(::open("/dev/null", O_RDONLY));
  try {
    write_content(file.get(), "some/file.bin", 7, 10);
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "cannot write 'some/file.bin': Bad file descriptor");
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

}  // namespace
}  // namespace gauntlet
