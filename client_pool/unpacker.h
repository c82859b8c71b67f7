// Unpacks an archive as it comes, and holds it against what should be in it. libarchive is seen by
// unpacker.cpp alone.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "client_pool/body_reader.h"

namespace gauntlet::client_pool {

// Names of files, as bytes, with their sizes.
using FileSizes = std::map<std::string, std::uint64_t>;

// Of tar and zip files, as they are or compressed by gzip or zstd. It has a thread of its own,
// since libarchive asks for bytes when it needs them; put() waits while that has much to do yet.
class Unpacker final : public BodyReader {
 public:
  // expected outlives it.
  explicit Unpacker(const FileSizes& expected);
  ~Unpacker() override;

  void put(std::string_view bytes) override;
  std::string finish() override;

  // For libarchive: the next bytes, good until the next call; empty at the end.
  std::string_view next();

 private:
  void run();
  void end();

  const FileSizes& expected_;
  std::string problem_{};  // of the thread, until it has ended
  std::string reading_{};  // the same
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_{};  // to be read
  bool ended_ = false;     // no more will come
  bool deaf_ = false;      // the thread reads no more
  std::thread thread_;
};

}  // namespace gauntlet::client_pool
