// The figures of a comparison as texts, the same in every format.
#pragma once

#include <string>

#include "orchestrator/diff/comparison.h"

namespace gauntlet::orchestrator::diff::show {

// A change and its interval as shares of the base (0.1: the new value is 10% more), in the metric's
// own direction: a throughput that fell has a negative change. For people the word "worse" or
// "better" stands beside it, and with slices, whose rows may have several metrics, instead of a
// sign.
struct Shares {
  double change = 0;
  double low = 0;
  double high = 0;
};
Shares shares(const table::Column& metric, const Change& change);

std::string show_share(double share);  // "+3.1%"
// "+3.1% worse [+1.0%, +5.2%]"
std::string show_change(const table::Column& metric, const Change& change);
std::string show_value(const table::Column& metric, double value);  // "1.20 GiB/s"
std::string show_side(const ComparedRow& row, const Side& side);    // "1.20 GiB/s ±2.1%"
std::string show_probability(double p);                             // "0.031", "<1e-6"
std::string show_limits(const ComparedRow& row);  // "disk -> server_cpu"; may be empty

// "slice mode=process (9 rows): 2.0% worse; tested 1.9% worse [0.4% better to 4.2% worse], ..."
std::string show_slice(const Comparison& comparison, const SliceJudgement& slice);

const char* to_string(Finding finding);

// Whether any row could be compared; else nothing can be said of the table as a whole.
bool any_judged(const Comparison& comparison);

// Whether all rows are judged by figures of which more is better, as rates are: then the table and
// its slices are told as shares of a rate, as the rows are; else as shares of a time.
bool is_of_rates(const Comparison& comparison);

// "regression", "not judged", "no regression": what the exit code says before --warn-only.
std::string outcome(const Comparison& comparison);
// "162 rows: 1 regression, 3 inconclusive, 158 equivalent".
std::string summary_line(const Comparison& comparison);
// "table: 0.3% worse than the base in the middle row": what all rows have in common.
std::string shift_line(const Comparison& comparison);

}  // namespace gauntlet::orchestrator::diff::show
