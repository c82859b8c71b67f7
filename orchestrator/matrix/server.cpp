#include "orchestrator/matrix/server.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <optional>
#include <regex>
#include <utility>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/matrix/placeholders.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::matrix {
namespace {

constexpr std::string_view kLine = "line ";
constexpr std::size_t kLongestServerName = 64;

constexpr std::array<std::pair<std::string_view, int>, 7> kSignals{{{"SIGTERM", SIGTERM},
                                                                    {"SIGINT", SIGINT},
                                                                    {"SIGQUIT", SIGQUIT},
                                                                    {"SIGHUP", SIGHUP},
                                                                    {"SIGUSR1", SIGUSR1},
                                                                    {"SIGUSR2", SIGUSR2},
                                                                    {"SIGKILL", SIGKILL}}};

const std::vector<std::string_view>& server_keys() {
  static const std::vector<std::string_view> keys{"start", "files", "ready",
                                                  "stop",  "grace", "url"};
  return keys;
}

std::vector<std::string> texts_of(const Server& server) {
  std::vector<std::string> texts{server.start, server.ready, server.url};
  for (const auto& [name, text] : server.files) texts.push_back(text);
  return texts;
}

std::set<std::string> names_of(const Server& server, Piece::Kind kind) {
  std::set<std::string> names;
  for (const std::string& text : texts_of(server))
    for (const Piece& piece : pieces_of(text))
      if (piece.kind == kind) names.insert(piece.text);
  return names;
}

const std::vector<std::string_view>& known_placeholders() {
  static const std::vector<std::string_view> known = [] {
    std::vector<std::string_view> names{kPort, kPorts, kFolder, kRoot};
    for (const Setting& setting : settings()) names.push_back(setting.name);
    return names;
  }();
  return known;
}

// A name that can stand in a folder: no path, nothing hidden.
bool is_file_name(const std::string& name) {
  return !name.empty() && name.size() <= kLongestServerName && name[0] != '.' &&
         name.find('/') == std::string::npos;
}

// A stand-in for what is not known before the run, so that the rest of an URL can be checked.
std::string with_stand_ins(const std::string& text) {
  return fill_in(text, [](const Piece&) { return std::string("1"); });
}

// Reads one server, and says what is wrong with it.
class ServerChecker {
 public:
  ServerChecker(const Tree& tree, Problems& problems) : tree_(tree), problems_(problems) {
    server_.name = tree.key;
    server_.line = tree.line;
  }

  std::shared_ptr<const Server> check() {
    check_name();
    if (tree_.kind != Tree::Kind::kMap || tree_.items.empty())
      add(tree_.line, "", "is no map; write at least its url, and start where it is to be started");
    for (const Tree& entry : tree_.items) check_key(entry);
    check_url();
    check_ready();
    if (!server_.is_started()) check_address();
    for (const Tree& entry : tree_.items) check_placeholders(entry);
    return std::make_shared<const Server>(std::move(server_));
  }

 private:
  // The key is named as in servers.nginx.url.
  void add(int line, const std::string& key, const std::string& sentence) {
    problems_.add(line, "servers." + server_.name + (key.empty() ? "" : "." + key), sentence);
  }

  void check_name() {
    const Setting& setting = settings()[find_setting("server").value()];
    if (server_.name == kServerPool)
      add(tree_.line, "", "is Gauntlet's own server, which is always there; choose another name");
    else if (const Checked checked = check_value(setting, server_.name); !checked.problem.empty())
      add(tree_.line, "", checked.problem);
  }

  void check_key(const Tree& entry) {
    const std::map<std::string_view, std::string*> texts{{"start", &server_.start},
                                                         {"ready", &server_.ready},
                                                         {"stop", &server_.stop},
                                                         {"grace", &server_.grace},
                                                         {"url", &server_.url}};
    if (const auto text = texts.find(entry.key); text != texts.end()) {
      if (!seen_.insert(entry.key).second) add(entry.line, entry.key, "is given twice; keep one");
      if (entry.kind == Tree::Kind::kText && !entry.text.empty())
        *text->second = entry.text;
      else
        add(entry.line, entry.key, "is no text; write one");
      check_text(entry);
    } else if (entry.key == "files") {
      check_files(entry);
    } else {
      add(entry.line, entry.key,
          fmt::format("is no key of a server; those are {}{}", fmt::join(server_keys(), ", "),
                      did_you_mean(entry.key, server_keys())));
    }
  }

  void check_text(const Tree& entry) {
    if (entry.key == "stop" && !signal_number(entry.text))
      add(entry.line, "stop",
          in_quotes(entry.text) +
              " is no signal that ends a server; write SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, "
              "SIGUSR2 or SIGKILL");
    if (entry.key == "grace" && !parse_duration(entry.text))
      add(entry.line, "grace", why_no_duration(entry.text));
    if (entry.key != "start") return;
    try {
      if (split_words(entry.text).empty()) add(entry.line, "start", "names no program; write one");
    } catch (const Error& error) {
      add(entry.line, "start", error.what());
    }
  }

  void check_files(const Tree& entry) {
    if (entry.kind != Tree::Kind::kMap)
      add(entry.line, "files", "is no map; write names of files, each with its text after '|'");
    for (const Tree& file : entry.items) {
      if (file.kind != Tree::Kind::kText || !is_file_name(file.key))
        add(file.line, "files",
            fmt::format("{} is no file with a text; write 'NAME: |' and below it the text",
                        in_quotes(file.key)));
      else if (!server_.files.emplace(file.key, file.text).second)
        add(file.line, "files", in_quotes(file.key) + " stands there twice; keep one");
    }
  }

  int line_of(std::string_view key) const {
    for (const Tree& entry : tree_.items)
      if (entry.key == key) return entry.line;
    return tree_.line;
  }

  void check_url() {
    if (server_.url.empty()) {
      add(tree_.line, "",
          server_.is_started() ? "has a start but no url; say where its files are, as in 'url: "
                                 "http://127.0.0.1:{port}/'"
                               : "has no url; say where its files are, as in 'url: "
                                 "http://files.example:8080/data/'");
      return;
    }
    const auto url = server_url(with_stand_ins(server_.url));
    if (!url)
      add(line_of("url"), "url",
          in_quotes(server_.url) + " is no address; write it as http://127.0.0.1:{port}/files/");
    else if (!url->target.substr(0, url->target.find('?')).ends_with('/'))
      add(line_of("url"), "url",
          in_quotes(server_.url) +
              " is no folder, to which names of files can be added; end it "
              "in '/'");
  }

  void check_ready() {
    const std::string& ready = server_.ready;
    if (ready == "port" || server_url(with_stand_ins(ready))) return;
    const std::string pattern = ready_line(server_);
    if (pattern.empty()) {
      add(line_of("ready"), "ready",
          in_quotes(ready) +
              " tells of no readiness; write port, an http:// address that answers "
              "then, or 'line REGEX' for a line that it prints");
      return;
    }
    try {
      const std::regex compiled(pattern);
    } catch (const std::regex_error&) {
      add(line_of("ready"), "ready",
          in_quotes(pattern) +
              " is no regular expression (ECMAScript); escape what is meant as "
              "it stands by a backslash");
    }
  }

  void check_address() {
    for (const Tree& entry : tree_.items)
      if (entry.key != "url" && entry.key != "start" &&
          std::find(server_keys().begin(), server_keys().end(), entry.key) != server_keys().end())
        add(entry.line, entry.key,
            "is only for a server that is started; add start, or leave it out");
    for (const char* name : {kPort, kPorts, kFolder, kRoot})
      if (placeholders_of(server_).contains(name))
        add(line_of("url"), "url",
            fmt::format("names {{{}}}, which only a server that is started has; add start, or "
                        "write the address itself",
                        name));
  }

  void check_placeholders(const Tree& entry) {
    for (const Tree& item : entry.items) check_placeholders(item);
    for (const Piece& piece : pieces_of(entry.text)) {
      const auto& known = known_placeholders();
      if (piece.kind != Piece::Kind::kPlaceholder ||
          std::find(known.begin(), known.end(), piece.text) != known.end())
        continue;
      add(entry.line, entry.key,
          fmt::format("names {{{0}}}, which stands for nothing; there are {{port}}, {{ports}}, "
                      "{{folder}}, {{root}} and every setting, and {{{{{0}}}}} is the text "
                      "itself{1}",
                      piece.text, did_you_mean(piece.text, known)));
    }
  }

  const Tree& tree_;
  Problems& problems_;
  Server server_{};
  std::set<std::string> seen_{};
};

Tree text_tree(std::string key, std::string text) {
  return {.kind = Tree::Kind::kText, .key = std::move(key), .text = std::move(text)};
}

}  // namespace

Servers check_servers(const Tree& section, Problems& problems) {
  Servers servers;
  if (section.kind != Tree::Kind::kMap)
    problems.add(section.line, section.key,
                 "is no map; write a name for each server, and below it its url");
  for (const Tree& entry : section.items) {
    auto server = ServerChecker(entry, problems).check();
    if (!servers.emplace(entry.key, std::move(server)).second)
      problems.add(entry.line, "servers." + entry.key, "is given twice; keep one");
  }
  return servers;
}

Tree to_tree(const Server& server) {
  Tree tree{.kind = Tree::Kind::kMap, .line = server.line, .key = server.name};
  tree.items = {text_tree("url", server.url)};
  if (!server.is_started()) return tree;
  for (const auto& [key, text] : std::map<std::string, std::string>{{"start", server.start},
                                                                    {"ready", server.ready},
                                                                    {"stop", server.stop},
                                                                    {"grace", server.grace}})
    tree.items.push_back(text_tree(key, text));
  Tree files{.kind = Tree::Kind::kMap, .key = "files"};
  for (const auto& [name, text] : server.files) files.items.push_back(text_tree(name, text));
  tree.items.push_back(std::move(files));
  return tree;
}

std::set<std::string> placeholders_of(const Server& server) {
  return names_of(server, Piece::Kind::kPlaceholder);
}

std::set<std::string> variables_of(const Server& server) {
  return names_of(server, Piece::Kind::kVariable);
}

std::optional<int> signal_number(std::string_view name) {
  for (const auto& [known, number] : kSignals)
    if (known == name) return number;
  return std::nullopt;
}

std::optional<Url> server_url(std::string_view text) {
  const auto url = parse_url(text);
  const bool can_be_asked_for = url && url->target.find(' ') == std::string::npos;
  return can_be_asked_for ? std::optional(*url) : std::nullopt;
}

std::string ready_line(const Server& server) {
  return server.ready.starts_with(kLine) ? server.ready.substr(kLine.size()) : "";
}

}  // namespace gauntlet::orchestrator::matrix
