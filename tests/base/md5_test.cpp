#include "base/md5.h"

#include <gtest/gtest.h>

#include <string>

namespace gauntlet {
namespace {

std::string md5_of(std::string_view bytes) {
  Md5 md5;
  md5.put(bytes);
  return md5.hex();
}

TEST(Md5, GivesTheAnswersOfRfc1321) {
  EXPECT_EQ(md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_of("a"), "0cc175b9c0f1b6a831c399e269772661");
  EXPECT_EQ(md5_of("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5_of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Md5, TakesPiecesAsOneText) {
  Md5 md5;
  for (const std::string_view piece : {"mess", "", "age digest"}) md5.put(piece);
  EXPECT_EQ(md5.hex(), md5_of("message digest"));
}

TEST(Md5, BeginsAnewOnceItWasAsked) {
  Md5 md5;
  md5.put("a");
  md5.hex();
  md5.put("abc");
  EXPECT_EQ(md5.hex(), md5_of("abc"));
}

}  // namespace
}  // namespace gauntlet
