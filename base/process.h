// What a process settles about itself with the kernel.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <cstdint>
#include <string>

namespace gauntlet {

// Has the kernel send SIGKILL to this process when the thread that forked it ends. Call it first
// thing in a child, with the parent's pid taken before the fork; leaves by _exit when that parent
// is gone already.
void die_with_parent(pid_t parent);

// The signals by which programs are told to stop in good order: SIGINT, SIGTERM, SIGQUIT, and
// SIGHUP unless it is ignored (nohup).
sigset_t stop_signals();

// Raises the soft limit of open files to the hard one; returns the limit now in force.
std::uint64_t raise_descriptor_limit();

// How a process ended, for a sentence: "was ended by signal 9 (Killed)" or, when signal is 0,
// "exited with 3".
std::string describe_end(int code, int signal);
// The same, of a status that waitpid gave.
std::string describe_end_of(int wait_status);

// The folder in which this program's executable lies, without a trailing slash.
std::string program_folder();

}  // namespace gauntlet
