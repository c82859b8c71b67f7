// An operation more than there are, with no other file of the programs changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "client_pool/pool.h"
#include "net/asio.h"
#include "orchestrator/matrix/expand.h"
#include "server_pool/operations/operation.h"
#include "server_pool/session.h"
#include "server_pool/workspace.h"
#include "tests/made_up_operation/touch.h"
#include "tests/temporary_folder.h"

namespace gauntlet {
namespace {

client_pool::ClientOptions parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "client_pool");
  return client_pool::parse_options(static_cast<int>(arguments.size()), arguments.data());
}

// A server of one worker, in a thread of its own.
class OneWorker {
 public:
  OneWorker() {
    net::spawn(io_, accept(), net::rethrow);
    thread_ = std::thread([this] { io_.run(); });
  }
  OneWorker(const OneWorker&) = delete;
  OneWorker& operator=(const OneWorker&) = delete;
  ~OneWorker() { stop(); }

  std::string port() const { return std::to_string(listener_.local_endpoint().port()); }
  std::map<std::string, std::uint64_t> stop() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
    return server_pool::requests_by_name(counters_[0]);
  }

 private:
  net::Awaitable<void> accept() {
    for (;;) {
      net::Socket socket(io_);
      co_await listener_.async_accept(socket, net::use_awaitable);
      socket.non_blocking(true);
      net::spawn(io_, server_pool::run_session(std::move(socket), space_), net::rethrow);
    }
  }

  TemporaryFolder root_;
  server_pool::ServerOptions options_;
  server_pool::store::Store store_{root_.path(), "", server_pool::StoreKind::kDisk};
  server_pool::Counters counters_{1};
  server_pool::Workspace space_{options_, store_, counters_, 0};
  asio::io_context io_{};
  net::Acceptor listener_{io_, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

class MadeUpOperation : public ::testing::TestWithParam<const char*> {};

TEST_P(MadeUpOperation, IsAskedForAnsweredAndCounted) {
  OneWorker server;
  const std::string port = server.port();
  const auto result =
      client_pool::run_pool(parse({"--operation", "touch", "--protocol", GetParam(), "--port",
                                   port.c_str(), "--client-pool", "2", "--requests", "3"}));
  EXPECT_EQ(result.report.operation, "touch");
  EXPECT_EQ(result.report.requests, 6u) << result.report.first_error;
  EXPECT_EQ(server.stop().at("touch"), 6u);
}

INSTANTIATE_TEST_SUITE_P(Both, MadeUpOperation, ::testing::Values("http", "line"),
                         [](const auto& test) { return std::string(test.param); });

TEST(MadeUpOperationOfAMatrix, IsAnAxisLikeAnyOther) {
  const auto scenarios = orchestrator::matrix::expand(orchestrator::matrix::load_matrix(
      "matrix: {operation: [get, touch]}\n"
      "settings: {mode: thread, volume: 1, client_pool: 1, server_pool: 1}\n",
      "m.yaml"));
  ASSERT_EQ(scenarios.size(), 2u);
  EXPECT_EQ(&scenarios[1].operation(), &contract::kTouch);
}

TEST(MadeUpOperationOfAServer, IsOneOfTheMethodsThatAllowNames) {
  EXPECT_EQ(server_pool::operations::allowed_methods({.resource = server_pool::Resource::kFolder}),
            "GET, HEAD, PUT");
}

}  // namespace
}  // namespace gauntlet
