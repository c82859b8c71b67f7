#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/program.h"
#include "client_pool/options.h"
#include "client_pool/pool.h"
#include "client_pool/report.h"

int main(int argc, char** argv) {
  namespace client_pool = gauntlet::client_pool;
  return gauntlet::run_program("client_pool", [&] {
    const client_pool::ClientOptions options = client_pool::parse_options(argc, argv);
    const client_pool::PoolResult result = client_pool::run_pool(options);
    if (options.json)
      fmt::print("{}\n", gauntlet::metrics::to_json(result.report).dump());
    else
      fmt::print("{}", client_pool::summary(result.report));
    return client_pool::exit_code(result);
  });
}
