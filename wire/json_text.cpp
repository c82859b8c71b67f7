#include "wire/json_text.h"

#include <nlohmann/json.hpp>

namespace gauntlet::wire {

void append_json_text(std::string& out, std::string_view text) {
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gauntlet::wire
