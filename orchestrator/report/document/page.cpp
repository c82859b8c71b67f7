#include "orchestrator/report/document/page.h"

#include <fmt/format.h>

#include <map>
#include <string_view>

#include "base/base64.h"
#include "base/embedded_files.h"
#include "base/json_text.h"
#include "base/text_layout.h"
#include "orchestrator/report/web/files.h"

namespace gauntlet::orchestrator::report::document {
namespace {

using Json = nlohmann::ordered_json;

// The only letter that could end the element around it, or begin another, as JSON may write it.
std::string script_json(const Json& json) {
  std::string text;
  for (const char c : json_text(json)) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

std::string all_styles() {
  std::string styles;
  for (const EmbeddedFile& file : web::files())
    if (file.name.ends_with(".css")) styles.append(file.text) += '\n';
  return styles;
}

// "vendor/uplot.js" -> "gauntlet/uplot", by which modules name each other.
std::string module_name(std::string_view file) {
  const std::string_view name = file.substr(file.rfind('/') + 1);
  return fmt::format("gauntlet/{}", name.substr(0, name.rfind('.')));
}

// Every module with what it holds as its address, so that none is asked for.
Json import_map() {
  Json imports = Json::object();
  for (const EmbeddedFile& file : web::files()) {
    if (!file.name.ends_with(".js")) continue;
    std::string address = "data:text/javascript;charset=utf-8;base64,";
    append_base64(address, file.text);
    imports[module_name(file.name)] = address;
  }
  return {{"imports", imports}};
}

// The shell with a text for each @NAME@. What is put in is not looked through again.
std::string filled(std::string_view shell, const std::map<std::string, std::string>& texts) {
  std::string page;
  while (!shell.empty()) {
    const std::size_t at = shell.find('@');
    page += shell.substr(0, at);
    if (at == std::string_view::npos) break;
    const std::size_t end = shell.find('@', at + 1);
    const bool ended = end != std::string_view::npos;
    const auto found = texts.find(std::string(shell.substr(at + 1, ended ? end - at - 1 : 0)));
    page += found == texts.end() ? "@" : found->second;
    shell.remove_prefix(found == texts.end() ? at + 1 : end + 1);
  }
  return page;
}

}  // namespace

std::string make_page(const Json& document) {
  const std::string title = document.at("title").get<std::string>();
  return filled(text_of(web::files(), "report.html"), {{"TITLE", markup_text(title)},
                                                       {"STYLE", all_styles()},
                                                       {"IMPORTMAP", script_json(import_map())},
                                                       {"DOCUMENT", script_json(document)}});
}

}  // namespace gauntlet::orchestrator::report::document
