// Makes a thread read and write letters as UTF-8, for libraries that ask the locale.
#pragma once

#include <locale.h>

namespace gauntlet {

// For as long as it lives, in the thread that made it; without effect where it is not wanted, or
// where the system has no such locale.
class Utf8Locale {
 public:
  explicit Utf8Locale(bool wanted = true) {
    static const locale_t kUtf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (wanted && kUtf8 != nullptr) before_ = ::uselocale(kUtf8);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (before_ != nullptr) ::uselocale(before_);
  }

 private:
  locale_t before_ = nullptr;
};

}  // namespace gauntlet
