#include "orchestrator/dashboard/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::dashboard {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;
using wire::Method;

TEST(RoutePattern, HasANameForEachStar) {
  EXPECT_THAT(match("/a/*/b/*", "/a/one/b/two"), Optional(ElementsAre("one", "two")));
  EXPECT_THAT(match("/a", "/a"), Optional(IsEmpty()));
}

TEST(RoutePattern, FitsNothingElse) {
  for (const char* path : {"/a", "/a/", "/a/x/b", "/b/x", "/a/x/"})
    EXPECT_FALSE(match("/a/*", path)) << path;
}

class PageRoutes : public testing::Test {
 protected:
  PageRoutes() {
    const auto say = [](const char* text) {
      return [text](const Call&) { return Response{.body = text}; };
    };
    routes_.add(Method::kGet, "/x", say("got"));
    routes_.add(Method::kPost, "/x", say("posted"));
    routes_.add(Method::kPost, "/y", say("posted"));
  }

  Response answer(Method method, const std::string& path) {
    const Request request{.method = method, .path = path};
    Response answered;
    net::spawn(io_, put(request, answered), net::rethrow);
    io_.run();
    io_.restart();
    return answered;
  }

  net::Awaitable<void> put(const Request& request, Response& answered) {
    answered = co_await routes_.answer(request);
  }

  asio::io_context io_{};
  Routes routes_{};
};

TEST_F(PageRoutes, AreChosenByAddressAndMethod) {
  EXPECT_EQ(answer(Method::kGet, "/x").body, "got");
  EXPECT_EQ(answer(Method::kHead, "/x").body, "got");
  EXPECT_EQ(answer(Method::kPost, "/x").body, "posted");
  EXPECT_EQ(answer(Method::kGet, "/z").status, 404);
}

TEST_F(PageRoutes, NameTheMethodsThatAnAddressTakes) {
  const Response both = answer(Method::kDelete, "/x");
  EXPECT_EQ(both.status, 405);
  EXPECT_THAT(both.fields, Contains(Pair("Allow", "GET, HEAD, POST")));
  EXPECT_THAT(answer(Method::kGet, "/y").fields, Contains(Pair("Allow", "POST")));
}

}  // namespace
}  // namespace gauntlet::orchestrator::dashboard
