#include "base/pager.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/output.h"

namespace gauntlet {
namespace {

// The first that is installed; where none is, the shell itself prints what it is given. LESS as git
// has it: less ends by itself where all fits the terminal.
constexpr const char* kPager =
    "LESS=${LESS-FRX}; export LESS\n"
    "for p in \"$PAGER\" less; do\n"
    "  command -v \"${p%% *}\" >/dev/null 2>&1 && eval \"exec $p\"\n"
    "done\n"
    "while IFS= read -r line; do printf '%s\\n' \"$line\"; done";

}  // namespace

void page(std::string_view text) {
  std::FILE* pager = nullptr;
  if (::isatty(STDOUT_FILENO) != 0 && flush_stdout() == 0) pager = ::popen(kPager, "we");
  if (pager == nullptr) return write_stdout(text);
  // What the keyboard sends is meant for the pager.
  auto* const before = std::signal(SIGINT, SIG_IGN);
  std::fwrite(text.data(), 1, text.size(), pager);
  ::pclose(pager);
  std::signal(SIGINT, before);
}

}  // namespace gauntlet
