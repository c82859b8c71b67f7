// What must not allocate. Alone in its file, since it replaces the allocation functions of the test
// program.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <thread>

#include "net/asio.h"
#include "server_pool/session.h"
#include "tests/temporary_folder.h"
#include "wire/http.h"
#include "wire/response.h"

namespace {
std::atomic<std::size_t> allocations{0};
thread_local bool is_counted = false;  // this thread's
}  // namespace

// Not inlined: GCC would see free() meet a pointer that it knows from new.
__attribute__((noinline)) void* operator new(std::size_t size) {
  if (is_counted) ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
__attribute__((noinline)) void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  if (is_counted) ++allocations;
  return std::malloc(size);
}
__attribute__((noinline)) void operator delete(void* memory) noexcept { std::free(memory); }
__attribute__((noinline)) void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
// What Asio takes coroutine frames from.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) {
  if (is_counted) ++allocations;
  void* memory = nullptr;
  return ::posix_memalign(&memory, std::max(alignment, sizeof memory), size) == 0 ? memory
                                                                                  : nullptr;
}

namespace gauntlet::server_pool {
namespace {

// A session in a thread of its own, as in a worker: Asio keeps frames for as long as it runs.
class SessionAllocations : public testing::Test {
 protected:
  SessionAllocations() {
    root.write("a_name_that_is_too_long_for_short_strings.bin", std::string(1024, 'x'));
    asio::ip::tcp::acceptor listener(io, {asio::ip::address_v4::loopback(), 0});
    client.connect(listener.local_endpoint());
    const timeval deadline{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(client.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    net::Socket served(io);
    listener.accept(served);
    served.non_blocking(true);
    asio::co_spawn(io.get_executor(), run_session(std::move(served), space),
                   [](const std::exception_ptr&) {});
    server = std::thread([this] {
      is_counted = true;
      io.run();
    });
  }
  ~SessionAllocations() override {
    ::shutdown(client.native_handle(), SHUT_RDWR);
    server.join();
  }

  bool is_whole() const {
    const std::size_t head = wire::find_head_end(answer);
    if (head == 0) return false;
    const auto response = wire::parse_response(std::string_view(answer).substr(0, head));
    return response && answer.size() == head + response->content_length.value_or(0);
  }

  // Whether the request is answered with what it asks for.
  bool ask(std::string_view request) {
    answer.clear();
    ::send(client.native_handle(), request.data(), request.size(), MSG_NOSIGNAL);
    while (!is_whole()) {
      char part[4096];
      const ssize_t n = ::recv(client.native_handle(), part, sizeof part, 0);
      if (n <= 0) return false;
      answer.append(part, static_cast<std::size_t>(n));
    }
    return answer.starts_with("HTTP/1.1 200 ");
  }

  // How often the session allocates for a hundred of these, once the first have been answered.
  std::size_t allocations_of(std::string_view request) {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(ask(request)) << answer;
    const std::size_t before = allocations;
    EXPECT_GT(before, 0u) << "they are not counted";
    bool all = true;
    for (int i = 0; i < 100; ++i) all = ask(request) && all;
    EXPECT_TRUE(all);
    return allocations - before;
  }

  TemporaryFolder root;
  ServerOptions options;
  store::Store store{root.path(), "", StoreKind::kDisk};
  Counters counters{1};
  Workspace space{options, store, counters, 0};
  asio::io_context io{net::kOneThread};
  net::Socket client{io};
  std::thread server;
  std::string answer;
};

TEST_F(SessionAllocations, AreNoneForAFileThatIsKeptOpen) {
  EXPECT_EQ(allocations_of("GET /files/a_name_that_is_too_long_for_short_strings.bin HTTP/1.1\r\n"
                           "Host: h\r\n\r\n"),
            0u);
}

TEST_F(SessionAllocations, AreNoneForItsDigest) {
  EXPECT_EQ(allocations_of("GET /files/a_name_that_is_too_long_for_short_strings.bin HTTP/1.1\r\n"
                           "Host: h\r\nWant-Repr-Digest: crc32c=1\r\n\r\n"),
            0u);
}

TEST_F(SessionAllocations, AreNoneForAListingThatIsKept) {
  EXPECT_EQ(allocations_of("GET /files/ HTTP/1.1\r\nHost: h\r\n\r\n"), 0u);
}

}  // namespace
}  // namespace gauntlet::server_pool
