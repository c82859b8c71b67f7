#include "contract/link.h"

#include <gtest/gtest.h>

namespace gauntlet::contract {
namespace {

using namespace std::chrono_literals;

TEST(Link, IsOneToAllOfLossRateAndDelay) {
  EXPECT_EQ(parse_link("loss:1%_rate:100mbit_delay:20ms"),
            (Link{.loss = 10'000, .rate = 100'000'000, .delay = 20ms}));
  EXPECT_EQ(parse_link("delay:1s"), Link{.delay = 1s});
  EXPECT_EQ(parse_link("loss:0%"), Link{.loss = 0});
  EXPECT_EQ(parse_link("rate:1.5gbit"), Link{.rate = 1'500'000'000});
}

TEST(Link, LosesInStepsOfAMillionth) {
  EXPECT_EQ(parse_link("loss:0.0001%"), Link{.loss = 1});
  EXPECT_EQ(parse_link("loss:99.9999%"), Link{.loss = 999'999});
}

TEST(Link, IsWrittenInOneWay) {
  for (const auto& [text, canonical] :
       {std::pair("delay:0.02s_loss:1.0%", "loss:1%_delay:20ms"),
        std::pair("rate:1000kbit", "rate:1mbit"), std::pair("rate:1500000bit", "rate:1500kbit"),
        std::pair("loss:0.1%", "loss:0.1%"), std::pair("loss:0%_delay:0s", "loss:0%_delay:0s")})
    EXPECT_EQ(to_text(parse_link(text).value()), canonical) << text;
}

TEST(Link, IsNothingElse) {
  for (const char* text : {"",
                           "none",
                           "loss",
                           "loss:",
                           "loss:1",
                           "loss:-1%",
                           "loss:100%",
                           "loss:0.00001%",
                           "loss:x%",
                           "rate:0mbit",
                           "rate:100",
                           "rate:1mb",
                           "rate:7kbit",
                           "rate:101gbit",
                           "rate:8000.5bit",
                           "delay:20",
                           "delay:-1ms",
                           "delay:11s",
                           "loss:1%_loss:1%",
                           "loss:1%,delay:1ms",
                           "jitter:1ms",
                           "loss:1%:2",
                           "_"})
    EXPECT_FALSE(parse_link(text)) << text;
}

}  // namespace
}  // namespace gauntlet::contract
