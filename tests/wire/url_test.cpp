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

TEST(HostField, LeavesOutThePortOfHttp) {
  EXPECT_EQ(host_field("h", 80), "h");
  EXPECT_EQ(host_field("[::1]", 8080), "[::1]:8080");
}

// RFC 3986, 5.4, but for what names another host or scheme.
TEST(ResolveReference, FindsWhatALocationMeans) {
  const std::pair<const char*, const char*> cases[] = {
      {"g", "/b/c/g"},
      {"./g", "/b/c/g"},
      {"g/", "/b/c/g/"},
      {"/g", "/g"},
      {"?y", "/b/c/d;p?y"},
      {"g?y", "/b/c/g?y"},
      {"#s", "/b/c/d;p?q"},
      {"g#s", "/b/c/g"},
      {";x", "/b/c/;x"},
      {"g;x", "/b/c/g;x"},
      {"", "/b/c/d;p?q"},
      {".", "/b/c/"},
      {"./", "/b/c/"},
      {"..", "/b/"},
      {"../", "/b/"},
      {"../g", "/b/g"},
      {"../..", "/"},
      {"../../g", "/g"},
      {"../../../g", "/g"},
      {"/./g", "/g"},
      {"/../g", "/g"},
      {"g.", "/b/c/g."},
      {"..g", "/b/c/..g"},
      {"./g/.", "/b/c/g/"},
      {"g/../h", "/b/c/h"},
      {"g?y/../x", "/b/c/g?y/../x"},
      {"a b%20c", "/b/c/a%20b%20c"},
  };
  for (const auto& [reference, target] : cases)
    EXPECT_EQ(resolve_reference("/b/c/d;p?q", reference), target) << reference;
}

TEST(EncodeTarget, EncodesWhatMayNotStandThereAndNothingTwice) {
  EXPECT_EQ(encode_target("/a%20b/c d"), "/a%20b/c%20d");
  EXPECT_EQ(encode_target("/100%/%zz/%2"), "/100%25/%25zz/%252");
  EXPECT_EQ(encode_target("/\xC3\xA9\xFF"), "/%C3%A9%FF");
  EXPECT_EQ(encode_target("/a:b@c!$&'()*+,;=~"), "/a:b@c!$&'()*+,;=~");
  EXPECT_EQ(encode_target("/a#b\"<>[]\r\n"), "/a%23b%22%3C%3E%5B%5D%0D%0A");
}

TEST(EncodeTarget, LeavesAQueryAsItIs) {
  EXPECT_EQ(encode_target("/a?b[]={x}|%zz%41&c=/?\"'"), "/a?b[]={x}|%zz%41&c=/?\"'");
  EXPECT_EQ(encode_target("/a?b c\xC3\r"), "/a?b%20c%C3%0D");
}

TEST(EncodePath, LeavesTheSlashes) {
  EXPECT_EQ(encode_path("a b/c%20d/?"), "a%20b/c%2520d/%3F");
  EXPECT_EQ(encode_path(""), "");
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

TEST(HostOfField, LeavesOutThePort) {
  EXPECT_EQ(host_of_field("files.example:7000"), "files.example");
  EXPECT_EQ(host_of_field("files.example"), "files.example");
  EXPECT_EQ(host_of_field("127.0.0.1:"), "127.0.0.1");
  EXPECT_EQ(host_of_field("[::1]:7000"), "[::1]");
}

TEST(HostOfField, IsEmptyForWhatIsNoHost) {
  for (const char* field :
       {"", ":80", "a:x", "::1", "[::1", "[]", "[x]", "[::1]80", "a'b", "a\"b:1"})
    EXPECT_EQ(host_of_field(field), "") << field;
}

TEST(WithoutOrigin, LeavesPathAndQuery) {
  EXPECT_EQ(without_origin("http://a:1/files/x%20y?q=1"), "/files/x%20y?q=1");
  EXPECT_EQ(without_origin("/files/http://x"), "/files/http://x");
}

}  // namespace
}  // namespace gauntlet::wire
