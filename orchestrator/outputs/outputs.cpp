#include "orchestrator/outputs/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.h"
#include "orchestrator/outputs/jsonl.h"
#include "orchestrator/outputs/sidecar.h"
#include "orchestrator/outputs/table.h"

namespace gauntlet::orchestrator::outputs {
namespace {

// An output that --out names.
struct Choice {
  std::string_view name;
  const char* target;  // what is written after its name
  std::shared_ptr<sweep::Output> (*make)(const std::string& target);
};

constexpr std::array kChoices{Choice{"jsonl", "FILE", make_jsonl}};

std::shared_ptr<sweep::Output> make_one(const std::string& asked) {
  const std::size_t sign = asked.find('=');
  const std::string name = asked.substr(0, sign);
  const auto* const choice = std::find_if(kChoices.begin(), kChoices.end(),
                                          [&](const Choice& one) { return one.name == name; });
  if (choice == kChoices.end())
    throw Error(fmt::format("--out: '{}' is no output; write {}", name, choices()));
  const std::string target = sign == std::string::npos ? "" : asked.substr(sign + 1);
  if (target.empty())
    throw Error(
        fmt::format("--out: '{}' does not say where to; write {}={}", asked, name, choice->target));
  if (target == "-")
    throw Error(
        fmt::format("--out: stdout is taken by what the command prints; write {}={} with a "
                    "file or a FIFO",
                    name, choice->target));
  try {
    return choice->make(target);
  } catch (const Error& error) {
    throw Error(fmt::format("--out: {}", error.what()), error.code());
  }
}

}  // namespace

std::string choices() {
  std::string text;
  for (const Choice& choice : kChoices)
    text += fmt::format("{}{}={}", text.empty() ? "" : " or ", choice.name, choice.target);
  return text;
}

sweep::Outputs make_asked(const std::vector<std::string>& asked) {
  sweep::Outputs outputs;
  for (const std::string& one : asked) outputs.push_back(make_one(one));
  return outputs;
}

sweep::Outputs make_all(const std::vector<sweep::Side*>& sides, ProgressStyle style,
                        const sweep::Outputs& asked) {
  sweep::Outputs outputs;
  std::vector<std::string> names;
  std::vector<table::Row> earlier;
  for (sweep::Side* side : sides) {
    outputs.push_back(make_sidecar(*side));
    outputs.push_back(make_table(*side));
    names.push_back(side->name);
    earlier.insert(earlier.end(), side->ledger.earlier.begin(), side->ledger.earlier.end());
  }
  outputs.push_back(std::make_shared<Progress>(style, names, earlier));
  outputs.insert(outputs.end(), asked.begin(), asked.end());
  return outputs;
}

}  // namespace gauntlet::orchestrator::outputs
