// Takes snapshots of the machine and of two programs.
#pragma once

#include "metrics/snapshot.h"

namespace gauntlet::metrics {

enum class KernelThreads { kLeaveOut, kCount };  // counting reads a file for each of them

// 0 stands for a program that does not run. Never fails: what cannot be read is left out. Costs
// about ten microseconds for each thread and each process.
Snapshot take_snapshot(int server_pid, int client_pid, KernelThreads kernel_threads);

}  // namespace gauntlet::metrics
