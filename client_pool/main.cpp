// Maps the command line to a run, and its report to stdout and an exit code.
#include <fmt/format.h>

#include "base/output.h"
#include "base/program.h"
#include "client_pool/options.h"
#include "client_pool/pool.h"
#include "client_pool/report.h"

int main(int argc, char** argv) {
  namespace client_pool = gauntlet::client_pool;
  return gauntlet::run_program("client_pool", [&] {
    const client_pool::ClientOptions options = client_pool::parse_options(argc, argv);
    const client_pool::PoolResult result = client_pool::run_pool(options);
    gauntlet::write_stdout(options.json ? client_pool::json_line(result.report)
                                        : client_pool::summary(result.report, options.url));
    return client_pool::exit_code(result);
  });
}
