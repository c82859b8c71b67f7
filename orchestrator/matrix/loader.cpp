#include "orchestrator/matrix/loader.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/error.h"

namespace gauntlet::orchestrator {
namespace {

// Length of the UTF-8 sequence that begins the text; 0 when that is none, or a control character
// that has no place in a text.
std::size_t utf8_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return first >= ' ' || first == '\n' || first == '\r' || first == '\t' ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : length;
}

void check_text(std::string_view text, const std::string& file) {
  if (text.size() > kLargestFile)
    throw Error({.file = file}, fmt::format("is larger than {} KiB", kLargestFile / 1024));
  int line = 1;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
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

YAML::Node load_document(const std::string& text, const std::string& file) {
  try {
    check_one_document(text, file);
    return YAML::Load(text);
  } catch (const YAML::Exception& error) {
    throw Error({.file = file, .line = line_of(error.mark)}, "is not YAML: " + error.msg);
  }
}

}  // namespace

Tree parse_yaml(std::string_view text, const std::string& file) {
  check_text(text, file);
  return Copier(file).copy(load_document(std::string(text), file), 0);
}

std::string read_text_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kLargestFile + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  const std::streamsize length = stream.gcount();
  if (!stream.is_open() || stream.bad() || (length == 0 && !stream.eof()))
    throw Error({.file = file}, "cannot be read; is it there, and a file?");
  text.resize(static_cast<std::size_t>(length));
  return text;
}

}  // namespace gauntlet::orchestrator
