#include "wire/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gauntlet::wire {
namespace {

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  // Nearly every text; the library would take longer than all the rest of a listing.
  if (std::all_of(text.begin(), text.end(), is_plain))
    out.append("\"").append(text).append("\"");
  else
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gauntlet::wire
