#include "orchestrator/matrix/loader.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

#include "base/error.h"
#include "base/utf8.h"

namespace gauntlet::orchestrator::matrix {
namespace {

bool has_no_place_in_text(char c) {
  return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t';
}

void check_text(std::string_view text, const std::string& file) {
  if (text.size() > kLargestFile)
    throw Error({.file = file}, fmt::format("is larger than {} KiB", kLargestFile / 1024));
  int line = 1;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || has_no_place_in_text(text[0])) {
      throw Error({.file = file, .line = line},
                  fmt::format("is not UTF-8 text (byte 0x{:02X}); save the file as UTF-8",
                              static_cast<unsigned char>(text[0])));
    }
    if (text[0] == '\n') ++line;
    text.remove_prefix(length);
  }
}

int line_of(const YAML::Mark& mark) { return mark.is_null() ? 0 : mark.line + 1; }

// Copies the library's graph, in which aliases share nodes (and may form rings), into a tree of
// bounded size.
class Copier {
 public:
  explicit Copier(std::string file) : file_(std::move(file)) {}

  Tree copy(const YAML::Node& node, int depth) {
    const int line = line_of(node.Mark());
    if (depth > kDeepestNesting) fail(line, "is nested too deeply");
    if (++values_ > kMostValues) fail(line, "holds too many values; do its aliases multiply?");
    Tree tree{.line = line};
    if (node.IsScalar()) {
      tree.kind = Tree::Kind::kText;
      tree.text = node.Scalar();
    } else if (node.IsSequence()) {
      tree.kind = Tree::Kind::kList;
      for (const YAML::Node& item : node) tree.items.push_back(copy(item, depth + 1));
    } else if (node.IsMap()) {
      tree.kind = Tree::Kind::kMap;
      for (const auto& entry : node) tree.items.push_back(copy_entry(entry, depth + 1));
    }
    return tree;
  }

 private:
  Tree copy_entry(const YAML::detail::iterator_value& entry, int depth) {
    const int line = line_of(entry.first.Mark());
    if (!entry.first.IsScalar()) fail(line, "has a key that is not a plain text");
    Tree value = copy(entry.second, depth);
    value.key = entry.first.Scalar();
    value.line = line;
    return value;
  }

  [[noreturn]] void fail(int line, const char* sentence) const {
    throw Error({.file = file_, .line = line}, sentence);
  }

  std::string file_;
  std::size_t values_ = 0;
};

// Notes where documents begin, and nothing else.
struct DocumentStarts : YAML::EventHandler {
  int last = 0;  // line

  void OnDocumentStart(const YAML::Mark& mark) override { last = line_of(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// Not by YAML::LoadAll: where a document begins with a comma, the library finds empty documents
// there without end.
void check_one_document(const std::string& text, const std::string& file) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  if (parser.HandleNextDocument(starts) && parser.HandleNextDocument(starts))
    throw Error({.file = file, .line = starts.last}, "begins a second document; a file holds one");
}

bool is_indented_by_tab(std::string_view text, int line) {
  for (int i = 1; i < line && !text.empty(); ++i)
    text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  const std::size_t first = text.find_first_not_of(' ');
  return first != std::string_view::npos && text[first] == '\t';
}

YAML::Node load_document(const std::string& text, const std::string& file) {
  try {
    check_one_document(text, file);
    return YAML::Load(text);
  } catch (const YAML::Exception& error) {
    const int line = line_of(error.mark);
    throw Error({.file = file, .line = line}, is_indented_by_tab(text, line)
                                                  ? "begins with a tab; YAML is indented by spaces"
                                                  : "is not YAML: " + error.msg);
  }
}

}  // namespace

Tree parse_yaml(std::string_view text, const std::string& file) {
  check_text(text, file);
  return Copier(file).copy(load_document(std::string(text), file), 0);
}

}  // namespace gauntlet::orchestrator::matrix
