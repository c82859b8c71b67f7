// Servers that are not ours, described in a matrix file: real ones, and small ones that misbehave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// serve.py PORT FOLDER HOW: a server of files that does one thing wrong.
constexpr const char* kServe = R"(import functools, http.server, os, signal, sys
port, folder, how = int(sys.argv[1]), sys.argv[2], sys.argv[3]
class Handler(http.server.SimpleHTTPRequestHandler):
    served = 0
    def log_message(self, *args): pass
    def do_GET(self):
        Handler.served += 1
        if how == 'dies' and Handler.served > 3: os._exit(3)
        super().do_GET()
if how == 'deaf': signal.signal(signal.SIGTERM, signal.SIG_IGN)
if how.startswith('daemon:'):
    if os.fork() > 0: os._exit(0)
    os.setsid()
    if os.fork() > 0: os._exit(0)
    alive = open(how[7:], 'w')
server = http.server.ThreadingHTTPServer(('127.0.0.1', port), functools.partial(Handler, directory=folder))
print('serving', how, flush=True)
server.serve_forever()
)";

class Servers : public Orchestrator {
 protected:
  // Runs the scenarios of one described server; its keys are indented by four spaces.
  Ended sweep(const std::string& keys, const std::string& settings = "operation: get") const {
    const fs::path file =
        write("m.yaml",
              "settings: {mode: thread, volume: 0.01, client_pool: 2, server_pool: 1, verify: "
              "length, server: web, " +
                  settings + "}\nservers:\n  web:\n" + keys);
    return run({"run", file.string(), "--results", results().string(), "--no-plots"});
  }

  // The same of serve.py.
  Ended sweep_serve(const std::string& how, const std::string& keys = "",
                    const std::string& settings = "operation: get") const {
    write("serve.py", kServe);
    return sweep("    start: python3 " + (folder_ / "serve.py").string() + " {port} {root} " + how +
                     "\n    url: http://127.0.0.1:{port}/\n" + keys,
                 settings);
  }

  table::Row only_row() const {
    const std::vector<table::Row> all = rows();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? table::Row{} : all[0];
  }

  void expect_all_ok(const Ended& ended, std::size_t count) const {
    EXPECT_EQ(ended.code, 0) << ended.output;
    EXPECT_EQ(rows().size(), count);
    for (const table::Row& row : rows()) EXPECT_EQ(row.status, "ok") << row.note;
  }
};

TEST_F(Servers, NginxListsGivesAndTakesFilesBesideServerPool) {
  const fs::path file = write("m.yaml", R"(
matrix: {server: [server_pool, nginx], operation: [get, list, upload]}
settings: {mode: thread, volume: 1, client_pool: 2, server_pool: 2, min_duration: 300ms}
servers:
  nginx:
    start: nginx -p {folder} -c {folder}/nginx.conf
    files:
      nginx.conf: |
        daemon off; user root; worker_processes {server_pool}; pid {folder}/pid; error_log stderr;
        events { worker_connections 64; }
        http {
          access_log off; client_max_body_size 0; client_body_temp_path {folder}/body;
          server {
            listen 127.0.0.1:{port};
            location /files/ { alias {root}/; autoindex on; autoindex_format json; dav_methods PUT; }
          }
        }
    ready: http://127.0.0.1:{port}/files/
    stop: SIGQUIT
    url: http://127.0.0.1:{port}/files/
)");
  expect_all_ok(run({"run", file.string(), "--results", results().string(), "--no-plots"}), 6);
  for (const table::Row& row : rows()) {
    EXPECT_EQ(row.target, "loopback");
    EXPECT_GT(row.server_cpu_s.value_or(0), 0) << row.scenario;
    EXPECT_TRUE(row.server_demand.has_value()) << row.note;
    EXPECT_EQ(row.server_success.has_value(), row.setting("server") == "server_pool");
  }
}

TEST_F(Servers, ApacheGivesAndTakesFiles) {
  // Apache does not serve as root; another user may see nothing of root's folders without this.
  const std::string as_user = ::geteuid() == 0
                                  ? "setpriv --reuid=65534 --regid=65534 --clear-groups "
                                    "--inh-caps=+dac_override --ambient-caps=+dac_override "
                                  : "";
  const Ended ended = sweep("    start: " + as_user +
                                R"(apache2 -DFOREGROUND -d {folder} -f {folder}/apache.conf
    files:
      apache.conf: |
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule dav_module /usr/lib/apache2/modules/mod_dav.so
        LoadModule dav_fs_module /usr/lib/apache2/modules/mod_dav_fs.so
        Listen 127.0.0.1:{port}
        ServerName 127.0.0.1
        PidFile {folder}/pid
        DefaultRuntimeDir {folder}
        ErrorLog /dev/stderr
        DavLockDB {folder}/lock
        DocumentRoot {root}
        <Directory {root}>
          Dav On
          Require all granted
        </Directory>
    url: http://127.0.0.1:{port}/
)",
                            "min_duration: 300ms}\nmatrix: {operation: [get, upload]}\n#");
  expect_all_ok(ended, 2);
}

TEST_F(Servers, PythonGivesFiles) {
  expect_all_ok(sweep("    start: python3 -m http.server {port} --bind 127.0.0.1 -d {root}\n"
                      "    url: http://127.0.0.1:{port}/\n"),
                1);
}

TEST_F(Servers, OneThatCannotDoWhatIsAskedHasARowThatSaysSo) {
  const Ended ended = sweep_serve("well", "", "operation: upload");
  EXPECT_EQ(ended.code, 1) << ended.output;
  EXPECT_EQ(only_row().status, "failed");
  EXPECT_THAT(only_row().note, HasSubstr("status 501 for PUT /gauntlet_upload_"));
}

TEST_F(Servers, TellByALineThatTheyAreReady) {
  expect_all_ok(sweep_serve("well", "    ready: line ^serving w\n"), 1);
}

TEST_F(Servers, OneThatIsNeverReadyIsLate) {
  const Ended ended = sweep("    start: sleep 1000\n    url: http://127.0.0.1:{port}/\n",
                            "operation: get, scenario_timeout: 500ms");
  EXPECT_EQ(ended.code, 1) << ended.output;
  EXPECT_EQ(only_row().status, "late");
  EXPECT_EQ(only_row().note, "web was not ready (port) within 500 ms (scenario_timeout)");
}

TEST_F(Servers, OneThatEndsBeforeItIsReadyHasDied) {
  sweep("    start: sh -c 'echo no such folder; exit 3'\n    url: http://127.0.0.1:{port}/\n");
  EXPECT_EQ(only_row().status, "server_died");
  EXPECT_EQ(only_row().note, "web exited with 3 before it was ready; web said: no such folder");
}

TEST_F(Servers, OneThatCannotBeStartedHasDied) {
  sweep("    start: no-such-program-at-all\n    url: http://127.0.0.1:{port}/\n");
  EXPECT_EQ(only_row().status, "server_died");
  EXPECT_THAT(only_row().note,
              StartsWith("cannot run 'no-such-program-at-all': No such file or directory"));
}

TEST_F(Servers, OneThatDiesInMidRunHasDied) {
  sweep_serve("dies", "", "operation: get, requests: 20");
  EXPECT_EQ(only_row().status, "server_died");
  EXPECT_THAT(only_row().note, StartsWith("web exited with 3 while it was needed"));
}

TEST_F(Servers, OneThatIgnoresItsSignalIsKilled) {
  sweep_serve("deaf", "    grace: 200ms\n");
  EXPECT_EQ(only_row().status, "late");
  EXPECT_THAT(only_row().note,
              StartsWith("web did not end within 200ms (grace) of SIGTERM, and was killed"));
  EXPECT_EQ(only_row().requests, 2u) << "what was measured is kept";
}

TEST_F(Servers, OneThatGoesToTheBackgroundIsEnded) {
  const std::string fifo = (folder_ / "alive").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const UniqueFd alive(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  sweep_serve("daemon:" + fifo);
  EXPECT_EQ(only_row().status, "server_died");
  EXPECT_THAT(only_row().note, AllOf(StartsWith("web went to the background"),
                                     HasSubstr("start it so that it stays in the foreground")));
  const UniqueFd writer(::open(fifo.c_str(), O_WRONLY | O_CLOEXEC));
  pollfd open_end{alive.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&open_end, 1, 0), 0) << "we are the only one who has it open for writing";
}

TEST_F(Servers, KeepsSecretsOfTheEnvironmentOutOfAllThatIsWritten) {
  const std::string secret = "open-sesame-4711";
  ::setenv("GAUNTLET_TEST_TOKEN", secret.c_str(), 1);
  write("serve.py", kServe);
  const Ended ended = sweep("    start: python3 " + (folder_ / "serve.py").string() +
                            " {port} {root} ${GAUNTLET_TEST_TOKEN}\n"
                            "    url: http://127.0.0.1:{port}/${GAUNTLET_TEST_TOKEN}/\n");
  ::unsetenv("GAUNTLET_TEST_TOKEN");
  EXPECT_EQ(ended.output.find(secret), std::string::npos);
  EXPECT_THAT(only_row().note, HasSubstr("web said: serving ${GAUNTLET_TEST_TOKEN}"));
  for (const auto& entry : fs::recursive_directory_iterator(results())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(text.find(secret), std::string::npos) << entry.path();
  }
}

TEST_F(Servers, AnAddressIsAskedAndNotStarted) {
  const fs::path root = folder_ / "root";
  fs::create_directories(root);
  write("root/file_0.01MB.bin", std::string(10486, 'x'));
  process::Child server({.argv = {std::string(kPrograms) + "/server_pool", "--base-port", "0",
                                  "--root", root.string()}});
  std::string line;
  ASSERT_EQ(server.read_line(line, deadline()), process::Got::kLine);
  const auto port = nlohmann::json::parse(line).at("ports").at(0).get<int>();
  expect_all_ok(sweep(fmt::format("    url: http://127.0.0.1:{}/files/\n", port)), 1);
  EXPECT_EQ(only_row().target, "remote");
  EXPECT_FALSE(only_row().server_cpu_s.has_value());
  EXPECT_FALSE(only_row().server_demand.has_value());
  EXPECT_FALSE(only_row().server_fail.has_value());
}

TEST_F(Servers, AreResumedWithoutTheMatrixFile) {
  const std::string keys =
      "    start: python3 -m http.server {port} --bind 127.0.0.1 -d {root}\n"
      "    url: http://127.0.0.1:{port}/\n";
  expect_all_ok(sweep(keys, "operation: get, passes: 2"), 2);
  std::ifstream in(table_file());
  std::string table;
  std::string line;
  for (int i = 0; i < 2 && std::getline(in, line); ++i) table += line + "\n";
  std::ofstream(table_file(), std::ios::trunc) << table;
  expect_all_ok(run({"run", "--resume", table_file().string(), "--no-plots"}), 2);
}

}  // namespace
}  // namespace gauntlet::orchestrator
