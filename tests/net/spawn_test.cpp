#include <gtest/gtest.h>

#include <stdexcept>

#include "net/asio.h"

namespace gauntlet::net {
namespace {

Awaitable<void> set(bool& done) {
  done = true;
  co_return;
}

Awaitable<void> fail() {
  throw std::runtime_error("it broke");
  co_return;
}

TEST(Spawn, RunsATaskToItsEnd) {
  asio::io_context io;
  bool done = false;
  spawn(io, set(done), rethrow);
  io.run();
  EXPECT_TRUE(done);
}

TEST(Spawn, HandsOverWhatATaskThrows) {
  asio::io_context io;
  std::exception_ptr caught;
  spawn(io, fail(), [&](std::exception_ptr error) { caught = error; });
  io.run();
  EXPECT_THROW(std::rethrow_exception(caught), std::runtime_error);
}

TEST(Spawn, EndsTheThreadWhenAskedToRethrow) {
  asio::io_context io;
  spawn(io, fail(), rethrow);
  EXPECT_THROW(io.run(), std::runtime_error);
}

TEST(Spawn, IsSilentAboutATaskThatEndsWell) {
  asio::io_context io;
  bool done = false;
  bool called = false;
  spawn(io, set(done), [&](std::exception_ptr) { called = true; });
  io.run();
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace gauntlet::net
