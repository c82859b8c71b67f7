// Values of settings that a matrix file may write as a map or a list: a tree of files, a link, and
// events.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/tree.h"

namespace gauntlet::orchestrator::matrix {

// Whether a value is written so, and the setting takes such values.
bool is_structured(const Tree& value, const Setting& setting);

// The one word that it stands for, in its canonical form; or what is wrong with it, as what a key
// is not: "is not a tree: {folders: ...".
tl::expected<std::string, std::string> structured_text(const Tree& value, const Setting& setting);

}  // namespace gauntlet::orchestrator::matrix
