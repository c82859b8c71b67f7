#include "server_pool/produced.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server_pool/workspace.h"
#include "tests/temporary_folder.h"

namespace gauntlet::server_pool {
namespace {

// Makes these pieces, and then an end or none.
class Pieces final : public Producer {
 public:
  Pieces(std::vector<std::string> pieces, bool ends) : pieces_(std::move(pieces)), ends_(ends) {}

  net::Awaitable<std::optional<std::string_view>> next(Connection&) override {
    if (at_ < pieces_.size()) co_return pieces_[at_++];
    if (!ends_) co_return std::nullopt;
    co_return std::string_view();
  }

 private:
  std::vector<std::string> pieces_;
  bool ends_;
  std::size_t at_ = 0;
};

class Produced : public testing::Test {
 protected:
  Produced() {
    net::Acceptor listener(io, {asio::ip::address_v4::loopback(), 0});
    client.connect(listener.local_endpoint());
    net::Socket served(io);
    listener.accept(served);
    served.non_blocking(true);
    connection = std::make_unique<Connection>(std::move(served), space);
  }

  // All that comes (little), once the server's end is closed.
  std::string received() {
    io.run();
    connection.reset();
    std::string text(1000, '\0');
    const ssize_t length = ::recv(client.native_handle(), text.data(), text.size(), MSG_WAITALL);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return text;
  }

  TemporaryFolder root;
  ServerOptions options;
  store::Store store{root.path(), "", StoreKind::kDisk};
  Counters counters{1};
  Workspace space{options, store, counters, 0};
  asio::io_context io;
  net::Socket client{io};
  std::unique_ptr<Connection> connection;
  bool all = false;
};

net::Awaitable<void> send_chunks(Connection& connection, Producer& pieces, bool chunked,
                                 bool& all) {
  all = co_await send_produced(connection, "head;", pieces, chunked);
}

net::Awaitable<void> send_text(Connection& connection, Producer& pieces, bool& all) {
  all = co_await send_produced_base64(connection, "head;", pieces);
}

TEST_F(Produced, IsSentInChunksBehindItsHead) {
  Pieces pieces({"one", std::string(17, 'x')}, true);
  net::spawn(io, send_chunks(*connection, pieces, true, all), net::rethrow);
  EXPECT_EQ(received(), "head;3\r\none\r\n11\r\nxxxxxxxxxxxxxxxxx\r\n0\r\n\r\n");
  EXPECT_TRUE(all);
}

TEST_F(Produced, OfNothingIsTheLastChunkAlone) {
  Pieces pieces({}, true);
  net::spawn(io, send_chunks(*connection, pieces, true, all), net::rethrow);
  EXPECT_EQ(received(), "head;0\r\n\r\n");
}

TEST_F(Produced, IsSentAsItIsWhereTheConnectionsEndIsItsEnd) {
  Pieces pieces({"one", "two"}, true);
  net::spawn(io, send_chunks(*connection, pieces, false, all), net::rethrow);
  EXPECT_EQ(received(), "head;onetwo");
}

TEST_F(Produced, HasNoLastChunkWhenItCannotBeFinished) {
  Pieces pieces({"one"}, false);
  net::spawn(io, send_chunks(*connection, pieces, true, all), net::rethrow);
  EXPECT_EQ(received(), "head;3\r\none");
  EXPECT_FALSE(all);
}

TEST_F(Produced, IsOneTextOfBase64WhereverItsPiecesEnd) {
  Pieces pieces({"Ma", "nyhand", "sm"}, true);
  net::spawn(io, send_text(*connection, pieces, all), net::rethrow);
  EXPECT_EQ(received(), "head;TWFueWhhbmRzbQ==");
  EXPECT_TRUE(all);
}

}  // namespace
}  // namespace gauntlet::server_pool
