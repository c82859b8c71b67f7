// client_pool against servers that misbehave, and against people who do.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "tests/integration/client_harness.h"

namespace gauntlet::integration {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using Session = ScriptedServer::Session;

constexpr const char* kHeadEnd = "\r\n\r\n";

// GETs of a named file, whose size does not matter, from one client.
Finished get_from(const std::string& port, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"--json", "--operation", "get", "--file",
                                        "x.bin",  "--port",      port};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_client(arguments);
}

// Answers the first request of every connection with this text, and closes.
ScriptedServer::Script answer(std::string text) {
  return [text](Session& session) {
    session.read_until(kHeadEnd);
    session.say(text);
  };
}

// Answers so much, and resets the connection.
void reset_after(Session& session, std::string_view part) {
  session.read_until(kHeadEnd);
  session.say(part);
  session.reset();
}

struct Fault {
  const char* name;
  ScriptedServer::Script script;
  const char* kind;
};

std::vector<Fault> faults() {
  return {
      {"reset", [](Session& session) { session.read_until(kHeadEnd), session.reset(); }, "reset"},
      {"closed", answer(""), "reset"},
      {"status", answer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), "status"},
      {"short body", answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), "short_body"},
      {"digest",
       answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nRepr-Digest: crc32c=:AAAAAA==:\r\n\r\nok"),
       "digest"},
      {"protocol", answer("220 mail.example ESMTP\r\n\r\n"), "protocol"},
      {"timeout", [](Session& session) { session.read_to_end(); }, "timeout"},
      {"reset within the head", [](Session& session) { reset_after(session, "HTTP/1.1 20"); },
       "reset"},
      {"reset within the body",
       [](Session& session) {
         reset_after(session, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
       },
       "reset"},
      {"reset within a body without a length",
       [](Session& session) { reset_after(session, "HTTP/1.1 200 OK\r\n\r\nshort"); }, "reset"},
      {"no content", answer("HTTP/1.1 204 No Content\r\n\r\n"), "status"},
      {"not modified", answer("HTTP/1.1 304 Not Modified\r\n\r\n"), "status"},
  };
}

TEST(Faults, AreCountedByKind) {
  for (const Fault& fault : faults()) {
    ScriptedServer server(fault.script);
    const Finished ran = get_from(server.port(), {"--timeout", "300ms"});
    EXPECT_EQ(ran.status.code, 1) << fault.name;
    const auto report = report_of(ran);
    EXPECT_THAT(report.errors, ElementsAre(Pair(fault.kind, 1u))) << report.first_error;
    EXPECT_THAT(report.first_error, HasSubstr("127.0.0.1:" + server.port() + ": ")) << fault.name;
    EXPECT_EQ(report.requests, 0u) << fault.name;
    EXPECT_EQ(report.failed_requests, 1u) << fault.name;
  }
}

TEST(Faults, OfAResetSayHowFarTheAnswerHadCome) {
  ScriptedServer server([](Session& session) {
    reset_after(session, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
  });
  const auto report = report_of(get_from(server.port()));
  EXPECT_THAT(report.first_error,
              HasSubstr("Connection reset by peer while receiving, after 5 bytes of the body"));
}

TEST(Faults, OfOneClientLeaveTheOthersAlone) {
  std::atomic<int> served = 0;
  ScriptedServer server([&](Session& session) {
    session.read_until(kHeadEnd);
    const bool good = served++ != 2;
    session.say(good ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok" : "?");
  });
  const Finished ran = get_from(server.port(), {"--client-pool", "5"});
  EXPECT_EQ(ran.status.code, 1);
  EXPECT_EQ(report_of(ran).success, 4u);
  EXPECT_EQ(report_of(ran).fail, 1u);
}

TEST(Faults, DoNotKeepAClientFromItsNextRequest) {
  std::atomic<int> served = 0;
  ScriptedServer server([&](Session& session) {
    session.read_until(kHeadEnd);
    session.say(served++ == 0 ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                              : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  const auto report = report_of(get_from(server.port(), {"--requests", "3"}));
  EXPECT_EQ(report.requests, 2u);
  EXPECT_EQ(report.failed_requests, 1u);
  EXPECT_EQ(report.fail, 1u);
}

TEST(KeptConnections, MayBeClosedByTheServerBetweenRequests) {
  ScriptedServer server(answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  const Finished ran = get_from(server.port(), {"--requests", "3"});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
  EXPECT_EQ(report_of(ran).requests, 3u);
  EXPECT_EQ(server.connections(), 3u);
}

// Whether the 408 was sent before or after the request makes no difference that a client sees.
TEST(KeptConnections, MayBeEndedByA408BetweenRequests) {
  ScriptedServer server([](Session& session) {
    session.read_until(kHeadEnd);
    session.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    session.read_until(kHeadEnd);
    session.say("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  const Finished ran = get_from(server.port(), {"--requests", "3"});
  EXPECT_EQ(ran.status.code, 0) << ran.err;
  EXPECT_EQ(report_of(ran).requests, 3u) << report_of(ran).first_error;
  EXPECT_EQ(server.connections(), 3u);
}

TEST(Faults, OfA408OnANewConnectionAreTheRequests) {
  ScriptedServer server(answer("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"));
  const auto report = report_of(get_from(server.port()));
  EXPECT_THAT(report.errors, ElementsAre(Pair("status", 1u)));
  EXPECT_EQ(server.connections(), 1u);
}

TEST(Uploads, StopAsSoonAsTheServerRefusesThem) {
  ScriptedServer server([](Session& session) {
    session.read_until(kHeadEnd);
    session.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
    // Never reads the body: a client that wanted to send all of it first would hang.
    std::string rest;
    while (rest != "gone") rest = session.read_until(kHeadEnd).empty() ? "gone" : "";
  });
  const Finished ran = run_client({"--json", "--operation", "upload", "--volume", "50", "--port",
                                   server.port(), "--timeout", "30s"});
  EXPECT_EQ(ran.status.code, 1);
  EXPECT_THAT(report_of(ran).errors, ElementsAre(Pair("status", 1u))) << report_of(ran).first_error;
}

TEST(Uploads, ThatAreAcceptedBeforeTheyAreWholeBreakTheProtocol) {
  ScriptedServer server(answer("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"));
  const Finished ran =
      run_client({"--json", "--operation", "upload", "--volume", "50", "--port", server.port()});
  EXPECT_EQ(ran.status.code, 1);
  EXPECT_THAT(report_of(ran).errors, ElementsAre(Pair("protocol", 1u)))
      << report_of(ran).first_error;
}

TEST(Nobody, ListeningMeansThatNothingCouldBeReached) {
  const DeafPort port;
  for (const char* mode : {"thread", "process"}) {
    const Finished ran = get_from(port.port(), {"--client-pool", "4", "--mode", mode});
    EXPECT_EQ(ran.status.code, 3);
    EXPECT_THAT(report_of(ran).errors, ElementsAre(Pair("refused", 4u)));
  }
}

TEST(Nobody, ListeningDoesNotTurnADurationIntoAStorm) {
  const DeafPort port;
  const auto report = report_of(get_from(port.port(), {"--min-duration", "500ms"}));
  EXPECT_LE(report.failed_requests, 6u);  // one at once, then one in 100 ms
}

TEST(Usage, IsExplainedInOneSentence) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"--operation", "remove"},
      {"--operation", "get", "--port", "99999"},
      {"--operation", "get", "--congestion", "pigeon"},
      {"--operation", "get", "--target", "nowhere"},
      {"--operation", "get", "--what"},
  };
  for (const auto& arguments : wrong) {
    const Finished ran = run_client(arguments);
    EXPECT_EQ(ran.status.code, 2) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_THAT(ran.err, ::testing::StartsWith("client_pool: "));
  }
}

TEST(Descriptors, ThatAreTooFewAreToldBeforeTheFirstConnection) {
  ScriptedServer server(answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  const Finished ran = run({"prlimit", "--nofile=64:64", program("client_pool"), "--operation",
                            "get", "--client-pool", "1000", "--port", server.port()});
  EXPECT_EQ(ran.status.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("1000 clients need"));
  EXPECT_EQ(server.connections(), 0u);
}

// Lets a script wait until the test has done something.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPatience, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

TEST(Signals, ReachAWorkerThatIsStopped) {
  ScriptedServer server([](Session& session) {
    session.read_until(kHeadEnd);
    session.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    session.read_until(kHeadEnd);
    session.read_to_end();  // the second request is never answered
  });
  ClientRun run({"--json", "--operation", "get", "--file", "x", "--requests", "2", "--mode",
                 "process", "--workers", "1", "--port", server.port()});
  ASSERT_TRUE(server.await_connections(1));
  const std::vector<int> workers = run.workers();
  ASSERT_EQ(workers.size(), 1u);
  ASSERT_EQ(::kill(workers[0], SIGSTOP), 0);
  ASSERT_EQ(::kill(run.pid(), SIGINT), 0);
  const Finished ran = run.wait();
  EXPECT_EQ(ran.status.code, 130);
  EXPECT_EQ(report_of(ran).errors.count("worker_died"), 0u) << "it was killed, not continued";
}

TEST(Signals, StopARunAtOnceAndItReportsWhatItHas) {
  for (const int signal : {SIGINT, SIGTERM})
    for (const char* mode : {"thread", "process"}) {
      ScriptedServer server([](Session& session) {
        session.read_until(kHeadEnd);
        session.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        session.read_to_end();  // the second request is never answered
      });
      ClientRun run({"--json", "--operation", "get", "--file", "x", "--requests", "2", "--mode",
                     mode, "--client-pool", "2", "--port", server.port()});
      ASSERT_TRUE(server.await_connections(2));
      run.send_signal(signal);
      const Finished ran = run.wait();
      EXPECT_EQ(ran.status.code, 130);
      EXPECT_LE(report_of(ran).requests, 2u);
      EXPECT_EQ(report_of(ran).failed_requests, 0u);
      EXPECT_EQ(report_of(ran).success, 0u);
    }
}

TEST(WorkerProcesses, ThatAreKilledFailTheirClientsAndNoOthers) {
  Gate gate;
  ScriptedServer server([&](Session& session) {
    session.read_until(kHeadEnd);
    gate.wait();
    session.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  ClientRun run({"--json", "--operation", "get", "--file", "x", "--mode", "process", "--workers",
                 "2", "--client-pool", "4", "--port", server.port()});
  ASSERT_TRUE(server.await_connections(4));
  const std::vector<int> workers = run.workers();
  ASSERT_EQ(workers.size(), 2u);
  ASSERT_EQ(::kill(workers[0], SIGKILL), 0);
  gate.open();
  const Finished ran = run.wait();
  EXPECT_EQ(ran.status.code, 1);
  const auto report = report_of(ran);
  EXPECT_EQ(report.success, 2u);
  EXPECT_EQ(report.fail, 2u);
  EXPECT_THAT(report.errors, ElementsAre(Pair("worker_died", 2u)));
  EXPECT_THAT(report.first_error, HasSubstr("signal 9"));
}

TEST(WorkerProcesses, DieWithTheirParent) {
  ScriptedServer server([](Session& session) { session.read_to_end(); });
  ClientRun run({"--operation", "get", "--mode", "process", "--workers", "2", "--client-pool", "2",
                 "--port", server.port()});
  ASSERT_TRUE(server.await_connections(2));
  std::vector<UniqueFd> workers;
  for (const int pid : run.workers())
    workers.emplace_back(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  ASSERT_EQ(workers.size(), 2u);
  run.send_signal(SIGKILL);
  for (const UniqueFd& worker : workers) {
    pollfd ended = {worker.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&ended, 1, 60'000), 1) << "a worker outlived its parent";
  }
}

}  // namespace
}  // namespace gauntlet::integration
