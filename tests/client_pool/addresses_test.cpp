// Names with several addresses, against sockets of this machine.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "client_pool/worker.h"
#include "net/sockets.h"

namespace gauntlet::client_pool {
namespace {

// Answers one request on each connection, and counts them.
class Listener {
 public:
  explicit Listener(UniqueFd socket) : socket_(std::move(socket)) {
    thread_ = std::thread([this] { serve(); });
  }
  ~Listener() {
    ::shutdown(socket_.get(), SHUT_RDWR);
    thread_.join();
  }

  asio::ip::tcp::endpoint endpoint() const { return net::local_endpoint(socket_.get()); }
  int connections() const { return connections_; }

 private:
  void serve() {
    for (pollfd waiting{socket_.get(), POLLIN, 0}; ::poll(&waiting, 1, -1) > 0;) {
      const UniqueFd client(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!client) return;
      ++connections_;
      char request[4096];
      if (::recv(client.get(), request, sizeof request, 0) <= 0) continue;
      constexpr std::string_view kAnswer =
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
      ::send(client.get(), kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
    }
  }

  UniqueFd socket_;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

// An address at which nobody listens, until somebody does.
UniqueFd bind_only() {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
  ::bind(socket.get(), any.data(), static_cast<socklen_t>(any.size()));
  return socket;
}

std::uint64_t requests_of(const contract::Totals& totals) {
  return totals.targets.at("files:80").requests;
}

std::string first_error_of(const contract::Totals& totals) {
  return totals.first_error ? totals.first_error->what : "";
}

// So many GETs of one client, each on a connection of its own.
class Addresses : public ::testing::Test {
 protected:
  Addresses() {
    plan_.options.operation = &contract::kGet;
    plan_.options.file = "x";
    plan_.options.connection = Reuse::kPerRequest;
    ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_);
  }
  ~Addresses() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }

  contract::Totals get(std::vector<asio::ip::tcp::endpoint> endpoints, std::uint64_t requests) {
    plan_.options.requests = requests;
    plan_.targets = {{"files:80", "files:80", std::move(endpoints)}};
    LiveCounters live;
    Worker worker(plan_, 0, live);
    return worker.run(std::chrono::steady_clock::now(), ends_[0], {}).totals;
  }

  Plan plan_;
  int ends_[2] = {-1, -1};
};

TEST_F(Addresses, AreTriedInTurnUntilOneConnects) {
  const UniqueFd deaf = bind_only();
  const Listener good(net::listen_on({}));
  const Listener unneeded(net::listen_on({}));
  const contract::Totals totals =
      get({net::local_endpoint(deaf.get()), good.endpoint(), unneeded.endpoint()}, 3);
  EXPECT_EQ(requests_of(totals), 3u) << first_error_of(totals);
  EXPECT_EQ(good.connections(), 3);
  EXPECT_EQ(unneeded.connections(), 0);
}

TEST_F(Addresses, ThatConnectedAreTriedFirstFromThenOn) {
  const Listener good(net::listen_on({}));
  const UniqueFd deaf = bind_only();
  const auto deaf_endpoint = net::local_endpoint(deaf.get());
  plan_.options.think_time = std::chrono::milliseconds(1);
  std::thread later([&] {
    while (good.connections() == 0) std::this_thread::yield();
    ::listen(deaf.get(), 16);
  });
  const contract::Totals totals = get({deaf_endpoint, good.endpoint()}, 20);
  later.join();
  EXPECT_EQ(requests_of(totals), 20u) << first_error_of(totals);
  EXPECT_EQ(good.connections(), 20);
  EXPECT_EQ(::accept4(deaf.get(), nullptr, nullptr, SOCK_CLOEXEC), -1) << "it was asked again";
}

TEST_F(Addresses, OfWhichNoneConnectsFailAsTheFirst) {
  const UniqueFd deaf = bind_only();
  const asio::ip::tcp::endpoint elsewhere(asio::ip::make_address("::1"), 1);
  const contract::Totals totals = get({net::local_endpoint(deaf.get()), elsewhere}, 1);
  EXPECT_FALSE(totals.connected);
  EXPECT_EQ(totals.errors.at("refused"), 1u);
  EXPECT_EQ(first_error_of(totals),
            "files:80: Connection refused while connecting (of 2 addresses, none connected) for "
            "GET /files/x");
}

}  // namespace
}  // namespace gauntlet::client_pool
