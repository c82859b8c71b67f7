#include "orchestrator/matrix/wording.h"

#include <gtest/gtest.h>

#include "orchestrator/matrix/repeats.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::matrix {
namespace {

struct Guess {
  const char* word;
  const char* meant;
};

class Keys : public testing::TestWithParam<Guess> {};

TEST_P(Keys, AreGuessedFromTheWordsOfOtherTools) {
  EXPECT_EQ(did_you_mean_key(GetParam().word),
            std::string("; did you mean ") + GetParam().meant + "?");
}

INSTANTIATE_TEST_SUITE_P(
    Wording, Keys,
    testing::Values(Guess{"clients", "'client_pool'"}, Guess{"users", "'client_pool'"},
                    Guess{"connections", "'client_pool' or 'connection'"},
                    Guess{"Concurrency", "'client_pool'"}, Guess{"servers", "'server_pool'"},
                    Guess{"threads", "'server_pool' or 'mode'"},
                    Guess{"processes", "'server_pool' or 'mode'"},
                    Guess{"workers", "'server_pool' or 'client_workers'"},
                    Guess{"size", "'volume'"}, Guess{"file-size", "'volume'"},
                    Guess{"repeat", "'passes'"}, Guess{"runs", "'passes'"},
                    Guess{"iterations", "'requests' or 'passes'"}, Guess{"rps", "'rate'"},
                    Guess{"method", "'operation'"}, Guess{"time", "'duration'"},
                    Guess{"keep_alive", "'connection'"}, Guess{"cache", "'file_cache'"},
                    Guess{"shuffle", "'order'"}, Guess{"clientpool", "'client_pool'"}));

struct GuessedValue {
  const char* setting;
  const char* word;
  const char* meant;
};

class Values : public testing::TestWithParam<GuessedValue> {};

TEST_P(Values, AreGuessedFromTheWordsOfOtherTools) {
  const Setting& setting = settings()[find_setting(GetParam().setting).value()];
  EXPECT_EQ(did_you_mean(GetParam().word, setting.choices),
            std::string("; did you mean '") + GetParam().meant + "'?");
}

INSTANTIATE_TEST_SUITE_P(
    Wording, Values,
    testing::Values(
        GuessedValue{"operation", "put", "upload"}, GuessedValue{"operation", "PUT", "upload"},
        GuessedValue{"operation", "download", "get"}, GuessedValue{"operation", "read", "get"},
        GuessedValue{"operation", "ls", "list"}, GuessedValue{"operation", "uploads", "upload"},
        GuessedValue{"mode", "threads", "thread"}, GuessedValue{"mode", "multithreaded", "thread"},
        GuessedValue{"mode", "fork", "process"}, GuessedValue{"mode", "processes", "process"},
        GuessedValue{"connection", "close", "per-request"},
        GuessedValue{"verify", "checksum", "digest"}, GuessedValue{"store", "tmpfs", "memory"}));

TEST(DidYouMean, OffersOnlyWhatMayStandThere) {
  EXPECT_EQ(did_you_mean("put", {"list", "get"}), "");
  EXPECT_EQ(did_you_mean("threads", {"mode"}), "; did you mean 'mode'?");
}

TEST(DidYouMean, SaysNothingOfAWordThatIsNearToNone) {
  EXPECT_EQ(did_you_mean("xyzzy", {"mode", "volume"}), "");
  EXPECT_EQ(did_you_mean("", {"mode"}), "");
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
