#include "wire/http_date.h"

#include <gtest/gtest.h>

#include <array>
#include <ctime>
#include <limits>

namespace gauntlet::wire {
namespace {

TEST(HttpDate, IsSpelledAsRfc9110Says) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(1'769'903'999), "Sat, 31 Jan 2026 23:59:59 GMT");
  EXPECT_EQ(http_date(951'782'400), "Tue, 29 Feb 2000 00:00:00 GMT");
}

TEST(HttpDate, StaysWithinWhatADateCanSay) {
  EXPECT_EQ(http_date(-1), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(std::numeric_limits<std::time_t>::max()), "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST(HttpDate, AgreesWithTheClocksOfTheLibraryOnEveryDayOfACentury) {
  std::array<char, 32> text{};
  for (std::time_t time = 12'345; time < 100LL * 366 * 86'400; time += 86'400 + 61) {
    std::tm fields{};
    ::gmtime_r(&time, &fields);
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    ASSERT_EQ(http_date(time), text.data());
  }
}

TEST(HttpDate, IsReadInAllThreeFormsOfRfc9110) {
  for (const char* form : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"})
    EXPECT_EQ(parse_http_date(form), 784'111'777) << form;
}

TEST(HttpDate, IsReadInNoOtherForm) {
  for (const char* form : {"", "784111777", "Sun, 06 Nov 1994 08:49:37", "1994-11-06T08:49:37Z",
                           "Sun, 06 Nov 1994 08:49:37 GMT, or so"})
    EXPECT_EQ(parse_http_date(form), std::nullopt) << form;
}

}  // namespace
}  // namespace gauntlet::wire
