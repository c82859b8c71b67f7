// server_pool as a whole: how it starts, goes on and ends.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/process.h"
#include "net/sockets.h"
#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

class ServerPool : public testing::TestWithParam<const char*> {
 protected:
  ServerPool() { root.write("a.txt", "0123456789"); }

  Server serve(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--mode", GetParam(), "--root", root.path()});
    return Server(std::move(arguments));
  }

  TemporaryFolder root;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerPool, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

// --- starting ---

TEST_P(ServerPool, SaysWhereItListens) {
  const Server server = serve({"--pool", "3"});
  EXPECT_EQ(server.ready().mode, GetParam());
  EXPECT_EQ(server.ready().host, "127.0.0.1");
  EXPECT_EQ(server.ready().ports.size(), 3u);
  EXPECT_EQ(server.ready().root, std::filesystem::canonical(root.path()).string());
}

TEST_P(ServerPool, ServesOnEveryPort) {
  const Server server = serve({"--pool", "3"});
  for (const std::uint16_t port : server.ready().ports)
    EXPECT_EQ(ask(port, request("GET", "/files/a.txt")).body, "0123456789");
}

TEST_P(ServerPool, HasPortsThatFollowEachOther) {
  const Server server = serve({"--pool", "4"});
  const auto& ports = server.ready().ports;
  for (std::size_t i = 1; i < ports.size(); ++i) EXPECT_EQ(ports[i], ports[0] + i);
}

TEST_P(ServerPool, StartsAgainOnThePortsThatItHad) {
  Server first = serve({"--pool", "3"});
  EXPECT_EQ(ask(first.port(2), request("GET", "/files/a.txt")).status, 200);
  first.stop();
  const Server again = serve({"--pool", "3", "--base-port", std::to_string(first.port())});
  EXPECT_EQ(again.ready().ports, first.ready().ports);
}

TEST_P(ServerPool, SharesOnePortWhenTheKernelBalances) {
  Server server = serve({"--pool", "3", "--balance", "kernel"});
  ASSERT_EQ(server.ready().ports.size(), 1u);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(ask(server.port(), request("GET", "/")).status, 200);
  const auto stopped = server.stop();
  std::uint64_t connections = 0;
  for (const auto& worker : stopped.workers) connections += worker.connections;
  EXPECT_EQ(connections, 30u);
}

TEST_P(ServerPool, NamesAPortThatIsTaken) {
  const UniqueFd taken = net::listen_on({});
  const std::string port = std::to_string(net::local_port(taken.get()));
  for (const char* balance : {"range", "kernel"}) {
    const Finished finished =
        run({program("server_pool"), "--mode", GetParam(), "--pool", "1", "--base-port", port,
             "--balance", balance, "--root", root.path()});
    EXPECT_EQ(finished.status.code, 3);
    EXPECT_THAT(finished.err, HasSubstr("port " + port));
    EXPECT_EQ(finished.out, "");
  }
}

TEST_P(ServerPool, DoesNotShareThePortOfAnotherPool) {
  const Server first = serve({"--pool", "2", "--balance", "kernel"});
  const Finished second = run({program("server_pool"), "--balance", "kernel", "--base-port",
                               std::to_string(first.port()), "--root", root.path()});
  EXPECT_EQ(second.status.code, 3);
}

TEST_P(ServerPool, NamesACongestionControlThatTheKernelHasNot) {
  const Finished finished = run({program("server_pool"), "--congestion", "psychic", "--base-port",
                                 "0", "--mode", GetParam(), "--root", root.path()});
  EXPECT_EQ(finished.status.code, 2);
  EXPECT_THAT(finished.err, HasSubstr("'psychic'"));
}

TEST_P(ServerPool, SaysWhenTheMemoryStoreHasNoRoom) {
  const Finished finished =
      run({program("server_pool"), "--store", "memory", "--store-size", "8000000GiB", "--base-port",
           "0", "--mode", GetParam(), "--root", root.path()});
  EXPECT_EQ(finished.status.code, 3);
  EXPECT_THAT(finished.err, HasSubstr("--store-size"));
}

// --- ending ---

TEST_P(ServerPool, ReportsWhatEveryWorkerDid) {
  Server server = serve({"--pool", "2"});
  Client client(server.port(1));
  client.ask(request("GET", "/files/a.txt"));
  client.ask(request("GET", "/files/nothing"));
  client.ask(request("PUT", "/files/b", "", "x"));
  client.ask(request("DELETE", "/files/b"));
  client.ask(request("GET", "/files/"));
  client.ask(request("GET", "/-/healthy"));
  const auto stopped = server.stop();
  ASSERT_EQ(stopped.workers.size(), 2u);
  const auto& worker = stopped.workers[1];
  EXPECT_EQ(worker.port, server.port(1));
  EXPECT_EQ(worker.connections, 1u);
  const std::map<std::string, std::uint64_t> expected{{"list", 1},   {"get", 2},    {"upload", 1},
                                                      {"delete", 1}, {"search", 0}, {"archive", 0},
                                                      {"top", 0},    {"other", 1}};
  EXPECT_EQ(worker.requests, expected);
  EXPECT_EQ(worker.failed_requests, 1u);
  EXPECT_GT(worker.bytes_in, 200u);
  EXPECT_GT(worker.bytes_out, 1000u);
  EXPECT_GT(worker.cpu_s, 0.0);
  EXPECT_EQ(worker.peak_rss_bytes.has_value(), std::string(GetParam()) == "process");
  EXPECT_EQ(stopped.workers[0].connections, 0u);
  EXPECT_EQ(stopped.reason, "SIGTERM");
  EXPECT_GT(stopped.peak_rss_bytes, 0u);
}

TEST_P(ServerPool, StopsOnSigint) {
  Server server = serve();
  server.child().send_signal(SIGINT);
  EXPECT_EQ(server.await_stopped().reason, "SIGINT");
}

TEST_P(ServerPool, StopsInGoodOrderOnEverySignalThatAsksForIt) {
  ::signal(SIGHUP, SIG_DFL);  // whatever has started the tests
  for (const auto& [signal, name] : {std::pair{SIGHUP, "SIGHUP"}, std::pair{SIGQUIT, "SIGQUIT"}}) {
    Server server = serve();
    server.child().send_signal(signal);
    EXPECT_EQ(server.await_stopped().reason, name);
  }
}

TEST_P(ServerPool, OutlivesSignalsThatAreIgnored) {
  Server server = Server({"--mode", GetParam(), "--root", root.path()}, {"nohup"});
  for (const int signal : {SIGHUP, SIGPIPE, SIGXFSZ}) ::kill(-server.child().pid(), signal);
  EXPECT_EQ(ask(server.port(), request("GET", "/files/a.txt")).body, "0123456789");
  EXPECT_EQ(server.stop().reason, "SIGTERM");
}

TEST_P(ServerPool, NamesTheWorkerThatDoesNotStopInTime) {
  Server server = serve({"--pool", "2", "--fault-store-delay", "1h", "--grace", "0s"});
  Client client(server.port(1));
  client.send(request("GET", "/files/a.txt"));
  while (ask(server.port(0), request("GET", "/-/metrics")).body.find("operation=\"get\"} 1") ==
         std::string::npos) {
  }
  server.child().send_signal(SIGTERM);
  std::string line;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  ASSERT_EQ(server.child().read_line(line, deadline), orchestrator::process::Got::kLine);
  EXPECT_THAT(contract::stopped_from_json(nlohmann::json::parse(line)).late_workers,
              testing::ElementsAre(1u));
  const auto status = server.child().wait(deadline);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 3);
  EXPECT_THAT(server.log(), HasSubstr("did not stop in time: worker 1"));
}

// --- a stderr that nobody reads ---

TEST_P(ServerPool, GoesOnWhenNobodyReadsItsLog) {
  const std::string pipe = root.path() / "full";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const UniqueFd reader(::open(pipe.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  while (::write(reader.get(), "x", 1) == 1) {
  }
  constexpr int kShort = 24;  // descriptors, of which clients will take more
  orchestrator::process::Child child(
      {.argv = {"prlimit", "--nofile=" + std::to_string(kShort), program("server_pool"),
                "--base-port", "0", "--pool", "1", "--mode", GetParam(), "--root", root.path()},
       .stderr_file = pipe});
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string ready;
  ASSERT_EQ(child.read_line(ready, deadline), orchestrator::process::Got::kLine);
  const std::uint16_t port = contract::ready_from_json(nlohmann::json::parse(ready)).ports.at(0);
  std::vector<Client> clients;
  for (int i = 0; i < kShort; ++i) clients.emplace_back(port);
  for (Client& client : clients) EXPECT_NE(client.ask(request("GET", "/files/a.txt")).status, 0);
  child.send_signal(SIGTERM);
  std::string stopped;
  ASSERT_EQ(child.read_line(stopped, deadline), orchestrator::process::Got::kLine);
  EXPECT_GE(contract::stopped_from_json(nlohmann::json::parse(stopped)).lost_log_lines, 3u);
  const auto status = child.wait(deadline);
  EXPECT_TRUE(status && status->clean());
}

TEST_P(ServerPool, EndsWith3WhereItsReadyLineCannotBeWritten) {
  const Finished finished =
      run({"sh", "-c", "exec \"$@\" > /dev/full", "sh", program("server_pool"), "--base-port", "0",
           "--mode", GetParam(), "--root", root.path()});
  EXPECT_EQ(finished.status.code, 3);
  EXPECT_THAT(finished.err, HasSubstr("cannot write to stdout"));
}

// --- too little memory ---

TEST_P(ServerPool, SaysInOneSentenceThatMemoryIsShort) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need the address space";
#endif
  for (int mib = 8; mib <= 128; mib += 8) {
    const Finished finished = run(
        {"prlimit", "--as=" + std::to_string(mib << 20), program("server_pool"), "--base-port", "0",
         "--pool", "4", "--exit-with-parent", "--mode", GetParam(), "--root", root.path()});
    EXPECT_EQ(finished.status.signal, 0) << mib << " MiB: " << finished.err;
    EXPECT_THAT(finished.status.code, testing::AnyOf(0, 3, 127)) << mib << " MiB: " << finished.err;
  }
}

TEST_P(ServerPool, RunsOutOfMemoryUnderLoadWithoutAnAbort) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need the address space";
#endif
  Server server({"--mode", GetParam(), "--root", root.path(), "--pool", "1"},
                {"prlimit", "--as=" + std::to_string(256 << 20)});
  rlimit none{.rlim_cur = 0, .rlim_max = 256 << 20};  // from here on nothing more can be had
  ASSERT_EQ(::prlimit(server.pid(), RLIMIT_AS, &none, nullptr), 0);
  raise_descriptor_limit();
  constexpr int kFarMoreThanFit = 2000;
  std::vector<Client> clients;
  for (int i = 0; i < kFarMoreThanFit; ++i) {
    try {
      clients.emplace_back(server.port()).send(request("GET", "/files/a.txt"));
    } catch (const Error&) {
      break;  // it is gone
    }
  }
  server.child().send_signal(SIGTERM);
  const auto status = server.child().wait(std::chrono::steady_clock::now() + kPatience);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->signal, 0) << server.log();
  EXPECT_THAT(status->code, testing::AnyOf(0, 3)) << server.log();
}

TEST_P(ServerPool, ClosesIdleConnectionsAtOnceWhenItStops) {
  Server server = serve({"--pool", "1", "--grace", "1h"});
  Client client(server.port());
  client.ask(request("GET", "/"));
  server.stop();
  EXPECT_EQ(client.read_all(), "");
}

TEST_P(ServerPool, FinishesARequestThatIsInFlightWhenItStops) {
  Server server = serve({"--pool", "1", "--grace", "1h"});
  Client client(server.port());
  client.send(
      "PUT /files/late HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
      "Expect: 100-continue\r\n\r\n");
  client.read_until("\r\n\r\n");
  client.send("la");
  server.child().send_signal(SIGTERM);
  client.send("te");
  EXPECT_EQ(client.read_answer().status, 201);
  client.finish_sending();
  server.await_stopped();
  EXPECT_EQ(root.read("late"), "late");
}

TEST_P(ServerPool, CutsRequestsThatTakeLongerThanTheGrace) {
  Server server = serve({"--pool", "1", "--grace", "100ms"});
  Client client(server.port());
  client.send(
      "PUT /files/late HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
      "Expect: 100-continue\r\n\r\n");
  client.read_until("\r\n\r\n");
  const auto stopped = server.stop();
  EXPECT_EQ(stopped.workers.at(0).failed_requests, 1u);
  EXPECT_EQ(root.entries(), 1u);
}

TEST_P(ServerPool, EndsWhenStdinCloses) {
  Server server = serve({"--exit-with-parent"});
  server.child().close_stdin();
  EXPECT_EQ(server.await_stopped().reason, "parent ended");
}

TEST_P(ServerPool, GoesOnWithoutStdinOtherwise) {
  Server server = serve();
  server.child().close_stdin();
  EXPECT_EQ(ask(server.port(), request("GET", "/")).status, 200);
}

// The shell between this test and the server dies; the stdin of both stays open.
TEST_P(ServerPool, EndsWhenItsParentDies) {
  const std::string command = "exec 3<&0; " + program("server_pool") +
                              " --exit-with-parent --base-port 0 --mode " + GetParam() +
                              " --root " + root.path().string() + " <&3 & wait";
  orchestrator::process::Child shell({.argv = {"sh", "-c", command}});
  std::string ready;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  ASSERT_EQ(shell.read_line(ready, deadline), orchestrator::process::Got::kLine);
  ::kill(shell.pid(), SIGKILL);
  std::string stopped;
  ASSERT_EQ(shell.read_line(stopped, deadline), orchestrator::process::Got::kLine);
  EXPECT_THAT(stopped, HasSubstr("\"parent ended\""));
}

// --- metrics ---

TEST_P(ServerPool, AddsUpTheMetricsOfAllWorkers) {
  const Server server = serve({"--pool", "3"});
  for (const std::uint16_t port : server.ready().ports) ask(port, request("GET", "/files/a.txt"));
  const std::string text = ask(server.port(2), request("GET", "/-/metrics")).body;
  EXPECT_THAT(text, HasSubstr("gauntlet_requests_total{operation=\"get\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("gauntlet_connections_total 4\n"));
  EXPECT_THAT(text, HasSubstr("gauntlet_workers 3\n"));
}

// --- names ---

// Of the threads that a process has, and of its children, in any order.
std::vector<std::string> names_within(int pid) {
  const std::string folder = "/proc/" + std::to_string(pid) + "/task/";
  std::vector<std::string> names;
  const auto add = [&names](const std::string& of) {
    std::ifstream file(of + "/comm");
    std::getline(file, names.emplace_back());
  };
  for (const auto& thread : std::filesystem::directory_iterator(folder)) add(thread.path());
  std::ifstream children(folder + std::to_string(pid) + "/children");
  for (int child = 0; children >> child;) add("/proc/" + std::to_string(child));
  return names;
}

TEST_P(ServerPool, NamesItsWorkersByTheirNumbers) {
  const Server server = serve({"--pool", "2"});
  EXPECT_THAT(names_within(server.pid()),
              testing::IsSupersetOf({"server_pool", "server_pool 0", "server_pool 1"}));
}

// --- workers that die ---

int pid_of_worker(const Server& server) {
  std::ifstream children("/proc/" + std::to_string(server.pid()) + "/task/" +
                         std::to_string(server.pid()) + "/children");
  int pid = 0;
  children >> pid;
  return pid;
}

class ServerProcesses : public ServerPool {};

INSTANTIATE_TEST_SUITE_P(Modes, ServerProcesses, testing::Values("process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerProcesses, StartAgainOnTheSamePortWhenOneIsKilled) {
  Server server = serve({"--pool", "1"});
  ask(server.port(), request("GET", "/files/a.txt"));
  ::kill(pid_of_worker(server), SIGKILL);
  EXPECT_EQ(ask(server.port(), request("GET", "/files/a.txt")).body, "0123456789");
  const auto stopped = server.stop();
  EXPECT_EQ(stopped.workers.at(0).restarts, 1u);
  EXPECT_EQ(stopped.workers.at(0).requests.at("get"), 2u) << "counts outlive the process";
  EXPECT_THAT(server.log(), HasSubstr("worker 0 was ended by signal 9"));
}

TEST_P(ServerProcesses, LeaveNothingOfAnUploadWhenOneIsKilled) {
  Server server = serve({"--pool", "1"});
  Client client(server.port());
  client.send(
      "PUT /files/late HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
      "Expect: 100-continue\r\n\r\n");
  client.read_until("\r\n\r\n");
  ::kill(pid_of_worker(server), SIGKILL);
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(ask(server.port(), request("GET", "/files/a.txt")).status, 200);
  server.stop();
  EXPECT_EQ(root.entries(), 1u);
}

TEST_P(ServerProcesses, KeepTheUploadOfOneWhenAnotherIsKilledAndStartedAgain) {
  Server server = serve({"--pool", "2"});
  Client uploader(server.port(1));
  uploader.send(
      "PUT /files/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
      "Expect: 100-continue\r\n\r\n");
  uploader.read_until("\r\n\r\n");
  Client client(server.port(0));
  EXPECT_EQ(client.ask(request("GET", "/files/a.txt")).status, 200);
  ::kill(pid_of_worker(server), SIGKILL);
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(ask(server.port(0), request("GET", "/files/a.txt")).status, 200) << "started again";
  EXPECT_EQ(uploader.ask("slow").status, 201);
  server.stop();
  EXPECT_EQ(root.read("slow"), "slow");
  EXPECT_EQ(root.entries(), 2u);
}

TEST_P(ServerProcesses, GiveUpWhenOneDiesAgainAndAgain) {
  Server server = serve({"--pool", "1"});
  for (int death = 0; death < 5; ++death) {
    EXPECT_EQ(ask(server.port(), request("GET", "/")).status, 200);
    ::kill(pid_of_worker(server), SIGKILL);
  }
  const auto status = server.child().wait(std::chrono::steady_clock::now() + kPatience);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 3);
  EXPECT_THAT(server.log(), HasSubstr("worker 0 died 5 times in a row"));
}

TEST_P(ServerProcesses, DieWithThePool) {
  Server server = serve({"--pool", "2"});
  Client client(server.port());
  client.ask(request("GET", "/"));
  ::kill(server.pid(), SIGKILL);
  EXPECT_EQ(client.read_all(), "");
}

TEST_P(ServerProcesses, LeaveStoppingToThePoolWhenTheWholeGroupIsSignalled) {
  Server server = serve({"--pool", "1"});
  ::kill(-server.child().pid(), SIGTERM);
  EXPECT_EQ(server.await_stopped().workers.at(0).restarts, 0u);
}

}  // namespace
}  // namespace gauntlet::integration
