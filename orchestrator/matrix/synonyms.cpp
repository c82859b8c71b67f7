#include "orchestrator/matrix/synonyms.h"

#include <algorithm>
#include <cctype>

namespace gauntlet::orchestrator::matrix {
namespace {

struct Synonyms {
  std::vector<std::string_view> meant;
  std::vector<std::string_view> words;
};

const std::vector<Synonyms>& synonyms_of_keys() {
  static const std::vector<Synonyms> all{
      {{"client_pool"}, {"clients", "users", "vus", "concurrency", "concurrent", "parallel"}},
      {{"client_pool", "connection"}, {"connections"}},
      {{"server_pool"}, {"servers", "pool_size"}},
      {{"server_pool", "client_pool"}, {"pool", "pools"}},
      {{"server_pool", "client_workers"}, {"workers"}},
      {{"server_pool", "mode"}, {"threads", "processes", "procs"}},
      {{"operation"}, {"op", "ops", "method", "verb", "action", "command"}},
      {{"volume"}, {"size", "sizes", "file_size", "filesize", "bytes", "mb", "mib", "payload"}},
      {{"passes"}, {"repeat", "repeats", "repetitions", "runs", "rounds", "loops"}},
      {{"requests", "passes"}, {"iterations", "count", "n"}},
      {{"rate"}, {"rps", "qps", "requests_per_second", "throughput"}},
      {{"duration"}, {"time", "runtime", "seconds"}},
      {{"think_time"}, {"think", "sleep", "pause"}},
      {{"think_time", "fault_service_time"}, {"delay"}},
      {{"connection"}, {"keepalive", "keep_alive"}},
      {{"host"}, {"address", "bind", "ip", "interface"}},
      {{"verify"}, {"check", "checksum", "checksums", "validate"}},
      {{"file_cache"}, {"cache", "page_cache"}},
      {{"order"}, {"shuffle", "random", "randomize"}},
      {{"store"}, {"storage", "tmpfs"}},
      {{"balance"}, {"balancing", "balancer", "lb", "proxy", "load_balancing"}},
      {{"mirrors"}, {"replicas", "backends", "nodes"}},
      {{"matrix"}, {"axes", "axis", "parameters", "sweep"}},
      {{"settings"}, {"defaults", "options", "config", "common", "vars"}},
      {{"exclude"}, {"skip", "except", "without"}},
      {{"include"}, {"extra", "also"}}};
  return all;
}

const std::vector<Synonyms>& synonyms_of_values() {
  static const std::vector<Synonyms> all{
      {{"upload"}, {"put", "post", "write", "send", "push"}},
      {{"get"}, {"download", "read", "fetch", "retrieve", "pull"}},
      {{"list"}, {"ls", "dir", "listing", "index", "directory"}},
      {{"delete"}, {"rm", "remove", "unlink", "erase"}},
      {{"search"}, {"find", "grep", "query"}},
      {{"archive"}, {"tar", "zip"}},
      {{"top"}, {"ps", "htop"}},
      {{"thread"}, {"multithread", "multithreaded", "threading", "threaded", "pthread"}},
      {{"process"}, {"multiprocess", "multiprocessing", "fork", "forked", "prefork", "subprocess"}},
      {{"keepalive"}, {"persistent", "reuse"}},
      {{"per-request"}, {"close", "new"}},
      {{"http"}, {"http1", "rest"}},
      {{"line"}, {"tcp", "raw", "text"}},
      {{"digest"}, {"checksum", "hash", "md5", "crc", "full"}},
      {{"memory"}, {"ram", "tmpfs"}},
      {{"discard"}, {"null", "devnull", "nowhere"}},
      {{"redirect"}, {"307", "redirects"}},
      {{"haproxy"}, {"proxy", "roundrobin", "round_robin"}},
      {{"haproxy-leastconn"}, {"leastconn", "least_connections"}},
      {{"shuffled"}, {"random", "randomized"}}};
  return all;
}

std::string normalised(std::string_view word) {
  std::string text;
  for (const char c : word)
    text += c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::vector<std::string_view> meant_by(std::string_view word) {
  const std::string searched = normalised(word);
  std::vector<std::string_view> meant;
  for (const auto* list : {&synonyms_of_keys(), &synonyms_of_values()})
    for (const Synonyms& synonyms : *list)
      if (std::find(synonyms.words.begin(), synonyms.words.end(), searched) != synonyms.words.end())
        meant.insert(meant.end(), synonyms.meant.begin(), synonyms.meant.end());
  return meant;
}

}  // namespace gauntlet::orchestrator::matrix
