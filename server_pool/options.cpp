#include "server_pool/options.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/choice.h"
#include "base/error.h"
#include "base/output_file.h"
#include "base/program.h"
#include "contract/options.h"
#include "contract/weights.h"
#include "server_pool/redirects/mirrors.h"

namespace gauntlet::server_pool {
namespace {

const auto kModes = by_word(contract::kModes);
const auto kBalances = by_word(contract::kBalances);
const auto kBufferings = by_word(contract::kBufferings);
const auto kStores = by_word(contract::kStores);
const auto kSwitches = by_word(contract::kSwitches);

const std::map<std::string, AccessLogFormat> kAccessLogFormats{
    {"combined", AccessLogFormat::kCombined}, {"json", AccessLogFormat::kJson}};

constexpr Duration kLeastCheckInterval = std::chrono::milliseconds(10);

constexpr const char* kFooter = R"(Protocols, on every port:
  HTTP/1.1    GET /files/ lists (JSON; HTML for browsers), GET, HEAD, PUT and DELETE /files/NAME,
              GET /files/?name=*.pdf finds files, GET /-/archive?name=*.pdf packs them,
              GET /-/top?n=10 shows the processes that use most CPU time,
              GET /-/healthy and /-/metrics (Prometheus text, all workers added up),
              GET / and /NAME with --site, as of a web site,
              GET /-/cache says whether contents are cached, PUT /-/cache on|off switches it
  lines       LIST, GET name, UPLOAD, DELETE name, SEARCH name=*.pdf, ARCHIVE name=*.pdf, TOP 10,
              WHERE (host:port of whom to ask);
              the first line of a connection decides

Lines on stdout, as JSON: "ready" once every worker listens, "stopped" after SIGTERM, SIGINT,
SIGQUIT or SIGHUP, with what each worker did. Of its times, all in seconds: slot_s is how long its slots_taken slots were
held, from the grant to the last byte handed to the socket; queue_s how long the queued requests
waited for one; full_s how long every slot was taken while somebody waited; store_s how long calls
of the store blocked the worker (sendfile, which reads and sends in one, is not in it). Logs go to
stderr, which nobody has to read: what it does not take is dropped and counted. SIGUSR1 opens the
access log anew.

Exit codes: 0 stopped in good order, 2 bad usage, 3 could not start or go on, a worker did not stop
in time, or stdout did not take a line.

Examples:
  server_pool --root /srv/files
  server_pool --mode process --pool 4 --base-port 7000 --root /srv/files
  server_pool --balance kernel --base-port 8080 --host 0.0.0.0
  server_pool --balance redirect --mirror b:7000 --mirror c:7000-7003 --weights 3:2:1
  server_pool --store memory --max-upload 1GiB --slots 8
  server_pool --slots 1 --fault-service-time 5ms --fault-stall 1s/5s)";

void add_pool_options(CLI::App& app, ServerOptions& options) {
  add_choice(app, "--mode", options.mode, kModes, "Run workers as threads or as forked processes");
  add_count(app, "--pool", options.pool, "Workers");
  app.add_option(
         "--host", options.host,
         "Address to listen on; of a name, the first of its addresses that this machine has")
      ->capture_default_str();
  add_port(app, "--base-port", options.base_port,
           "Worker i listens on this port + i; 0: free ones are chosen");
  add_choice(app, "--balance", options.balance, kBalances,
             "range: a port a worker; kernel: one port for all, the kernel deals out connections; "
             "redirect: as range, and the first port sends the first request of each connection to "
             "the next worker or mirror in turn, by 307");
  app.add_option("--congestion", options.congestion,
                 "TCP congestion control: system, or what the kernel has (cubic, bbr, reno)")
      ->capture_default_str();
}

std::vector<std::uint64_t> weights_of(const std::string& text) {
  auto weights = contract::parse_weights(text);
  if (weights) return std::move(*weights);
  throw Error(
      fmt::format("--weights '{}' are not whole numbers of 1 to {} with ':' between them; "
                  "write 3:2:1",
                  text, contract::kMostWeight));
}

void add_mirror_options(CLI::App& app, ServerOptions& options) {
  constexpr const char* kGroup = "Mirrors, with --balance redirect";
  app.add_option_function<std::vector<std::string>>(
         "--mirror",
         [&options](const std::vector<std::string>& texts) {
           for (const std::string& text : texts)
             options.mirrors.push_back(parse_host_ports("--mirror", text));
         },
         "host:ports of a server of the same files (b:7000, b:7000-7004) that has turns as well; "
         "repeat it for several")
      ->type_name("HOST:PORTS")
      ->group(kGroup);
  app.add_option_function<std::string>(
         "--weights", [&options](const std::string& text) { options.weights = weights_of(text); },
         "How many turns the pool itself and each mirror have, as 3:2:1; default: the same each")
      ->type_name("WEIGHTS")
      ->group(kGroup);
  add_duration(app, "--check-interval", options.check_interval,
               "Every so often mirrors are asked for /-/healthy; those that do not answer 200 "
               "within a second have no turns until they do")
      ->group(kGroup);
}

void add_store_options(CLI::App& app, ServerOptions& options) {
  app.add_option("--root", options.root, "Folder that is served")->capture_default_str();
  app.add_flag(
      "--site", options.site,
      "Also serve the root as a web site: GET /NAME is the file, / and folders are their "
      "index.html, and what there is not is the root's 404.html, where it has one; /files/ "
      "and /-/ stay as they are");
  add_choice(app, "--store", options.store, kStores,
             "disk: uploads go beneath the root; memory: into a private folder in /dev/shm, which "
             "hides what the root has under the same name; discard: checked and thrown away");
  add_size(app, "--store-size", options.store_size,
           "Free space that /dev/shm must have at the start for --store memory");
  add_size(
      app, "--store-limit", options.store_limit,
      "How much /dev/shm may grow by --store memory, over all workers; uploads beyond get 507; "
      "0: by half of the memory that is available at the start");
  add_size(app, "--max-upload", options.max_upload, "Largest upload; longer ones get 413");
}

void add_cache_options(CLI::App& app, ServerOptions& options) {
  add_switch(app, "--cache", options.cache, kSwitches,
             "Keep the content of small files (up to 64 KiB) in memory, as long as they are what "
             "they were; PUT /-/cache switches it while the pool runs");
  add_size(app, "--cache-size", options.cache_size,
           "Most memory that each worker takes for --cache; the whole pool takes --pool times as "
           "much");
  app.add_option("--admin-token", options.admin_token,
                 "With it (Authorization: Bearer TOKEN) other machines may PUT /-/cache; without "
                 "one, only this machine may")
      ->type_name("TOKEN");
}

void add_session_options(CLI::App& app, ServerOptions& options) {
  add_switch(app, "--sessions", options.sessions, kSwitches,
             "Give each visitor over HTTP that has none a cookie gauntlet_session, and count "
             "sessions");
}

void add_limit_options(CLI::App& app, ServerOptions& options) {
  add_size(app, "--memory-limit", options.memory_limit,
           "Memory that all workers together give to requests; a request that needs more than is "
           "left is turned away with 503 (docs/admission.md); 0: no limit");
  add_count(app, "--max-clients", options.max_clients,
            "Clients that all workers together serve at once; further ones are turned away; 0: no "
            "limit");
  add_choice(app, "--buffering", options.buffering, kBufferings,
             "Handle files a piece at a time, or whole in memory, which --memory-limit must bound");
  add_count(app, "--slots", options.slots,
            "Requests that a worker serves at once, the others wait; 0: no limit");
  add_duration(app, "--timeout", options.timeout,
               "Limit of a request's head, of every 64 KiB of a body, and of computing a digest");
  add_duration(app, "--idle-timeout", options.idle_timeout,
               "How long a connection may be quiet between requests");
  add_duration(app, "--grace", options.grace, "At the end, how long requests in flight may go on");
  app.add_flag("--exit-with-parent", options.exit_with_parent,
               "Stop when the parent process dies or stdin closes");
}

void add_log_options(CLI::App& app, ServerOptions& options) {
  app.add_option("--log-level", options.log_level, "Least level that is logged")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.add_option(
         "--access-log", options.access_log,
         "File to which a line is appended for each request, a second late at most; SIGUSR1 "
         "to the pool opens it anew, as after a rotation")
      ->type_name("FILE")
      ->check(CLI::Validator(
          [](const std::string& file) { return file.empty() ? "name a file" : std::string(); },
          ""));
  add_choice(app, "--access-log-format", options.access_log_format, kAccessLogFormats,
             "combined: as Apache and nginx write it; json: an object a line");
}

void add_tcp_options(CLI::App& app, ServerOptions& options) {
  app.add_option("--tcp-samples", options.tcp_samples,
                 "At the end, write what the kernel knew of the connections over time: congestion "
                 "window, bytes in flight, round trip time, retransmissions (CSV, docs/tcp.md)")
      ->type_name("FILE");
  add_duration(app, "--tcp-interval", options.tcp_interval, "How often that is sampled");
}

void add_fault_options(CLI::App& app, FaultOptions& faults) {
  constexpr const char* kGroup = "Made faults, to try what a slow server looks like";
  add_duration(app, "--fault-service-time", faults.service_time,
               "Each request for files holds its slot so much longer")
      ->group(kGroup);
  app.add_option_function<std::string>(
         "--fault-stall", [&faults](const std::string& text) { faults.stall = parse_stall(text); },
         "LENGTH/EVERY, as 1s/5s: for the last LENGTH of every EVERY, counted from the pool's "
         "start, no answer about files begins; or none")
      ->type_name("STALL")
      ->default_str(format_stall(faults.stall))
      ->group(kGroup);
  add_duration(app, "--fault-store-delay", faults.store_delay,
               "Each call of the store (a look-up, a write of up to 256 KiB, a rename) blocks its "
               "worker so much longer")
      ->group(kGroup);
  add_duration(app, "--fault-cpu", faults.cpu,
               "Each request for files burns so much CPU time in user space")
      ->group(kGroup);
}

void check_mirrors(const ServerOptions& options) {
  const std::vector<HostPorts>& mirrors = options.mirrors;
  if (options.balance != Balance::kRedirect && !(mirrors.empty() && options.weights.empty()))
    throw Error(
        "--mirror and --weights say whom requests are redirected to; add --balance redirect");
  if (mirrors.size() > redirects::kMostMirrors)
    throw Error(fmt::format("{} mirrors are too many; --mirror may be there {} times",
                            mirrors.size(), redirects::kMostMirrors));
  std::set<std::string> names;
  for (const HostPorts& mirror : mirrors)
    if (const std::string name = redirects::name_of(mirror); !names.insert(name).second)
      throw Error(fmt::format("--mirror {} is there twice; give it more turns by --weights", name));
  if (!options.weights.empty() && options.weights.size() != mirrors.size() + 1)
    throw Error(
        fmt::format("--weights are {}, but the pool itself and its mirrors are {}; write "
                    "as many, the pool's first",
                    options.weights.size(), mirrors.size() + 1));
  if (options.check_interval < kLeastCheckInterval)
    throw Error(fmt::format("--check-interval must be at least {0}; write {0} or more",
                            exact_duration(kLeastCheckInterval)));
}

void require_positive(const char* name, Duration value) {
  if (value <= Duration::zero())
    throw Error(fmt::format("{} must be more than 0; write it as 500ms, 5s or 2m", name));
}

}  // namespace

std::string name_of(Mode mode) { return name_in(kModes, mode); }

ServerOptions parse_options(int argc, const char* const* argv) {
  ServerOptions options;
  CLI::App app("Serves a folder of files over HTTP/1.1 and a line protocol, with many workers.",
               "server_pool");
  add_common(app);
  add_pool_options(app, options);
  add_mirror_options(app, options);
  add_store_options(app, options);
  add_cache_options(app, options);
  add_session_options(app, options);
  add_limit_options(app, options);
  add_log_options(app, options);
  add_tcp_options(app, options);
  add_fault_options(app, options.faults);
  app.footer(kFooter);
  contract::hold_to_bounds(app, &contract::Setting::server_flag);
  parse_command_line(app, argc, argv);
  check(options);
  return options;
}

void check(const ServerOptions& options) {
  const std::uint64_t last = options.base_port + options.pool - 1;
  if (options.balance != Balance::kKernel && options.base_port != 0 && last > 65535)
    throw Error(fmt::format(
        "--base-port {} with --pool {} ends beyond port 65535; take a lower port or fewer workers",
        options.base_port, options.pool));
  check_mirrors(options);
  if (options.buffering == Buffering::kWhole && options.memory_limit == 0)
    throw Error(
        "--buffering whole holds whole files in memory; bound that with --memory-limit SIZE");
  if (options.memory_limit != 0 && options.memory_limit < contract::kRequestBytes)
    throw Error(fmt::format("--memory-limit is less than a request needs; write {} or more",
                            exact_size(contract::kRequestBytes)));
  std::error_code error;
  if (!std::filesystem::is_directory(options.root, error))
    throw Error(
        fmt::format("--root '{}' is not a folder; create it or name another", options.root));
  if (!options.tcp_samples.empty()) check_can_write("--tcp-samples", options.tcp_samples);
  require_positive("--timeout", options.timeout);
  require_positive("--idle-timeout", options.idle_timeout);
}

}  // namespace gauntlet::server_pool
