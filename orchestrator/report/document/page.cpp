#include "orchestrator/report/document/page.h"

#include <fmt/format.h>

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
std::string module_name(const EmbeddedFile& file) {
  const std::string_view name = name_without_folder(file);
  return fmt::format("gauntlet/{}", name.substr(0, name.rfind('.')));
}

// Every module with what it holds as its address, so that none is asked for.
Json import_map() {
  Json imports = Json::object();
  for (const EmbeddedFile& file : web::files()) {
    if (!file.name.ends_with(".js")) continue;
    std::string address = "data:text/javascript;charset=utf-8;base64,";
    append_base64(address, file.text);
    imports[module_name(file)] = address;
  }
  return {{"imports", imports}};
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
