#include "base/url.h"

#include <gtest/gtest.h>

namespace gauntlet {
namespace {

// "host port target", or what is wrong.
std::string parts_of(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return url.error();
  return url->host + " " + std::to_string(url->port) + " " + url->target;
}

TEST(ParseUrl, TakesHostPortAndTarget) {
  const std::pair<const char*, const char*> cases[] = {
      {"http://127.0.0.1:8080/files/a.bin", "127.0.0.1 8080 /files/a.bin"},
      {"http://h/a?b=c&d=%20#",
       "'http://h/a?b=c&d=%20#' holds a fragment, which no server gets; "
       "leave out '#', or write # as %23"},
      {"HTTP://h/a?b=http://x/", "h 80 /a?b=http://x/"},
      {"http://h", "h 80 /"},
      {"http://h:1?x", "h 1 /?x"},
      {"http://[::1]/a", "[::1] 80 /a"},
      {"http://[::1]:8080/a:b", "[::1] 8080 /a:b"},
      {"http://h/a b/%20\xC3\xA9", "h 80 /a b/%20\xC3\xA9"},
  };
  for (const auto& [text, parts] : cases) EXPECT_EQ(parts_of(text), parts) << text;
}

TEST(ParseUrl, SaysWhatIsWrongAndWhatToWrite) {
  EXPECT_EQ(parts_of("https://h/a"),
            "'https://h/a' needs TLS, which is not spoken here; use http://");
  EXPECT_EQ(parts_of("h:80/a"),
            "'h:80/a' is not a URL; write it as http://127.0.0.1:8080/files/a.bin");
  EXPECT_EQ(parts_of("ftp://h/a"),
            "'ftp://h/a' is not of http; write it as http://127.0.0.1:8080/files/a.bin");
  EXPECT_EQ(parts_of("http:///a"),
            "'http:///a' names no host; write it as http://127.0.0.1:8080/files/a.bin");
  EXPECT_EQ(parts_of("http://u:p@h/a"),
            "'http://u:p@h/a' holds a user's name, which is not sent; "
            "leave out what stands before '@'");
  for (const char* text : {"http://h:/a", "http://h:0/", "http://h:65536/", "http://h:x/",
                           "http://[::1]x/a", "http://h:1:2/"})
    EXPECT_NE(parts_of(text).find("is not a host and its port"), std::string::npos)
        << parts_of(text);
  EXPECT_NE(parts_of("http://h/\r\nHost: x").find("control characters"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet
