// One accepted connection: bytes in and out, each wait with a deadline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "net/sockets.h"
#include "net/stream.h"
#include "server_pool/workspace.h"

namespace gauntlet::server_pool {

// After so much of one body, other connections have a turn.
inline constexpr std::uint64_t kTurnBytes = 4 * kMiB;

// Owns the socket. When something fails (closed, reset, too late), alive() becomes false for good
// and the session ends. Network errors are not thrown.
//
// input() is what has been read and not yet used. It lies in the worker's buffer. Whenever a
// function here suspends its coroutine, it moves to a string of the connection's own; so a view
// into input() is good only until the next co_await.
class Connection final : private net::Deadline {
 public:
  Connection(net::Socket socket, Workspace& space)
      : stream_(std::move(socket)),
        space_(space),
        place_(space.counters.clients(), space.worker),
        memory_(space.counters.memory(), space.worker),
        watched_(space.tcp_watch ? &*space.tcp_watch : nullptr, stream_.socket()) {}

  bool alive() const { return alive_; }
  Workspace& space() { return space_; }
  net::Executor executor() { return stream_.executor(); }
  // Where the client has found this server.
  asio::ip::tcp::endpoint local_endpoint() { return net::local_endpoint(stream_.socket()); }

  // Whether the client is on this machine: its address is loopback.
  bool is_local();
  // The client's address, which is asked for once.
  const std::string& client();

  // --- reading ---
  std::string_view input() const { return input_; }
  void consume(std::size_t n) { input_.remove_prefix(n); }

  // Waits for the beginning of a request until the idle deadline, or for more of its head until the
  // head's deadline, and reads what comes. False: the connection has ended, or is late().
  net::Awaitable<bool> read_head();
  // The head is whole: its deadline has been met.
  void head_done() { settle(); }
  // Waits for more of a body and reads at most so many bytes of it. False: as above.
  net::Awaitable<bool> read_body(std::size_t at_most);
  // Whether a request that had begun did not arrive in time. Nothing more can be read then, but the
  // connection is alive, so that the client can be told.
  bool late() const { return late_; }

  // --- writing ---
  // From now on in packets of so many bytes (net/packets.h).
  void set_packet_size(std::size_t bytes) { stream_.set_packet_size(bytes); }
  // Sends head and body, which may be empty, in one system call if the socket takes them. The body
  // must live until then; what is left of the head is copied. more: something follows at once.
  net::Awaitable<bool> send(std::string_view head, std::string_view body, bool more);
  // Sends head, and then length bytes of a file from offset on; what is left of the head is copied.
  net::Awaitable<bool> send_file(std::string_view head, int file, std::uint64_t offset,
                                 std::uint64_t length);
  // Sends what the socket takes without waiting. Bytes sent: 0 also when the socket has failed.
  std::size_t send_some(std::string_view head, std::string_view body, bool more);
  // Waits until the socket takes more.
  net::Awaitable<bool> writable();

  // --- the session that the request at hand has begun (session_cookies.h) ---
  void give_session(std::string id) { session_ = std::move(id); }
  // Its id, for the answer; empty: it has begun none.
  std::string take_session() { return std::exchange(session_, {}); }

  // --- what it has been given (admission.h) ---
  Holding& place() { return place_; }    // among the clients that are served
  Holding& memory() { return memory_; }  // for the request at hand

  // --- what the access log says of the request at hand ---
  void begin_request() {
    status_ = 0;
    body_from_ = sent_;
  }
  void set_status(int status) { status_ = status; }
  // The head of the answer, which is so long, is about to be sent.
  void begin_answer(int status, std::size_t head_length) {
    status_ = status;
    body_from_ = sent_ + head_length;
  }
  int status() const { return status_; }  // 0: it has not been answered
  std::uint64_t sent_of_body() const { return sent_ > body_from_ ? sent_ - body_from_ : 0; }

  // --- neither ---
  // Lets other connections have a turn.
  net::Awaitable<void> yield();
  // Moves input() to the connection's own memory: before waits that are not the socket's, and
  // before the worker's buffer is used for something else.
  void keep_input();
  void fail() { alive_ = false; }
  // Ends the connection though something may still come: then linger() is due.
  void refuse_the_rest() {
    alive_ = false;
    refused_ = true;
  }
  bool refused() const { return refused_; }
  // Whether the client has closed its end, or reset the connection: a look, which waits for
  // nothing.
  bool is_closed_by_client();
  // Says that nothing more will be sent, and for a while throws away what still comes, so that the
  // client sees the answer rather than a reset.
  net::Awaitable<void> linger();

 private:
  std::size_t send_small(std::string_view head, int file, std::uint64_t offset, std::size_t length);
  net::Awaitable<bool> send_rest(int file, std::uint64_t offset, std::uint64_t length);

  void count_sent(std::size_t bytes);

  enum class Read { kSome, kNothing, kEnd };

  void expired(const net::Deadlines& list) override;
  void give(net::Deadlines& list);
  void give_progress();
  void settle();
  Read receive(std::size_t at_most);
  net::Awaitable<void> wait(net::Socket::wait_type what);

  net::Stream stream_;
  Workspace& space_;
  Holding place_;
  Holding memory_;
  TcpWatch::Watched watched_;
  std::string_view input_{};  // within the worker's buffer or kept_
  std::string kept_{};
  const net::Deadlines* armed_in_ = nullptr;
  std::string client_{};
  std::string session_{};
  std::uint64_t sent_ = 0;       // bytes
  std::uint64_t body_from_ = 0;  // where in these the answer's body begins
  int status_ = 0;
  std::uint64_t moved_ = 0;  // bytes of a body since its deadline was armed
  bool alive_ = true;
  bool late_ = false;
  bool reading_body_ = false;  // what the deadline in progress is for; else sending
  bool refused_ = false;
  bool fresh_ = true;  // nothing read yet: the first request has likely come with the connection
};

}  // namespace gauntlet::server_pool
