// Which column of a row is compared.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/diff/pairing.h"
#include "orchestrator/statistics/samples.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::diff {

// By operation; under an empty name for all operations that are not named.
using Metrics = std::map<std::string, const table::Column*>;

// "p99" or "p99_s", for all operations; "list=p99", for one. Throws Error (kBadInput) for what is
// no column, or one of which neither more nor less is better.
Metrics parse_metrics(const std::vector<std::string>& texts);

// Whether a pass says how fast the row is: it did not fail, some request was made while it was
// measured, and it can be believed. In a live comparison what disturbs one build disturbs the other
// as well, by chance, so that both scatter the more: there a pass counts although it could not be
// believed by itself.
bool usable(const table::Row& row);

// The column that a row is judged by: the one asked for, or else the first of the operation's usual
// ones (contract/operations.h) that was measured in every usable pass of both sides. Null when none
// was.
const table::Column* choose_metric(const Pairing& row, const std::string& operation,
                                   const Metrics& metrics);

// The usable passes as logarithms, more is worse.
statistics::Samples to_samples(const std::vector<Pass>& passes, const table::Column& metric);

}  // namespace gauntlet::orchestrator::diff
