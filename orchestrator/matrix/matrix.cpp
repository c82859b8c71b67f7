#include "orchestrator/matrix/matrix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_set>

#include "base/input_file.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/loader.h"
#include "orchestrator/matrix/misread.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/matrix/structured.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {
namespace {

// Reads a tree into a matrix, and collects what is wrong with it.
class Checker {
 public:
  Checker(const Tree& tree, const std::string& file) : problems_(file) {
    matrix_.file = file;
    check_document(tree);
  }

  Matrix result() && {
    problems_.throw_if_any();
    return std::move(matrix_);
  }

 private:
  void check_document(const Tree& tree);
  void check_section(const Tree& section);
  void check_axis(const Tree& axis);
  void check_settings(const Tree& section);
  void check_count();
  void check_missing();
  void check_combinations();
  std::vector<Entry> check_entries(const Tree& list);
  Entry check_entry(const Tree& entry, const std::string& key);
  void check_overlap();
  void check_excluded_axes();

  std::vector<Assignment> check_assignments(const Tree& map);
  std::optional<Assignment> check_assignment(const Tree& tree);
  std::optional<std::size_t> check_setting(const Tree& tree);
  std::optional<Value> check_text(const Tree& tree, const Setting& setting);
  std::optional<Value> check_structured(const Tree& tree, const Setting& setting);

  bool expect(const Tree& tree, Tree::Kind kind, const std::string& fix);
  bool expect_section(const Tree& tree, Tree::Kind kind, const std::string& fix);
  void refuse_repeated_keys(const Tree& map);

  Problems problems_;
  std::set<std::size_t> mentioned_{};  // settings, with a value or a mistake in it
  Misread misread_{};
  bool has_whole_sections_ = true;  // false: it cannot be told which combinations are meant
  Matrix matrix_{};
};

// Whether the tree is of the kind; says what it is instead where not.
bool Checker::expect(const Tree& tree, Tree::Kind kind, const std::string& fix) {
  if (tree.kind == kind && (kind == Tree::Kind::kText || !tree.items.empty())) return true;
  const char* found = tree.kind == kind ? "empty" : describe(tree.kind);
  problems_.add(tree.line, tree.key, fmt::format("is {}; {}", found, fix));
  return false;
}

// Without the section it cannot be told which combinations are meant.
bool Checker::expect_section(const Tree& tree, Tree::Kind kind, const std::string& fix) {
  const bool is_there = expect(tree, kind, fix);
  has_whole_sections_ = has_whole_sections_ && is_there;
  return is_there;
}

void Checker::refuse_repeated_keys(const Tree& map) {
  std::vector<std::string_view> seen;  // few: unknown keys are mistakes of their own
  for (const Tree& entry : map.items) {
    if (std::find(seen.begin(), seen.end(), entry.key) != seen.end()) {
      problems_.add(entry.line, entry.key, "is given twice; keep one");
      misread_.add(entry.key);
    } else if (seen.size() <= settings().size()) {
      seen.push_back(entry.key);
    }
  }
}

void Checker::check_document(const Tree& tree) {
  if (!expect(tree, Tree::Kind::kMap, "a matrix file has the keys matrix and settings")) return;
  refuse_repeated_keys(tree);
  for (const Tree& section : tree.items) check_section(section);
  check_overlap();
  check_excluded_axes();
  check_count();
  if (problems_.empty()) return;
  check_missing();
  check_combinations();
}

void Checker::check_section(const Tree& section) {
  static const std::vector<std::string_view> sections = {"name",    "matrix",  "settings",
                                                         "include", "exclude", "servers"};
  if (section.key == "name") {
    if (expect(section, Tree::Kind::kText, "write a text")) matrix_.name = section.text;
  } else if (section.key == "matrix") {
    if (!expect_section(section, Tree::Kind::kMap, "write axes, as in 'volume: [10, 50]'")) return;
    refuse_repeated_keys(section);
    for (const Tree& axis : section.items) check_axis(axis);
  } else if (section.key == "settings") {
    if (!expect_section(section, Tree::Kind::kMap, "write settings, as in 'requests: 3'")) return;
    check_settings(section);
  } else if (section.key == "include") {
    matrix_.include = check_entries(section);
  } else if (section.key == "servers") {
    const std::size_t before = problems_.size();
    matrix_.servers = check_servers(section, problems_);
    if (problems_.size() > before) misread_.add("server");
  } else if (section.key == "exclude") {
    matrix_.exclude = check_entries(section);
  } else {
    problems_.add(section.line, section.key,
                  fmt::format("is no part of a matrix file; those are {}{}",
                              fmt::join(sections, ", "), did_you_mean(section.key, sections)));
    has_whole_sections_ = false;
  }
}

// The settings of every scenario, and the keys of the sweep among them.
void Checker::check_settings(const Tree& section) {
  refuse_repeated_keys(section);
  for (const Tree& entry : section.items) {
    const Setting* key = find_sweep_key(entry.key);
    if (key == nullptr) {
      if (const auto assignment = check_assignment(entry)) matrix_.settings.push_back(*assignment);
    } else if (const auto value = check_text(entry, *key)) {
      set_sweep_value(matrix_.repeats, key->name, value->text);
    }
  }
}

void Checker::check_axis(const Tree& tree) {
  const auto setting = check_setting(tree);
  if (!setting) return;
  Axis& axis = matrix_.axes.emplace_back(Axis{.setting = *setting});
  if (!expect(tree, Tree::Kind::kList, "an axis is a list of values, as in '[10, 50]'"))
    return misread_.add(tree.key);
  std::unordered_set<std::string> seen;
  for (Tree item : tree.items) {
    item.key = tree.key;
    const auto value = check_text(item, settings()[*setting]);
    if (!value) continue;
    if (seen.insert(value->text).second)
      axis.values.push_back(*value);
    else
      problems_.add(item.line, tree.key,
                    fmt::format("has the value {} twice; keep one", in_quotes(value->text)));
  }
  if (axis.values.empty()) misread_.add(tree.key);
}

std::vector<Entry> Checker::check_entries(const Tree& list) {
  std::vector<Entry> entries;
  if (!expect_section(list, Tree::Kind::kList, "write a list of entries, as in '- {volume: 50}'"))
    return entries;
  if (list.items.size() > kMostEntries) {
    problems_.add(list.line, list.key,
                  fmt::format("has {} entries; at most {} are allowed, write axes instead",
                              list.items.size(), kMostEntries));
    has_whole_sections_ = false;
    return entries;
  }
  for (const Tree& item : list.items) entries.push_back(check_entry(item, list.key));
  return entries;
}

Entry Checker::check_entry(const Tree& entry, const std::string& key) {
  Tree named = entry;
  named.key = key;
  if (!expect(named, Tree::Kind::kMap, "an entry names settings, as in '- {volume: 50}'"))
    return {};
  return {.line = entry.line, .values = check_assignments(entry)};
}

std::vector<Assignment> Checker::check_assignments(const Tree& map) {
  std::vector<Assignment> assignments;
  refuse_repeated_keys(map);
  for (const Tree& entry : map.items)
    if (const auto assignment = check_assignment(entry)) assignments.push_back(*assignment);
  return assignments;
}

std::optional<Assignment> Checker::check_assignment(const Tree& tree) {
  const auto setting = check_setting(tree);
  if (!setting) return std::nullopt;
  std::optional<Value> value;
  if (is_structured(tree, settings()[*setting]) ||
      expect(tree, Tree::Kind::kText,
             "write one value; several make an axis, which belongs under matrix"))
    value = check_text(tree, settings()[*setting]);
  if (value) return Assignment{*setting, *value};
  misread_.add(tree.key);
  return std::nullopt;
}

std::optional<std::size_t> Checker::check_setting(const Tree& tree) {
  const auto setting = find_setting(tree.key);
  if (setting) {
    mentioned_.insert(*setting);
  } else if (find_sweep_key(tree.key) != nullptr) {
    problems_.add(tree.line, tree.key, kSweepKeyMisplaced);
  } else {
    problems_.add(tree.line, tree.key, "is no setting" + did_you_mean_key(tree.key));
    misread_.add(tree.key);
  }
  return setting;
}

std::optional<Value> Checker::check_structured(const Tree& tree, const Setting& setting) {
  if (tree.kind == Tree::Kind::kMap) refuse_repeated_keys(tree);
  auto text = structured_text(tree, setting);
  if (text) return Value{std::move(*text), tree.line};
  problems_.add(tree.line, tree.key, text.error());
  return std::nullopt;
}

std::optional<Value> Checker::check_text(const Tree& tree, const Setting& setting) {
  if (is_structured(tree, setting)) return check_structured(tree, setting);
  if (!expect(tree, Tree::Kind::kText, "write one value")) return std::nullopt;
  Checked checked = check_value(setting, tree.text);
  if (!checked.problem.empty()) {
    problems_.add(tree.line, tree.key, checked.problem);
    return std::nullopt;
  }
  return Value{std::move(checked.text), tree.line};
}

void Checker::check_overlap() {
  for (const Assignment& assignment : matrix_.settings) {
    if (matrix_.find_axis(assignment.setting) == nullptr) continue;
    problems_.add(assignment.value.line, std::string(settings()[assignment.setting].name),
                  "stands under matrix and under settings; keep one");
    misread_.add(settings()[assignment.setting].name);
  }
}

void Checker::check_excluded_axes() {
  for (const Entry& entry : matrix_.exclude) {
    for (const Assignment& assignment : entry.values) {
      if (matrix_.find_axis(assignment.setting) != nullptr) continue;
      problems_.add(assignment.value.line, std::string(settings()[assignment.setting].name),
                    "is excluded by value but is no axis; name an axis of the matrix");
    }
  }
}

// Without building one, since there may be very many.
void Checker::check_count() {
  double count = matrix_.axes.empty() ? 0 : 1;
  for (const Axis& axis : matrix_.axes)
    count *= std::max(1.0, static_cast<double>(axis.values.size()));
  count += static_cast<double>(matrix_.include.size());
  if (count <= static_cast<double>(kMostScenarios)) return;
  has_whole_sections_ = false;
  problems_.add(
      0, "matrix",
      fmt::format("makes {:.0f} scenarios; at most {} are allowed", count, kMostScenarios));
}

// So that all mistakes are told at once; where there is no other one, --set may give what is
// missing.
void Checker::check_missing() {
  for (std::size_t i = 0; i < settings().size(); ++i) {
    if (!settings()[i].required() || mentioned_.contains(i) || misread_.settings().contains(i))
      continue;
    problems_.add(0, std::string(settings()[i].name), kMissing);
  }
}

// Beside other mistakes; where there is none, expand finds them in the scenarios that are asked
// for.
void Checker::check_combinations() {
  if (!has_whole_sections_) return;
  std::erase_if(matrix_.axes, [](const Axis& axis) { return axis.values.empty(); });
  refuse_impossible(matrix_, misread_.settings(), problems_);
}

}  // namespace

const Axis* Matrix::find_axis(std::size_t setting) const {
  for (const Axis& axis : axes)
    if (axis.setting == setting) return &axis;
  return nullptr;
}

Matrix check_matrix(const Tree& tree, const std::string& file) {
  return Checker(tree, file).result();
}

Matrix load_matrix(std::string_view text, const std::string& file) {
  return check_matrix(parse_yaml(text, file), file);
}

Matrix load_matrix_file(const std::string& file) {
  return load_matrix(read_input(file, kLargestFile), file);
}

}  // namespace gauntlet::orchestrator::matrix
