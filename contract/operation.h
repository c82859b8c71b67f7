// What there is to know of an operation, for whoever asks, answers or compares it. The operations
// themselves are in contract/operations.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace gauntlet::contract {

// Which way the bodies of an operation's requests go.
enum class Flow : std::uint8_t { kDown, kUp, kNone };

// The files that have to be on the server before an operation can be measured.
enum class Files : std::uint8_t {
  kNone,
  kOne,     // one file of the volume, which all clients ask for
  kFolder,  // a folder that holds the volume, as files of 1 MiB
  kMade,    // a file of the volume for each request, which client_pool makes before it measures
};

struct Operation {
  std::string_view name;       // of the option, the setting and the column
  std::string_view also{};     // another name that is read as this one
  std::string_view method;     // of its HTTP requests
  std::string_view line_word;  // of its requests in the line protocol
  Flow flow;
  Files files;
  // Whether a request moves as much as the volume says: then bytes a second show how fast it is,
  // else requests a second.
  bool moves_volume;
  bool takes_query = false;                // of what to work on: the filters of --query
  double usual_volume;                     // MiB, where client_pool is not told
  std::array<std::string_view, 2> metric;  // what diff compares: the first of these columns that
                                           // was measured
};

// Whether its requests leave files on the server that were not there before, or may do so.
constexpr bool leaves_files(const Operation& operation) {
  return operation.flow == Flow::kUp || operation.files == Files::kMade;
}

// All operations, in the order in which they are listed everywhere.
std::span<const Operation* const> operations();
inline constexpr std::size_t kMostOperations = 15;

// By either name; null when there is none.
const Operation* find_operation(std::string_view name);
// By the word of the line protocol, in capitals; null when there is none.
const Operation* find_line_word(std::string_view word);

// Its place in operations(). Of null, and of what is not there: behind the last one.
std::size_t place_of(const Operation* operation);

}  // namespace gauntlet::contract
