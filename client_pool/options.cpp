#include "client_pool/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/choice.h"
#include "base/error.h"
#include "base/output_file.h"
#include "base/program.h"
#include "base/url.h"
#include "client_pool/query.h"
#include "client_pool/upload_body.h"
#include "contract/filters.h"
#include "contract/operations.h"
#include "contract/options.h"
#include "wire/url.h"

namespace gauntlet::client_pool {
namespace {

const auto kModes = by_word(contract::kModes);
// Every name of every operation.
const std::map<std::string, const contract::Operation*>& operation_names() {
  static const auto names = [] {
    std::map<std::string, const contract::Operation*> all;
    for (const contract::Operation* each : contract::operations()) {
      all.emplace(each->name, each);
      if (!each->also.empty()) all.emplace(each->also, each);
    }
    return all;
  }();
  return names;
}

const auto kReuses = by_word(contract::kReuses);
const auto kProtocols = by_word(contract::kProtocols);
const auto kArrivals = by_word(contract::kArrivals);
const auto kVerifies = by_word(contract::kVerifies);
const auto kSwitches = by_word(contract::kSwitches);

void add_load_options(CLI::App& app, ClientOptions& options) {
  add_count(app, "--client-pool", options.client_pool, "Simulated users, each with a connection");
  add_choice(app, "--mode", options.mode, kModes, "Spread the clients over threads or processes");
  add_count(app, "--workers", options.workers,
            "Threads or processes; 0: as many as cores and clients allow");
  add_duration(
      app, "--timeout", options.timeout,
      "Limit of a whole request, from connecting to the last byte; and, once at the start, of "
      "finding the addresses of a name");
}

void add_loop_options(CLI::App& app, ClientOptions& options) {
  add_number(app, "--rate", options.rate,
             "Open loop: requests a second of all clients together, sent when they are due "
             "whether or not earlier ones are answered; 0: closed loop, each client asks when "
             "its last answer has come")
      ->type_name("R");
  add_choice(app, "--arrivals", options.arrivals, kArrivals,
             "Open loop: even gaps between requests, or random ones as of independent users");
  add_duration(app, "--think-time", options.think_time,
               "Closed loop: wait so long between an answer and the next request");
  add_duration(app, "--linger", options.linger,
               "Keep a client's connection open for so long after its last request, so that many "
               "are open at once; that time is not measured");
  add_duration(app, "--warmup", options.warmup,
               "Make requests for so long first, which count nowhere");
  add_count(app, "--requests", options.requests,
            "Requests that each client makes; with --rate, on average");
  add_duration(app, "--min-duration", options.min_duration,
               "Go on with more requests until so much time has passed");
  add_duration(
      app, "--duration", options.duration,
      "Instead of --requests and --min-duration: begin requests for so long, then no more");
}

void add_target_options(CLI::App& app, ClientOptions& options) {
  auto* host = app.add_option("--host", options.host,
                              "Name or address of the server; all addresses of a name are tried")
                   ->capture_default_str();
  auto* port = app.add_option("--port", options.port,
                              "A port, a range (7000-7004) or a list (7000,7002) of ports")
                   ->capture_default_str();
  app.add_option(
         "--target", options.targets,
         "host:port or [IPv6 address]:port, or several ports of one as --port has them, instead of "
         "--host and --port; repeat it for several hosts. A client whose target refuses asks the "
         "next one meanwhile")
      ->excludes(host)
      ->excludes(port);
  app.add_option(
      "--redirect-to", options.redirect_to,
      "host:ports, as --target has them, to which servers may send clients on: over HTTP by a "
      "redirect of any operation, over the line protocol in answer to WHERE, which is then asked "
      "first. A client stays there as long as its connection lives; repeat it for several hosts");
  app.add_option("--path", options.path,
                 "Folder on the server; names follow it, and then its query, where it has one: "
                 "/files/?v=2. What is percent-encoded already is sent as it is")
      ->capture_default_str();
  app.add_option("--file", options.file,
                 "Name of the file that get asks for [file_<volume>MB.bin]");
  app.add_option("--query", options.query,
                 "Of search and archive: which files, as name=*.pdf&min_size=10KiB "
                 "(docs/wire_format.md); none: all")
      ->type_name("FILTERS");
  app.add_option("--upload-prefix", options.upload_prefix,
                 "Names of uploads over HTTP are this, the client's number and .bin")
      ->capture_default_str();
  add_count(
      app, "--files", options.files,
      "Of delete: files that are made for each client before anything is measured; 0: as many "
      "as there are --requests, and for what time ends as many as a fast server deletes "
      "meanwhile",
      {.most = 1'000'000'000});
  add_count(app, "--top-processes", options.top_processes,
            "How many processes top asks for: 1 to 1000");
  app.add_option(
         "--save", options.save,
         "Folder in which each client keeps what it was given last, of all but upload and delete, "
         "as client-<its number>; writing takes time of the client's")
      ->type_name("DIR");
  app.add_flag(
      "--keep-uploads", options.keep_uploads,
      "Leave uploads, and files that delete did not get to, on the server; else those that "
      "this run created are deleted at its end, which is not measured");
}

void add_wire_options(CLI::App& app, ClientOptions& options) {
  add_choice(app, "--connection", options.connection, kReuses,
             "Keep a client's connection, or make one for each request");
  add_choice(app, "--protocol", options.protocol, kProtocols, "What to speak");
  add_choice(app, "--verify", options.verify, kVerifies,
             "What to check of every body; without a digest from the server, its length");
  add_count(app, "--redirects", options.redirects,
            "How many redirects a request of get and list follows, to the same host and port only "
            "(elsewhere: --redirect-to); response times include them");
  add_count(
      app, "--retries", options.retries,
      "How often a request is sent once more, to another target where there is one, because "
      "its connection was refused or broke, or it was answered 502, 503 or 504; each time after "
      "100ms, and its response time and --timeout go on");
  add_switch(
      app, "--cookies", options.cookies, kSwitches,
      "Whether each client keeps the cookies that it is given over HTTP, and sends them with "
      "its next requests to that host");
  app.add_option("--congestion", options.congestion,
                 "Congestion control of the clients' sockets: system, cubic, bbr, reno")
      ->capture_default_str();
  add_count(
      app, "--packet-size", options.packet_size,
      "Over HTTP: send in packets (segments) of so many bytes, up to 1048576, and ask "
      "server_pool by X-Packet-Size to do the same; above the MSS of the connection the kernel "
      "splits them; 0: as the kernel likes")
      ->type_name("BYTES");
  add_count(app, "--seed", options.seed,
            "Seed of the content that upload sends, and of poisson arrivals");
}

void add_tcp_options(CLI::App& app, ClientOptions& options) {
  app.add_option(
         "--tcp-samples", options.tcp_samples,
         "Write what the kernel knew of the connections over time: congestion window, bytes "
         "in flight, round trip time, retransmissions (CSV, docs/tcp.md)")
      ->type_name("FILE");
  add_duration(app, "--tcp-interval", options.tcp_interval, "How often that is sampled");
  app.add_option("--capture", options.capture,
                 "Capture the packets to and from the targets while the clients run, their headers "
                 "only; needs the right to (docs/packets.md), and without it the run goes on")
      ->type_name("FILE.pcap");
}

constexpr const char* kFooter = R"(
client_pool URL gets that URL, whatever its size, for 10s where neither --requests, --min-duration nor
--duration says how long. It takes the place of --operation, --volume, --host, --port, --target, --path
and --file. https:// is not spoken.

--duration goes with neither --requests above 1 nor --min-duration; --think-time not with --rate;
--arrivals poisson only with --rate. --operation delete uploads small files of its own first, deletes
those and no others, and ends when none is left. --operation top asks server_pool for the processes of
its machine that use most CPU time, and over HTTP reports the top process of its own machine back. With --rate, response times count from when a request was due
(docs/load_models.md), and a request that no free client could begin within --timeout has failed.

Clients take the targets in turn and keep theirs; one that refuses connections is left out for a
second, and then tried again. The report is for people, or with --json one line
for programs. Exit code: 0 all requests succeeded, 1 some failed, 2 bad usage, 3 nothing could be
reached, or what was asked for could not be written, 130 interrupted.

Examples:
  client_pool http://127.0.0.1:8080/files/a.bin --client-pool 50 --duration 10s
  client_pool --operation get --volume 10 --client-pool 50 --port 7000-7004
  client_pool --operation upload --volume 512KiB --client-pool 1000 --requests 10 --json
  client_pool --operation get --file 1KiB.bin --path /static/ --port 8080 --min-duration 5s
  client_pool --operation get --volume 1 --client-pool 64 --rate 200 --arrivals poisson --warmup 1s
              --duration 15s
  client_pool --operation delete --client-pool 8 --requests 1000 --port 7000-7004
  client_pool --operation search --query "name=*.pdf&min_size=10KiB" --client-pool 20 --port 7000
  client_pool --operation archive --query "type=txt&format=zip" --path /files/notes/ --port 7000
  client_pool --operation top --client-pool 50 --top-processes 20 --save tops --linger 30s
  client_pool --operation list --protocol line --target 10.0.0.5:46666 --target 10.0.0.6:46666
)";

void add_options(CLI::App& app, ClientOptions& options) {
  app.add_option("URL", options.url, "What get asks for: http://host:port/path?query");
  add_choice(app, "--operation", options.operation, operation_names(),
             "What the clients do; must be given without a URL")
      ->default_str("");
  app.add_option_function<std::string>(
         "--volume",
         [&options](const std::string& text) { options.volume = parse_volume(text).value(); },
         "Size of a file: 100B, 1KiB, 10MiB, or a number of MiB; of list, search and archive: of "
         "the folder [10 "
         "MiB; of delete: 0.001 MiB]")
      ->type_name("SIZE");
  add_load_options(app, options);
  add_loop_options(app, options);
  add_target_options(app, options);
  add_wire_options(app, options);
  add_tcp_options(app, options);
  CLI::Option* json = app.add_flag("--json", options.json, "Report as one line of JSON on stdout");
  app.add_flag("--live", options.live,
               "Before the report, also a line of JSON twice a second: active clients, counters, "
               "response times and the last requests")
      ->needs(json);
  app.footer(kFooter);
}

std::string between_slashes(std::string path) {
  if (!path.starts_with('/')) path.insert(0, "/");
  if (!path.ends_with('/')) path += '/';
  return path;
}

// Throws for what a URL says already, and for what only goes without one.
void check_beside_url(const CLI::App& app, const ClientOptions& options) {
  for (const char* name : {"--host", "--port", "--target", "--path", "--file"})
    if (app.count(name) > 0)
      throw Error(fmt::format("the URL says what {0} says: leave out {0} or the URL", name));
  if (app.count("--volume") > 0)
    throw Error("what a URL names may have any size: leave out --volume, or the URL");
  if (app.count("--operation") > 0 && options.operation != &contract::kGet)
    throw Error(fmt::format("a URL is for get only: for {} write --host, --port and --path instead",
                            options.operation->name));
  if (options.protocol != Protocol::kHttp)
    throw Error("a URL goes with --protocol http only: write --host, --port and --file instead");
}

// Puts what a URL says into the options that it stands for.
void take_url(const CLI::App& app, ClientOptions& options) {
  constexpr Duration kDuration = std::chrono::seconds(10);
  check_beside_url(app, options);
  const auto url = parse_url(options.url);
  if (!url) throw Error(url.error());
  options.operation = &contract::kGet;
  options.host = url->host;
  options.port = std::to_string(url->port);
  options.request_target = wire::encode_target(url->target);
  if (app.count("--requests") + app.count("--min-duration") + app.count("--duration") == 0)
    options.duration = kDuration;
}

// Throws for loops that make no sense.
void check_loop(const ClientOptions& options) {
  if (options.rate > 0 && options.think_time > Duration::zero())
    throw Error("--think-time goes with a closed loop only: leave out --rate or --think-time");
  if (options.rate == 0 && options.arrivals == Arrivals::kPoisson)
    throw Error("--arrivals poisson goes with an open loop only: add --rate");
  if (options.duration == Duration::zero()) return;
  if (options.requests > 1)
    throw Error("--duration goes without --requests: use --min-duration to go on after them");
  if (options.min_duration > Duration::zero())
    throw Error("--duration and --min-duration both say how long: leave out one of them");
}

// Throws for filters that a server would refuse, and for where they cannot go.
void check_query(const ClientOptions& options) {
  const bool archive = options.operation == &contract::kArchive;
  if (archive && !options.path.starts_with(kFilesPath))
    throw Error(
        fmt::format("--operation archive asks for folders below {0}: write --path {0} or "
                    "a folder in it",
                    kFilesPath));
  if (options.query.empty()) return;
  if (!options.operation->takes_query)
    throw Error("--query goes with --operation search and archive only");
  const std::string problem = contract::problem_with_query(options.query);
  if (!problem.empty()) throw Error(fmt::format("--query: {}", problem));
  const std::string line = line_with_query(*options.operation, options);
  if (options.protocol == Protocol::kLine && line.find('\n') + 1 != line.size())
    throw Error("--query and --path must not hold line breaks over the line protocol");
}

// Throws for values that make no sense.
void check(const ClientOptions& options) {
  check_loop(options);
  if (options.packet_size > 0 && options.protocol == Protocol::kLine)
    throw Error("--packet-size goes with --protocol http only: leave out one of them");
  const std::size_t query = std::min(options.path.find('?'), options.path.size());
  const std::string folder = options.path.substr(0, query);
  if (!folder.starts_with('/') || !folder.ends_with('/'))
    throw Error(fmt::format("--path must begin and end with '/': write --path {}{}",
                            between_slashes(folder), options.path.substr(query)));
  if (!options.file.empty() && options.operation->files != contract::Files::kOne)
    throw Error("--file goes with --operation get only");
  check_query(options);
  if (options.files > 0 && !makes_files(options))
    throw Error("--files goes with --operation delete only");
  if (makes_files(options) && options.protocol == Protocol::kLine &&
      volume_bytes(options) < kStampBytes)
    throw Error(
        fmt::format("--volume is too small: over the line protocol, where the content gives "
                    "the name, files that differ take {} bytes: at least --volume {}B",
                    kStampBytes, kStampBytes));
  if (!options.save.empty() && options.operation->flow != contract::Flow::kDown)
    throw Error(fmt::format("--save keeps what is received: it does not go with --operation {}",
                            options.operation->name));
  if (options.upload_prefix.find('/') != std::string::npos)
    throw Error("--upload-prefix is the beginning of a name; name the folder by --path");
  if (!options.tcp_samples.empty()) check_can_write("--tcp-samples", options.tcp_samples);
  if (!options.capture.empty()) check_can_write("--capture", options.capture);
  for (const std::string* text : {&options.path, &options.file, &options.upload_prefix})
    for (const char letter : *text)
      if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F)
        throw Error("--path, --file and --upload-prefix must not hold control characters");
}

}  // namespace

std::string name_of(Mode mode) { return name_in(kModes, mode); }
std::string name_of(Protocol protocol) { return name_in(kProtocols, protocol); }
std::string name_of(Arrivals arrivals) { return name_in(kArrivals, arrivals); }

ClientOptions parse_options(int argc, const char* const* argv) {
  CLI::App app("Loads a file server with simulated users and reports what they saw.",
               "client_pool");
  ClientOptions options;
  add_common(app);
  add_options(app, options);
  contract::hold_to_bounds(app, &contract::Setting::client_flag);
  parse_command_line(app, argc, argv);
  if (app.count("URL") > 0)
    take_url(app, options);
  else if (app.count("--operation") == 0)
    throw Error(
        "--operation is required without a URL: write --operation list, get or upload, or a URL as "
        "http://127.0.0.1:8080/files/a.bin");
  if (app.count("--volume") == 0) options.volume = options.operation->usual_volume;
  if (options.query == "none") options.query.clear();
  check(options);
  return options;
}

std::uint64_t volume_bytes(const ClientOptions& options) {
  return static_cast<std::uint64_t>(std::llround(options.volume * static_cast<double>(kMiB)));
}

bool names_file(const ClientOptions& options) {
  return !options.file.empty() || !options.url.empty();
}

bool makes_files(const ClientOptions& options) {
  return options.operation->files == contract::Files::kMade;
}

std::string file_name(const ClientOptions& options) {
  return options.file.empty() ? fmt::format("file_{}MB.bin", options.volume) : options.file;
}

std::string upload_name(const ClientOptions& options, std::size_t client) {
  return fmt::format("{}{}.bin", options.upload_prefix, client);
}

}  // namespace gauntlet::client_pool
