#include "orchestrator/dashboard/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "orchestrator/dashboard/access.h"
#include "orchestrator/dashboard/web/files.h"
#include "orchestrator/report/web/files.h"
#include "wire/mime.h"

namespace gauntlet::orchestrator::dashboard {
Response front_page() {
  const std::string nonce = make_token();
  const std::string policy = fmt::format(
      "default-src 'none'; connect-src 'self'; script-src 'self' 'nonce-{}'; "
      "style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
      "form-action 'none'; frame-ancestors 'none'",
      nonce);
  const std::string_view page = text_of(web::files(), "index.html");
  return {.type = "text/html; charset=utf-8",
          .body = filled(page, {{"NONCE", nonce}}),
          .fields = {{"Content-Security-Policy", policy}}};
}

Response page_file(std::string_view name) {
  for (const EmbeddedFiles files : {web::files(), report::web::files()}) {
    const auto found = std::find_if(files.begin(), files.end(), [name](const EmbeddedFile& file) {
      return name_without_folder(file) == name;
    });
    if (found != files.end())
      return {.type = std::string(wire::mime_type(name)), .body = std::string(found->text)};
  }
  return refusal(404, "there is no such file");
}

}  // namespace gauntlet::orchestrator::dashboard
