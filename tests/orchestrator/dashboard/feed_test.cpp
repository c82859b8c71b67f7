#include "orchestrator/dashboard/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Pages : public testing::Test {
 protected:
  std::unique_ptr<Subscription> subscribe(const std::string& last_id = "") {
    return feed_.subscribe(last_id, [this] { ++woken_; });
  }

  // The names of the events that wait, each with its id.
  static std::vector<std::string> events(Subscription& page) {
    std::vector<std::string> found;
    while (const Message message = page.take()) {
      const std::size_t end = message->find("\ndata:");
      std::string head = message->substr(0, end);
      head.replace(head.find('\n'), 1, " ");
      found.push_back(head);
    }
    return found;
  }

  int woken_ = 0;
  Feed feed_{"a", [] { return R"({"all":1})"; }};
};

TEST_F(Pages, BeginWithTheWholeState) {
  const auto page = subscribe();
  EXPECT_EQ(*page->take(), "id: a-0\nevent: state\ndata: {\"all\":1}\n\n");
}

TEST_F(Pages, AreAllToldTheSame) {
  const auto one = subscribe();
  const auto other = subscribe();
  one->take();
  other->take();
  feed_.publish("row", "{}");
  const Message told = one->take();
  EXPECT_EQ(told, other->take()) << "one text for all of them";
  EXPECT_EQ(*told, "id: a-1\nevent: row\ndata: {}\n\n");
}

TEST_F(Pages, ThatComeBackAreToldWhatTheyHaveMissed) {
  feed_.publish("one", "{}");
  feed_.publish("two", "{}");
  feed_.publish("three", "{}");
  const auto page = subscribe("a-1");
  EXPECT_THAT(events(*page), ElementsAre("id: a-2 event: two", "id: a-3 event: three"));
}

TEST_F(Pages, ThatHaveMissedNothingAreToldNothing) {
  feed_.publish("one", "{}");
  const auto page = subscribe("a-1");
  EXPECT_THAT(events(*page), IsEmpty());
}

TEST_F(Pages, ThatWereAwayForTooLongAreToldTheState) {
  for (std::size_t i = 0; i < Feed::kMostKept + 2; ++i) feed_.publish("one", "{}");
  const auto page = subscribe("a-1");
  EXPECT_THAT(events(*page), ElementsAre(HasSubstr("event: state")));
}

TEST_F(Pages, ThatKnowAnotherServerAreToldTheState) {
  feed_.publish("one", "{}");
  for (const std::string id : {"b-1", "a-7", "a-", "a-x", "1"}) {
    const auto page = subscribe(id);
    EXPECT_THAT(events(*page), ElementsAre("id: a-1 event: state")) << id;
  }
}

TEST_F(Pages, AreWokenWhenSomethingComes) {
  const auto page = subscribe();
  const int before = woken_;
  feed_.publish("one", "{}");
  EXPECT_EQ(woken_, before + 1);
}

TEST_F(Pages, ThatDoNotReadAreCutOff) {
  const auto page = subscribe();
  const std::string data(Subscription::kMostBytes / 4, 'x');
  for (int i = 0; i < 5; ++i) feed_.publish("big", data);
  EXPECT_TRUE(page->is_over());
}

TEST_F(Pages, ThatReadAreNotCutOff) {
  const auto page = subscribe();
  const std::string data(Subscription::kMostBytes / 4, 'x');
  for (int i = 0; i < 5; ++i) {
    feed_.publish("big", data);
    events(*page);
  }
  EXPECT_FALSE(page->is_over());
}

TEST_F(Pages, ThatLeaveAreForgotten) {
  auto page = subscribe();
  EXPECT_EQ(feed_.subscribers(), 1u);
  page.reset();
  EXPECT_EQ(feed_.subscribers(), 0u);
  feed_.publish("one", "{}");
}

TEST_F(Pages, GetWhatWaitsForThemWhenTheFeedIsClosed) {
  const auto page = subscribe();
  feed_.publish("end", "{}");
  feed_.close();
  EXPECT_FALSE(page->is_over());
  EXPECT_THAT(events(*page), ElementsAre(HasSubstr("state"), HasSubstr("end")));
  EXPECT_TRUE(page->is_over());
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
