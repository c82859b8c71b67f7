#include "orchestrator/matrix/values_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::matrix {
namespace {

using testing::ElementsAre;

Scenario with(const std::string& text) { return {.values = {{.text = text}}}; }

TEST(ValuesOfASetting, AreThereOnceEachWithTheirPlaces) {
  const ValuesOfSetting all = values_of({with("get"), with("list"), with("get")}, 0);
  EXPECT_THAT(all.values, ElementsAre("get", "list"));
  EXPECT_THAT(all.places, ElementsAre(0, 1, 0));
  EXPECT_TRUE(all.vary());
}

TEST(ValuesOfASetting, DoNotVaryWhereThereIsOne) {
  EXPECT_FALSE(values_of({with("get"), with("get")}, 0).vary());
  EXPECT_FALSE(values_of({}, 0).vary());
}

}  // namespace
}  // namespace gauntlet::orchestrator::matrix
