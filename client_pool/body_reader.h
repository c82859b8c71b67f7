// What an operation makes of a body as it comes, where it cannot wait for the whole.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::client_pool {

class BodyReader {
 public:
  BodyReader() = default;
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;
  virtual ~BodyReader() = default;

  virtual void put(std::string_view bytes) = 0;
  // After the last byte: what is wrong with the body; empty when nothing is.
  virtual std::string finish() = 0;
};

}  // namespace gauntlet::client_pool
