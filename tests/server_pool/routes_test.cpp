#include "server_pool/routes.h"

#include <gtest/gtest.h>

namespace gauntlet::server_pool {
namespace {

using wire::Method;

// The name lies in a string that outlives the tests.
Route route_of(std::string_view target) {
  static std::string path;
  return find_route(target, path);
}

TEST(Routes, KnowTheServersOwnPages) {
  EXPECT_EQ(route_of("/").resource, Resource::kHome);
  EXPECT_EQ(route_of("/-/healthy").resource, Resource::kHealthy);
  EXPECT_EQ(route_of("/-/metrics?x=1").resource, Resource::kMetrics);
}

TEST(Routes, NameAFile) {
  const Route route = route_of("/files/folder/a%20b.bin");
  EXPECT_EQ(route.resource, Resource::kFile);
  EXPECT_EQ(route.name, "folder/a b.bin");
}

TEST(Routes, NameAFolderByASlashAtTheEnd) {
  EXPECT_EQ(route_of("/files/").resource, Resource::kFolder);
  EXPECT_EQ(route_of("/files/").name, "");
  EXPECT_EQ(route_of("/files/folder/").name, "folder");
}

TEST(Routes, TakeWholeUrls) { EXPECT_EQ(route_of("http://host:9000/files/a.bin").name, "a.bin"); }

TEST(Routes, KnowNothingElse) {
  EXPECT_EQ(route_of("/elsewhere").resource, Resource::kUnknown);
  EXPECT_EQ(route_of("/files").resource, Resource::kUnknown);
}

TEST(Routes, RefuseWhatCannotBeDecoded) {
  EXPECT_EQ(route_of("/files/%zz").resource, Resource::kMalformed);
  EXPECT_EQ(route_of("/files/a%00b").resource, Resource::kMalformed);
  EXPECT_EQ(route_of("files/a").resource, Resource::kMalformed);
}

TEST(Routes, LeaveDotsToTheStoreWhichRefusesThem) {
  EXPECT_EQ(route_of("/files/%2e%2e/secret").name, "../secret");
}

TEST(Routes, CountARequestAsItsOperation) {
  const Route file{.resource = Resource::kFile, .name = "a"};
  const Route folder{.resource = Resource::kFolder};
  EXPECT_EQ(operation_of(folder, Method::kGet), Operation::kList);
  EXPECT_EQ(operation_of(folder, Method::kPut), Operation::kOther);
  EXPECT_EQ(operation_of(file, Method::kGet), Operation::kGet);
  EXPECT_EQ(operation_of(file, Method::kHead), Operation::kGet);
  EXPECT_EQ(operation_of(file, Method::kPut), Operation::kUpload);
  EXPECT_EQ(operation_of(file, Method::kDelete), Operation::kDelete);
  EXPECT_EQ(operation_of(file, Method::kOther), Operation::kOther);
  EXPECT_EQ(operation_of({.resource = Resource::kHome}, Method::kGet), Operation::kOther);
}

}  // namespace
}  // namespace gauntlet::server_pool
