// The one declaration of the table's columns: the CSV, the glossary (results/README.md) and whoever
// compares tables read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::table {

enum class Better { kMore, kLess, kNeither };

// Where the value of a column comes from. run/make_row fills them by source, but for kSweep.
enum class Source {
  kScenario,   // the values of the scenario
  kSweep,      // whoever runs many scenarios: which pass, which place in it, which comparison
  kRun,        // orchestrator, as it ran the scenario: its clock, and how the programs ended
  kClients,    // the report line of client_pool
  kServer,     // the stopped line of server_pool
  kCapture,    // the capture of the packets, which orchestrator analyses
  kSamples,    // the samples that were taken while the clients ran (limits/figures)
  kJudgement,  // the rules of limits/
  kOrigin,     // the host and this version of Gauntlet
};
const char* name_of(Source source);  // "scenario", "sweep", ..., as in the glossary

using Field = std::variant<std::string Row::*, std::uint64_t Row::*, double Row::*,
                           std::optional<std::uint64_t> Row::*, std::optional<double> Row::*>;

struct Column {
  const char* name;
  const char* unit;  // empty for texts
  const char* meaning;
  Better better;
  Source source;
  Field field;
  bool later = false;  // came after the first tables: those may lack it
};

// In the order of the CSV. The columns of the settings, which follow them, are declared with the
// settings (matrix/settings.h).
const std::vector<Column>& columns();

const Column* find_column(std::string_view name);  // null when there is none of that name

// The name of a setting's column: the setting's own, or, where a result has that name already, with
// "set_" before it ("set_requests"); and the setting whose column has this name.
std::string setting_column(std::string_view setting);
std::string column_setting(std::string_view column);

// The field as the CSV shows it, numbers in the shortest form that reads back as the same number.
std::string to_text(const Row& row, const Column& column);

// Puts text into the field. False when it is not of the field's kind; an empty text is only for
// fields that may be empty.
bool from_text(Row& row, const Column& column, std::string_view text);

// The field as a number; nothing for texts and for what was not measured.
std::optional<double> to_number(const Row& row, const Column& column);

}  // namespace gauntlet::orchestrator::table
