// The catalogue's entry of an operation that exists in a test only.
#pragma once

#include "contract/operations.h"

namespace gauntlet::contract {

// Does nothing to a folder.
inline constexpr Operation kTouch{.name = "touch",
                                  .method = "PUT",
                                  .line_word = "TOUCH",
                                  .flow = Flow::kNone,
                                  .files = Files::kNone,
                                  .moves_volume = false,
                                  .usual_volume = 1,
                                  .metric = kByTime};

}  // namespace gauntlet::contract
