#include "client_pool/last_head.h"

namespace gauntlet::client_pool {

std::size_t LastHead::find_end(std::string_view bytes, std::size_t searched) const {
  if (!text_.empty() && bytes.starts_with(text_)) return text_.size();
  return wire::find_head_end(bytes, searched);
}

const LastHead::Parsed& LastHead::parse(std::string_view head) {
  if (head != text_) {
    text_ = head;
    parsed_ = wire::parse_response(text_);
  }
  return parsed_;
}

}  // namespace gauntlet::client_pool
