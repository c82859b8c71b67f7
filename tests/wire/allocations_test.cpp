// What must not allocate. Alone in its file, since it replaces operator new of the test program.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string_view>

#include "wire/http.h"
#include "wire/response.h"

namespace {
thread_local std::size_t allocations = 0;
}

// Not inlined: GCC would see free() meet a pointer that it knows from new.
__attribute__((noinline)) void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
__attribute__((noinline)) void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
__attribute__((noinline)) void operator delete(void* memory) noexcept { std::free(memory); }
__attribute__((noinline)) void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace gauntlet::wire {
namespace {

TEST(ParseRequest, AllocatesNothing) {
  const std::string_view head =
      "PUT /files/a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nAccept: */*\r\n\r\n";
  const std::size_t before = allocations;
  const bool parsed = parse_request(head).has_value();
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(parsed);
}

TEST(ParseRequest, AllocatesNothingToRefuse) {
  const std::size_t before = allocations;
  const bool parsed = parse_request("GET / HTTP/1.1\r\nBad field\r\n\r\n").has_value();
  EXPECT_EQ(allocations, before);
  EXPECT_FALSE(parsed);
}

TEST(ParseResponse, AllocatesNothing) {
  const std::string_view head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: x\r\n\r\n";
  const std::size_t before = allocations;
  const bool parsed = parse_response(head).has_value();
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(parsed);
}

}  // namespace
}  // namespace gauntlet::wire
