#include "server_pool/shared_budget.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace gauntlet::server_pool {
namespace {

TEST(SharedBudget, GivesNoMoreThanItsLimit) {
  SharedBudget budget(2, 100);
  EXPECT_TRUE(budget.take(0, 60));
  EXPECT_FALSE(budget.take(1, 41));
  EXPECT_TRUE(budget.take(1, 40));
  EXPECT_EQ(budget.taken(), 100u);
  EXPECT_EQ(budget.left(), 0u);
  budget.give_back(0, 60);
  EXPECT_TRUE(budget.take(1, 60));
}

TEST(SharedBudget, RemembersTheMostThatWasTaken) {
  SharedBudget budget(1, 100);
  budget.take(0, 70);
  budget.give_back(0, 70);
  budget.take(0, 20);
  EXPECT_EQ(budget.peak(), 70u);
}

TEST(SharedBudget, GetsBackAllThatADeadWorkerHeld) {
  SharedBudget budget(2, 100);
  budget.take(0, 30);
  budget.take(1, 20);
  budget.take(0, 10);
  budget.give_back_all_of(0);
  EXPECT_EQ(budget.taken(), 20u);
  EXPECT_TRUE(budget.take(0, 80)) << "started again, it takes anew";
  budget.give_back_all_of(0);
  budget.give_back_all_of(1);
  EXPECT_EQ(budget.taken(), 0u);
}

TEST(SharedBudget, GetsBackWhatAWorkerHeldThatWasRefusedMore) {
  SharedBudget budget(2, 100);
  budget.take(0, 30);
  budget.take(1, 60);
  EXPECT_FALSE(budget.take(0, 20));
  budget.give_back_all_of(0);
  EXPECT_EQ(budget.taken(), 60u);
}

TEST(SharedBudget, HoldsWhenManyThreadsTakeAtOnce) {
  constexpr std::size_t kWorkers = 4;
  SharedBudget budget(kWorkers, 10);
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < kWorkers; ++worker)
    workers.emplace_back([&budget, worker] {
      for (int i = 0; i < 20'000; ++i)
        if (budget.take(worker, 3)) budget.give_back(worker, 3);
    });
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(budget.taken(), 0u);
  EXPECT_LE(budget.peak(), 10u);
  EXPECT_GE(budget.peak(), 3u);
}

// A child that takes and gives back until it is killed.
pid_t start_taking(SharedBudget& budget, std::size_t worker) {
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("cannot fork");
  if (pid > 0) return pid;
  for (;;) {
    const bool first = budget.take(worker, 3);
    const bool second = budget.take(worker, 2);
    if (first) budget.give_back(worker, 3);
    if (second) budget.give_back(worker, 2);
  }
}

TEST(SharedBudget, LosesNothingWhereverWorkersAreKilled) {
  constexpr std::size_t kWorkers = 3;
  SharedBudget budget(kWorkers, 7);
  std::vector<pid_t> workers;
  for (std::size_t i = 0; i < kWorkers; ++i) workers.push_back(start_taking(budget, i));
  for (int round = 0; round < 300; ++round) {
    const std::size_t victim = static_cast<std::size_t>(round) % kWorkers;
    ::usleep(200);  // so that it is somewhere in its work
    ::kill(workers[victim], SIGKILL);
    ::waitpid(workers[victim], nullptr, 0);
    budget.give_back_all_of(victim);
    EXPECT_LE(budget.taken(), 7u);
    workers[victim] = start_taking(budget, victim);
  }
  for (std::size_t i = 0; i < kWorkers; ++i) {
    ::kill(workers[i], SIGKILL);
    ::waitpid(workers[i], nullptr, 0);
    budget.give_back_all_of(i);
  }
  EXPECT_EQ(budget.taken(), 0u);
  EXPECT_LE(budget.peak(), 7u);
}

TEST(Holding, GivesBackWhatItHasTaken) {
  SharedBudget budget(1, 10);
  {
    Holding one(budget, 0);
    EXPECT_TRUE(one.take(4));
    EXPECT_TRUE(one.take(6));
    Holding other(budget, 0);
    EXPECT_FALSE(other.take(1));
    EXPECT_TRUE(other.is_empty());
  }
  EXPECT_EQ(budget.taken(), 0u);
}

TEST(Holding, OfABudgetWithoutALimitTakesNothing) {
  SharedBudget budget(1, 0);
  Holding all(budget, 0);
  EXPECT_TRUE(all.take(SharedBudget::kMostAmount));
  EXPECT_EQ(budget.taken(), 0u);
}

}  // namespace
}  // namespace gauntlet::server_pool
