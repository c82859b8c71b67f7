#include "base/output_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"
#include "tests/temporary_folder.h"

namespace gauntlet {
namespace {

using testing::HasSubstr;

std::string refusal_of(const std::filesystem::path& file) {
  try {
    check_can_write("--option", file);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(OutputFile, ThatCanBeWrittenIsNotThereAfterTheCheck) {
  const TemporaryFolder folder;
  EXPECT_EQ(refusal_of(folder / "new"), "");
  EXPECT_FALSE(folder.has("new"));
}

TEST(OutputFile, KeepsWhatItHoldsWhileItIsChecked) {
  const TemporaryFolder folder;
  folder.write("old", "precious");
  EXPECT_EQ(refusal_of(folder / "old"), "");
  EXPECT_EQ(folder.read("old"), "precious");
}

TEST(OutputFile, ThatCannotBeWrittenIsNamedWithItsOption) {
  const TemporaryFolder folder;
  EXPECT_THAT(refusal_of(folder / "no" / "file"), HasSubstr("--option: '"));
  EXPECT_THAT(refusal_of(folder.path()), HasSubstr("cannot be written; name another file"));
  EXPECT_THAT(refusal_of(""), HasSubstr("names no file"));
}

TEST(OutputFile, ThatDoesNotTakeItAllIsAnError) {
  EXPECT_THROW(write_file("text", "/dev/full"), Error);
}

}  // namespace
}  // namespace gauntlet
