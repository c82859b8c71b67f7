#include "contract/settings.h"

#include <fmt/format.h>

#include <utility>

#include "base/units.h"
#include "contract/initial.h"
#include "contract/operation.h"
#include "contract/packet_size.h"

namespace gauntlet::contract {
namespace {

constexpr double kDay = 24 * 3600;
constexpr double kMonth = 30 * kDay;
constexpr double kPiB = 1024.0 * 1024.0 * static_cast<double>(kGiB);

struct Choices {
  std::vector<std::string_view> words;
  std::string_view initial{};  // none: one must be given
};

template <typename Choice, std::size_t N>
Choices required(const Word<Choice> (&words)[N]) {
  Choices choices;
  for (const auto& word : words) choices.words.push_back(word.word);
  return choices;
}

template <typename Choice, std::size_t N>
Choices of(const Word<Choice> (&words)[N], Choice initial) {
  Choices choices = required(words);
  choices.initial = word_of(words, initial);
  return choices;
}

Setting choice(std::string_view name, Choices choices, std::string_view server_flag,
               std::string_view client_flag, std::string_view meaning) {
  return {.name = name,
          .kind = Kind::kChoice,
          .initial = std::string(choices.initial),
          .choices = std::move(choices.words),
          .server_flag = server_flag,
          .client_flag = client_flag,
          .meaning = meaning};
}

Choices balances() {
  Choices choices = of(kBalances, initial::kBalance);
  choices.words.insert(choices.words.end(), {kHaproxy, kHaproxyLeastconn});
  return choices;
}

struct Range {
  double least;
  double most;
  std::string_view unit{};
};

Setting number(std::string_view name, Kind kind, std::string initial, Range range,
               std::string_view server_flag, std::string_view client_flag,
               std::string_view meaning) {
  return {.name = name,
          .kind = kind,
          .initial = std::move(initial),
          .least = range.least,
          .most = range.most,
          .unit = range.unit,
          .server_flag = server_flag,
          .client_flag = client_flag,
          .meaning = meaning};
}

Choices operation_names() {
  Choices choices;
  for (const Operation* each : operations()) choices.words.push_back(each->name);
  return choices;
}

std::vector<Setting> declare_required() {
  return {
      choice("mode", required(kModes), "--mode", "--mode",
             "Whether the workers of server_pool, and those of client_pool, are threads of one "
             "process or processes."),
      choice("operation", operation_names(), "", "--operation", "What every client asks for."),
      number("volume", Kind::kVolume, "", {1e-9, 1024 * 1024, "MiB"}, "", "--volume",
             "How much one request moves; for list, search and archive: how much the folder "
             "holds, as files of 1 MiB; for delete: how large each file is; for top it says "
             "nothing."),
      number("client_pool", Kind::kInteger, "", {1, 1'000'000, "clients"}, "", "--client-pool",
             "Simulated users at the same time."),
      number("server_pool", Kind::kInteger, "", {1, 4096, "workers"}, "--pool", "",
             "Workers of server_pool."),
  };
}

std::vector<Setting> declare_load() {
  return {
      choice("protocol", of(kProtocols, initial::kProtocol), "", "--protocol",
             "HTTP/1.1, or the line protocol with base64 bodies (docs/wire_format.md)."),
      {.name = "query",
       .kind = Kind::kFilters,
       .initial = "none",
       .client_flag = "--query",
       .meaning = "Of search and archive: which files, as name=*.bin&min_size=10KiB "
                  "(docs/wire_format.md); none: all."},
      {.name = "tree",
       .kind = Kind::kTree,
       .initial = "none",
       .meaning =
           "Of list, search and archive, instead of a volume: the folders and files that the "
           "server has; the volume is then what they hold."},
      choice("connection", of(kReuses, initial::kConnection), "", "--connection",
             "Whether a client keeps its connection for its next request."),
      number("requests", Kind::kInteger, fmt::format("{}", initial::kRequests),
             {1, 1e9, "requests"}, "", "--requests",
             "How many requests each client makes, at least; with a rate, on average."),
      number("min_duration", Kind::kDuration, "0s", {0, kMonth}, "", "--min-duration",
             "How long each client goes on, at least; the request that runs then is finished."),
      number("duration", Kind::kDuration, "0s", {0, kMonth}, "", "--duration",
             "Instead of requests and min_duration: how long requests are begun; 0s: those two "
             "decide."),
      number("warmup", Kind::kDuration, "0s", {0, kMonth}, "", "--warmup",
             "How long requests are made first that count nowhere."),
      number(
          "rate", Kind::kNumber, "0", {0, 1'000'000, "requests/s"}, "", "--rate",
          "Open loop: requests that all clients together send in a second, when they are due; 0: "
          "closed loop, each client asks when its last answer has come."),
      choice("arrivals", of(kArrivals, initial::kArrivals), "", "--arrivals",
             "Open loop: even gaps between requests, or random ones as of independent users."),
      number("think_time", Kind::kDuration, "0s", {0, kMonth}, "", "--think-time",
             "Closed loop: how long a client waits between an answer and its next request."),
  };
}

std::vector<Setting> declare_clients() {
  return {
      choice("verify", of(kVerifies, initial::kVerify), "", "--verify",
             "How closely every answer is checked."),
      number("timeout", Kind::kDuration, exact_duration(initial::kTimeout), {0.001, kMonth}, "",
             "--timeout", "How long one request may take before it counts as failed."),
      number(
          "redirects", Kind::kInteger, "0", {0, 100, "redirects"}, "", "--redirects",
          "How many redirects a request of get and list follows, to the same host and port only; "
          "response times include them."),
      number("retries", Kind::kInteger, "0", {0, 100, "retries"}, "", "--retries",
             "How often a request is sent once more because its connection was refused or broke, "
             "or it was answered 502, 503 or 504; its response time and timeout go on."),
      number("top_processes", Kind::kInteger, fmt::format("{}", initial::kTopProcesses),
             {1, 1000, "processes"}, "", "--top-processes",
             "How many of the server's processes top asks for."),
      number("linger", Kind::kDuration, "0s", {0, kDay}, "", "--linger",
             "How long a client's connection stays open after its last request; that time is not "
             "measured."),
      number("client_workers", Kind::kInteger, "0", {0, 1024, "workers"}, "", "--workers",
             "Workers of client_pool over which the clients are spread; 0: as many as there are "
             "cores and clients."),
      number("seed", Kind::kInteger, fmt::format("{}", initial::kSeed), {0, 1e14}, "", "--seed",
             "Decides the content of files and uploads, and the gaps of poisson arrivals."),
  };
}

std::vector<Setting> declare_server() {
  return {
      {.name = "server",
       .initial = "server_pool",
       .least = 1,
       .most = 64,
       .meaning =
           "What is under test: server_pool, or one of the servers that the file describes."},
      number("mirrors", Kind::kInteger, "0", {0, 64, "mirrors"}, "", "",
             "How many server_pools more serve the same files (docs/mirrors.md)."),
      choice("balance", balances(), "", "",
             "Who spreads the clients: they themselves, over a port for each worker; the kernel, "
             "over the workers behind one port; server_pool, by redirects; or HAProxy before all "
             "workers, each in turn or the one with fewest connections (docs/mirrors.md)."),
      {.name = "weights",
       .kind = Kind::kWeights,
       .initial = "none",
       .meaning = "Of balance redirect and HAProxy's: shares of the server_pool and of each of its "
                  "mirrors, as 3:2:1; none: equal ones."},
      choice("store", of(kStores, initial::kStore), "--store", "",
             "Where uploads go: a folder on disk, a folder in memory, or nowhere."),
      number("max_upload", Kind::kSize, exact_size(initial::kMaxUpload), {1, kPiB}, "--max-upload",
             "", "The largest upload that server_pool takes."),
      choice("cache", of(kSwitches, initial::kCache), "--cache", "",
             "Whether each worker of server_pool keeps the content of small files in memory "
             "(docs/caching.md)."),
      number("cache_size", Kind::kSize, exact_size(initial::kCacheSize), {1, kPiB}, "--cache-size",
             "", "How much memory each worker may use for that."),
      choice(
          "sessions", of(kSwitches, initial::kSessions), "--sessions", "--cookies",
          "Whether server_pool gives each new visitor a cookie and counts them, and clients keep "
          "the cookies that they are given, also by other servers (docs/wire_format.md)."),
      number("memory_limit", Kind::kSize, "0", {0, 512 * static_cast<double>(kGiB)},
             "--memory-limit", "",
             "How much memory server_pool gives to requests at once, all workers together; whose "
             "need is not left is turned away (docs/admission.md); 0: no limit."),
      number("max_clients", Kind::kInteger, "0", {0, 1'000'000, "clients"}, "--max-clients", "",
             "How many clients server_pool serves at once, all workers together; further ones are "
             "turned away; 0: no limit."),
      choice("buffering", of(kBufferings, initial::kBuffering), "--buffering", "",
             "How server_pool handles files: a piece at a time, or whole in memory, which "
             "memory_limit must bound."),
      number("slots", Kind::kInteger, "0", {0, 1'000'000, "requests"}, "--slots", "",
             "How many requests a worker serves at once while the others wait; 0: no limit."),
      number("grace", Kind::kDuration, exact_duration(initial::kGrace), {0, kDay}, "--grace", "",
             "How long requests in flight may go on when server_pool is told to stop."),
      choice("congestion", {{"system", "cubic", "bbr", "reno"}, initial::kCongestion},
             "--congestion", "--congestion",
             "TCP's congestion control on both sides; system: the kernel's default."),
      number(
          "packet_size", Kind::kInteger, "0", {0, static_cast<double>(kMostPacketBytes), "bytes"},
          "", "--packet-size",
          "How many bytes both sides send in one packet (segment) over HTTP; above the MSS of the "
          "connection the kernel splits them; 0: as the kernel likes (docs/packets.md)."),
      {.name = "events",
       .kind = Kind::kEvents,
       .initial = "none",
       .meaning = "What is done to server_pool, its mirrors or their processes while the clients "
                  "run; times count from their start, or the end of their warm-up."},
      {.name = "host",
       .initial = initial::kHost,
       .least = 1,
       .most = 64,
       .server_flag = "--host",
       .meaning = "The address on which server_pool listens and to which the clients connect."},
      number("scenario_timeout", Kind::kDuration, "120s", {0.1, kMonth}, "", "",
             "How long a scenario may take from the start of its server to the report of its "
             "clients."),
      {.name = "link",
       .kind = Kind::kLink,
       .initial = "none",
       .meaning = "A network of its own between servers and clients, with loss, rate and delay in "
                  "either direction (docs/link.md); none: this machine's loopback."},
  };
}

std::vector<Setting> declare_faults() {
  return {
      number("fault_service_time", Kind::kDuration, "0s", {0, kDay}, "--fault-service-time", "",
             "By how much longer every request holds its slot of server_pool."),
      {.name = "fault_stall",
       .initial = "none",
       .least = 1,
       .most = 64,
       .server_flag = "--fault-stall",
       .meaning = "1s:5s: in the last 1s of every 5s server_pool begins no answer; none: it never "
                  "stalls."},
      number("fault_store_delay", Kind::kDuration, "0s", {0, kDay}, "--fault-store-delay", "",
             "By how much longer every call of the store (a look-up, a write, a rename) blocks its "
             "worker."),
      number("fault_cpu", Kind::kDuration, "0s", {0, kDay}, "--fault-cpu", "",
             "How much CPU time every request burns in its worker."),
  };
}

std::vector<Setting> declare_measuring() {
  return {
      choice(
          "file_cache", {{"any", "warm", "cold"}, "any"}, "", "",
          "Whether the file that the clients get is in memory beforehand: warm: all of it; cold: "
          "nothing of it; any: as it comes."),
      number("sample_interval", Kind::kDuration, "100ms", {0.01, 60}, "", "",
             "How often CPU, memory, disk and pressure are sampled while the clients run."),
      choice("tcp", {{"sample", "draw", "off"}, "sample"}, "", "",
             "Whether what the kernel knows of the connections of both sides is kept over time "
             "(docs/tcp.md); draw: and drawn, a picture for each scenario."),
      number("tcp_interval", Kind::kDuration, exact_duration(initial::kTcpInterval), {0.01, 60},
             "--tcp-interval", "--tcp-interval", "How often that is sampled."),
      choice("capture", of(kSwitches, initial::kCapture), "", "",
             "Whether the packets between clients and servers are captured and analysed, their "
             "headers only; needs the right to (docs/packets.md)."),
  };
}

std::vector<Setting> declare_all() {
  std::vector<Setting> all = declare_required();
  for (Setting& setting : declare_load()) all.push_back(std::move(setting));
  for (Setting& setting : declare_clients()) all.push_back(std::move(setting));
  for (Setting& setting : declare_server()) all.push_back(std::move(setting));
  for (Setting& setting : declare_faults()) all.push_back(std::move(setting));
  for (Setting& setting : declare_measuring()) all.push_back(std::move(setting));
  return all;
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = declare_all();
  return all;
}

std::optional<std::size_t> find_setting(std::string_view name) {
  const auto& all = settings();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].name == name) return i;
  return std::nullopt;
}

}  // namespace gauntlet::contract
