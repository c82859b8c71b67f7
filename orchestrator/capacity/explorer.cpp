#include "orchestrator/capacity/explorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gauntlet::orchestrator::capacity {
namespace {

using std::chrono::steady_clock;

constexpr std::uint64_t kUnknownPasses = 0;  // how often a load is run follows from the search

// The time for all subjects, and how far they have come.
struct Budget {
  process::SteadyTime start = steady_clock::now();
  process::SteadyTime end{};  // when the budget is spent
  std::size_t subjects = 0;
  std::size_t done = 0;  // subjects
  std::size_t runs = 0;  // of all subjects

  Duration left() const { return std::max(Duration{}, Duration(end - steady_clock::now())); }
};

// If the subjects that are left take as many runs as those so far, and runs as long; never more
// than the budget has.
Duration time_left(const Budget& budget, std::size_t expected_runs) {
  const double elapsed = to_seconds(steady_clock::now() - budget.start);
  const double runs = static_cast<double>(std::max<std::size_t>(1, budget.runs));
  const double each =
      (runs + static_cast<double>(expected_runs)) / static_cast<double>(budget.done + 1);
  const double others = static_cast<double>(budget.subjects - budget.done - 1);
  const double needed = (static_cast<double>(expected_runs) + others * each) * elapsed / runs;
  return std::min(budget.left(), from_seconds(needed));
}

// Searches the capacity of one subject: a run under each load that the search asks for.
class SubjectSearch {
 public:
  SubjectSearch(const Question& question, const Subject& subject, const sweep::Side& side,
                sweep::Campaign& campaign, Budget& budget)
      : question_(question),
        subject_(subject),
        side_(side),
        campaign_(campaign),
        budget_(budget),
        deadline_(steady_clock::now() +
                  budget.left() / static_cast<std::int64_t>(budget.subjects - budget.done)),
        search_(question.search),
        capacity_{.subject = subject.name} {}

  Capacity run() {
    bool going_on = true;
    while (going_on) {
      const std::optional<double> load = search_.next();
      going_on = load && run_under(*load);
    }
    conclude(capacity_, search_);
    if (stopped_) {
      capacity_.ending = stopped_->ending;
      capacity_.why = stopped_->why;
    }
    return std::move(capacity_);
  }

 private:
  struct Stop {
    Ending ending;
    std::string why;
  };

  bool stop(Ending ending, std::string why) {
    stopped_ = {ending, std::move(why)};
    return false;
  }

  // One run under the load; false when it was the last one.
  bool run_under(double load) {
    const Duration duration = duration_under(load);
    if (steady_clock::now() + subject_.scenario.duration("warmup") + duration > deadline_)
      return stop(Ending::kBudget, "no time is left for another run of " +
                                       format_duration(duration) + ": raise --budget");
    const matrix::Scenario scenario = at_load(subject_, question_.axis, load, duration);
    const sweep::Turn turn{.pass = runs_under(load) + 1,
                           .position = capacity_.trials.size() + 1,
                           .scenario = budget_.done};
    auto finished = campaign_.run(side_, scenario, turn, kUnknownPasses);
    if (!finished) return stop(Ending::kInterrupted, "interrupted");
    note(load, std::move(*finished));
    Trial& trial = capacity_.trials.back();
    if (trial.answer.outcome == Outcome::kNotShown)
      return lengthen(trial, duration) || stop(Ending::kNotShown, trial.answer.why);
    forgive(trial);
    if (trial.counts()) search_.record(load, trial.met());
    tell(trial);
    return true;
  }

  // Leaves out a miss that others on the host's CPUs may have caused, unless it happens again and
  // again.
  void forgive(Trial& trial) {
    constexpr int kMostInARow = 2;
    const std::string disturbance = disturbance_of(trial.row);
    const bool again = !trial.met() && !disturbance.empty() && forgiven_ < kMostInARow;
    forgiven_ = again ? forgiven_ + 1 : 0;
    if (!again) return;
    trial.answer.outcome = Outcome::kDisturbed;
    trial.answer.why += ", while " + disturbance;
  }

  std::size_t runs_under(double load) const {
    const auto is_there = [load](const Trial& trial) { return trial.load == load; };
    return static_cast<std::size_t>(
        std::count_if(capacity_.trials.begin(), capacity_.trials.end(), is_there));
  }

  void note(double load, sweep::RunResult finished) {
    const auto schedule = finished.seen.report ? finished.seen.report->schedule : std::nullopt;
    PointAnswer answer = judge_point(question_.slo, finished.row, schedule);
    capacity_.trials.push_back({load, std::move(finished.row), std::move(answer)});
    ++budget_.runs;
  }

  // Long enough for as many requests as the objective needs, at the pace of the last run that had
  // too few.
  Duration duration_under(double load) const {
    constexpr double kMargin = 1.2;
    if (requests_needed_ == 0) return question_.point_duration;
    const double seconds = kMargin * requests_needed_ / (pace_ * load);
    return std::max(question_.point_duration, from_seconds(std::ceil(seconds)));
  }

  // Learns from a run that was too short; false when a longer one is no help.
  bool lengthen(const Trial& trial, Duration duration) {
    const auto requests = static_cast<double>(trial.row.requests.value_or(0));
    if (trial.answer.requests_needed == 0 || requests == 0) return false;
    requests_needed_ = static_cast<double>(trial.answer.requests_needed);
    pace_ = requests / (to_seconds(duration) * trial.load);
    const Duration longer = duration_under(trial.load);
    campaign_.say(fmt::format("{}  {}  again, for {}: {}", subject_.name,
                              describe_load(question_.axis, trial.load), format_duration(longer),
                              trial.answer.why));
    return longer > duration;
  }

  void tell(const Trial& trial) const {
    const auto shown = [](std::optional<double> seconds) {
      return seconds ? format_seconds(*seconds) : "-";
    };
    std::string line =
        fmt::format("{}/{}  {}  {:>18}  p50 {:>8}  p99 {:>8}  {:<9}", budget_.done + 1,
                    budget_.subjects, subject_.name, describe_load(question_.axis, trial.load),
                    shown(trial.row.p50_s), shown(trial.row.p99_s), name_of(trial.answer.outcome));
    const Duration left = time_left(budget_, search_.expected_runs());
    if (left > Duration{}) line += fmt::format("  {} left", format_duration(left));
    if (!trial.answer.why.empty()) line += "  " + trial.answer.why;
    campaign_.say(line);
  }

  const Question& question_;
  const Subject& subject_;
  const sweep::Side& side_;
  sweep::Campaign& campaign_;
  Budget& budget_;
  process::SteadyTime deadline_;
  Search search_;
  Capacity capacity_;
  std::optional<Stop> stopped_{};
  int forgiven_ = 0;            // misses in a row
  double requests_needed_ = 0;  // for the objective to be shown; 0: nothing is known of it
  double pace_ = 0;             // requests a second for each unit of load, when it was not shown
};

}  // namespace

std::vector<Capacity> explore(const Question& question, const std::vector<Subject>& subjects,
                              const sweep::Side& side, sweep::Campaign& campaign) {
  Budget budget{.subjects = subjects.size()};
  budget.end = budget.start + question.budget;
  std::vector<Capacity> capacities;
  for (const Subject& subject : subjects) {
    capacities.push_back(SubjectSearch(question, subject, side, campaign, budget).run());
    ++budget.done;
    if (capacities.back().ending == Ending::kInterrupted) break;
  }
  return capacities;
}

}  // namespace gauntlet::orchestrator::capacity
