// Maps the command line to a pool, and its end to an exit code.
#include "base/program.h"
#include "server_pool/options.h"
#include "server_pool/pool/pool.h"

int main(int argc, char** argv) {
  return gauntlet::run_program("server_pool", [&] {
    return gauntlet::server_pool::pool::run_pool(gauntlet::server_pool::parse_options(argc, argv));
  });
}
