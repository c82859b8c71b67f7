#include "wire/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/utf8.h"

namespace gauntlet::wire {
namespace {

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

}  // namespace

bool append_json_text(std::string& out, std::string_view text) {
  // Nearly every text; the library would take longer than all the rest of a listing.
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    out.append("\"").append(text).append("\"");
    return true;
  }
  out += gauntlet::json_text(nlohmann::json(text));
  return is_utf8(text);
}

}  // namespace gauntlet::wire
