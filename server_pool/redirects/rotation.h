// Whose turn it is, by weights. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gauntlet::server_pool::redirects {

// Smooth weighted round-robin: over as many turns as the weights add up to, each member has as many
// as its weight, spread as evenly as they can be: of 2:1:1, the first has every other turn.
class Rotation {
 public:
  // Of each member, at least one, none of them 0.
  explicit Rotation(const std::vector<std::uint64_t>& weights);

  // Takes a member in or out. The turns of all begin anew then.
  void set(std::size_t member, bool in);
  // The next member. At least one has to be in.
  std::size_t next();

 private:
  struct Member {
    std::int64_t weight = 1;
    std::int64_t credit = 0;  // grows by the weight at each turn, and is spent by having one
    bool in = true;
  };

  std::vector<Member> members_;
};

}  // namespace gauntlet::server_pool::redirects
