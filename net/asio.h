// Standalone Asio as this project uses it: one io_context a thread, and coroutines on its own
// executor type, which spares the type erasure of any_io_executor.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/basic_stream_socket.hpp>
#include <asio/basic_waitable_timer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/posix/basic_stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <utility>

namespace gauntlet::net {

using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <typename T>
using Awaitable = asio::awaitable<T, Executor>;

// For an io_context that one thread makes, runs and ends: then nothing in it needs a lock.
inline constexpr int kOneThread = ASIO_CONCURRENCY_HINT_UNSAFE;

inline constexpr asio::use_awaitable_t<Executor> use_awaitable;

// Starts a coroutine. on_error(std::exception_ptr) is called with what it throws: no exception is
// ever swallowed.
template <typename OnError>
void spawn(asio::io_context& io, Awaitable<void> task, OnError on_error) {
  asio::co_spawn(io.get_executor(), std::move(task),
                 [on_error = std::move(on_error)](std::exception_ptr error) mutable {
                   if (error) on_error(error);
                 });
}

// For tasks whose failure ends the thread: rethrows out of io_context::run.
inline void rethrow(const std::exception_ptr& error) { std::rethrow_exception(error); }

}  // namespace gauntlet::net
