// Long texts for people.
#pragma once

#include <string_view>

namespace gauntlet {

// Prints the text; on a terminal by way of $PAGER, else of less, where there is one, and waits
// until the user has left it. Who leaves it early has seen enough: nothing is lost then.
void page(std::string_view text);

}  // namespace gauntlet
