#include "client_pool/upload_body.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <string>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/crc32c.h"

namespace gauntlet::client_pool {
namespace {

ClientOptions upload_of(double volume, Protocol protocol = Protocol::kHttp) {
  ClientOptions options;
  options.operation = &contract::kUpload;
  options.volume = volume;
  options.protocol = protocol;
  return options;
}

std::string content_of(const UploadBody& body) {
  std::string content(body.size, '\0');
  EXPECT_EQ(::pread(body.file.get(), content.data(), content.size(), 0),
            static_cast<ssize_t>(body.size));
  return content;
}

// Sends a whole stream through a socket that takes little at a time, and returns what arrived.
std::string sent_by(UploadStream& stream) {
  int ends[2];
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  asio::io_context io;
  net::Socket socket(io);
  socket.assign(asio::ip::tcp::v4(), ends[0]);
  net::Stream sender(std::move(socket));
  const UniqueFd receiver(ends[1]);
  std::vector<char> scratch(256 * kKiB);
  std::vector<char> piece(10'007);  // odd, so that lines are cut everywhere
  std::string arrived;
  for (bool more = true; more;) {
    if (!stream.done()) stream.send_some(sender, scratch);
    const ssize_t n = ::recv(receiver.get(), piece.data(), piece.size(), 0);
    if (n > 0) arrived.append(piece.data(), static_cast<std::size_t>(n));
    more = !stream.done() || n > 0;
  }
  return arrived;
}

// What a server of the line protocol makes of an upload.
std::string decoded(std::string_view text) {
  std::string content;
  for (;;) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line == "ENDUPLOAD") return content;
    std::vector<char> bytes(line.size() / 4 * 3 + 3);
    Base64Decoder decoder;
    const long length = decoder.put(line, bytes.data());
    EXPECT_GE(length, 0);
    EXPECT_TRUE(decoder.complete());
    content.append(bytes.data(), static_cast<std::size_t>(length));
    text.remove_prefix(line.size() + 1);
  }
}

TEST(UploadBody, KnowsItsDigest) {
  const UploadBody body = make_upload_body(upload_of(0.3));
  Crc32c crc;
  crc.put(content_of(body));
  EXPECT_EQ(body.crc32c, crc.value());
}

TEST(UploadBody, ComesFromTheSeed) {
  ClientOptions options = upload_of(0.1);
  const std::string first = content_of(make_upload_body(options));
  EXPECT_EQ(content_of(make_upload_body(options)), first);
  options.seed = 2;
  EXPECT_NE(content_of(make_upload_body(options)), first);
}

TEST(UploadStream, SendsTheBytesOverHttp) {
  const UploadBody body = make_upload_body(upload_of(1.3));
  UploadStream stream(body, Protocol::kHttp);
  EXPECT_EQ(sent_by(stream), content_of(body));
  EXPECT_EQ(stream.content_bytes(), body.size);
}

TEST(UploadStream, SendsTheBytesAgainAfterARestart) {
  const UploadBody body = make_upload_body(upload_of(0.1));
  UploadStream stream(body, Protocol::kHttp);
  sent_by(stream);
  stream.restart();
  EXPECT_FALSE(stream.done());
  EXPECT_EQ(sent_by(stream), content_of(body));
}

TEST(UploadStream, SendsLinesOfBase64WhateverTheSocketTakes) {
  // Around the length of a line, 96 KiB, and of remainders by three.
  for (const std::uint64_t size :
       {1, 2, 3, 4, 98'303, 98'304, 98'305, 98'306, 196'608, 1'000'001}) {
    const UploadBody body = make_upload_body(
        upload_of(static_cast<double>(size) / static_cast<double>(kMiB), Protocol::kLine));
    ASSERT_EQ(body.size, size);
    UploadStream stream(body, Protocol::kLine);
    EXPECT_EQ(decoded(sent_by(stream)), content_of(body)) << size << " bytes";
    EXPECT_EQ(stream.content_bytes(), size);
  }
}

TEST(UploadStream, NamesTheContentAsALineServerDoes) {
  // The MD5 of the seeded content; its first bytes are of no known type.
  const UploadBody body = make_upload_body(upload_of(0.001, Protocol::kLine));
  EXPECT_EQ(body.line_name.size(), 32u);
  EXPECT_EQ(body.line_name.find_first_not_of("0123456789abcdef"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::client_pool
