#include "wire/url.h"

#include <gtest/gtest.h>

#include "wire/mime.h"

namespace gauntlet::wire {
namespace {

std::string path_of(std::string_view target) {
  std::string path = "what was there";
  return path_of_target(target, path) ? path : "nothing";
}

TEST(PathOfTarget, IsThePathDecodedOnce) {
  const std::pair<const char*, const char*> cases[] = {
      {"/", "/"},
      {"/files/a.bin", "/files/a.bin"},
      {"/files/a%20b", "/files/a b"},
      {"/files/a+b", "/files/a+b"},
      {"/a%2fb%2Fc", "/a/b/c"},
      {"/a%252e", "/a%2e"},
      {"/%C3%A9", "/\xC3\xA9"},
      {"/a?b=%zz", "/a"},
      {"/a#b", "/a"},
      {"/a?b#c?d", "/a"},
      {"/a%3Fb%23c", "/a?b#c"},
      {"/../x", "/../x"},
      {"http://h:80/a%20b?x", "/a b"},
      {"HTTP://h/a", "/a"},
      {"http://h", "/"},
      {"http://h?x=/y", "/"},
      {"/a://b", "/a://b"},
  };
  for (const auto& [target, path] : cases) EXPECT_EQ(path_of(target), path) << target;
}

TEST(PathOfTarget, IsNothingForWhatIsNoPath) {
  for (const char* target : {"", "*", "files/a", "h:443", "?x", "#x", "/%", "/%2", "/%zz", "/%2z",
                             "/%+1", "/% 1", "/%0x", "/a%00b", "%2Fa"})
    EXPECT_EQ(path_of(target), "nothing") << target;
}

TEST(EncodeSegment, IsUndoneByDecoding) {
  std::string path(256, '/');
  for (std::size_t c = 1; c < 256; ++c) path[c] = static_cast<char>(c);
  std::string target = "/";
  target += encode_segment(path.substr(1));
  EXPECT_EQ(path_of(target), path);
}

TEST(EncodeSegment, LeavesPlainNamesAlone) {
  EXPECT_EQ(encode_segment("file_10MB-v1.2~a.bin"), "file_10MB-v1.2~a.bin");
  EXPECT_EQ(encode_segment("a/b c%"), "a%2Fb%20c%25");
}

TEST(MimeType, GoesByTheExtensionInAnyCase) {
  EXPECT_EQ(mime_type("index.HTML"), "text/html; charset=utf-8");
  EXPECT_EQ(mime_type("a.tar.gz"), "application/gzip");
  EXPECT_EQ(mime_type(".png"), "image/png");
  EXPECT_EQ(mime_type("first.7z"), "application/x-7z-compressed");
  EXPECT_EQ(mime_type("last.zip"), "application/zip");
}

TEST(MimeType, IsBytesForWhatItDoesNotKnow) {
  for (const char* name : {"", "a", "png", "a.", "a.unknown", "a.png.unknown", "a.zzz"})
    EXPECT_EQ(mime_type(name), "application/octet-stream") << name;
}

}  // namespace
}  // namespace gauntlet::wire
