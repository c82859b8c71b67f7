// One point of the matrix: a value for every setting.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "contract/events.h"
#include "contract/link.h"
#include "contract/operation.h"

namespace gauntlet::orchestrator::matrix {

struct Server;

// A checked value, in its canonical text, and the line of the file that gives it (0: a default, or
// the command line).
struct Value {
  std::string text{};
  int line = 0;
};

// Thrown where a scenario is asked for a value that its file does not say in a way that can be
// read.
struct UnknownValue {};

struct Scenario {
  std::string id{};             // "thread-s5-get-10MB-c50"; unique in a sweep, fit for a file name
  std::vector<Value> values{};  // one for each of settings(), in that order
  std::shared_ptr<const Server> server{};  // what the setting server names; null: server_pool

  // By the setting's name, which must be one. Throws UnknownValue for one whose text is empty, as
  // it is only while a file with mistakes is judged.
  const Value& value(std::string_view name) const;
  const std::string& text(std::string_view name) const { return value(name).text; }
  double number(std::string_view name) const;
  std::uint64_t integer(std::string_view name) const;
  std::uint64_t size(std::string_view name) const;  // bytes
  Duration duration(std::string_view name) const;
  // What its clients ask for.
  const contract::Operation& operation() const;
  // In the order of time; none where there are none.
  std::vector<contract::Event> events() const;
  // Between its servers and its clients; nothing: loopback.
  std::optional<contract::Link> link() const;
};

// A volume as it stands in names: "10MB", "0.001MB"; one with many digits as a size where that is
// the same: "1KiB", "100B".
std::string volume_name(std::string_view text);

// The hash of a list of scenarios, to tell whether two sweeps are of the same ones: the CRC32C of
// their ids, values and servers, as eight hex digits.
std::string content_hash(const std::vector<Scenario>& scenarios);
// The same over some settings only, by their place in settings().
std::string content_hash(const std::vector<Scenario>& scenarios,
                         const std::vector<std::size_t>& places);

}  // namespace gauntlet::orchestrator::matrix
