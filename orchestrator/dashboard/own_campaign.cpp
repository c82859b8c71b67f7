#include "orchestrator/dashboard/own_campaign.h"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "base/output.h"
#include "base/wake.h"
#include "orchestrator/outputs/event_output.h"
#include "orchestrator/outputs/line_queue.h"
#include "orchestrator/process/thread_without_signals.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

// Calls come from the thread that measures, and the page has one of its own: what it is told waits
// in a queue, and what does not fit there is not shown.
class OwnCampaign final : public outputs::EventOutput {
 public:
  OwnCampaign(const PageAddress& address, const PageFolders& folders) : page_(address, folders) {
    page_.set_control({.signal = [](int signal) { ::kill(::getpid(), signal); }});
    thread_ = process::thread_without_signals([this] { serve(); });
  }
  ~OwnCampaign() override {
    stop_.raise();
    thread_.join();
  }

  const std::string& url() const { return page_.url(); }

 private:
  void put(const std::string& line) override {
    const std::lock_guard lock(mutex_);
    queue_.push(line);
    told_.raise();
  }

  void serve() {
    try {
      net::spawn(page_.io(), take_events(), net::rethrow);
      page_.run(stop_.fd());
    } catch (const std::exception& error) {
      say("orchestrator: the live page has ended: {}\n", error.what());
    }
  }

  std::string take_lines() {
    const std::lock_guard lock(mutex_);
    told_.take();
    return queue_.take();
  }

  net::Awaitable<void> take_events() {
    net::Descriptor told(page_.io(), ::dup(told_.fd()));
    for (;;) {
      co_await told.async_wait(net::Descriptor::wait_read, net::use_awaitable);
      const std::string lines = take_lines();
      for (std::size_t begin = 0; begin < lines.size();) {
        const std::size_t end = lines.find('\n', begin);
        page_.state().take(std::string_view(lines).substr(begin, end - begin));
        if (page_.state().heard_the_end()) page_.state().ended("ended", "");
        begin = end + 1;
      }
    }
  }

  static constexpr std::size_t kMostQueued = std::size_t{4} * 1024 * 1024;

  std::mutex mutex_{};  // of the queue
  outputs::LineQueue queue_{kMostQueued};
  Wake told_{};
  Wake stop_{};
  LivePage page_;
  std::thread thread_{};
};

}  // namespace

OwnPage make_own_page(const PageAddress& address, const PageFolders& folders) {
  auto output = std::make_shared<OwnCampaign>(address, folders);
  return {.output = output, .url = output->url()};
}

}  // namespace gauntlet::orchestrator::dashboard
