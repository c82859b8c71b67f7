#include "server_pool/routes.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool {
namespace {

using wire::Method;

// The name lies in a string that outlives the tests.
Route route_of(std::string_view target, bool with_site = false) {
  static std::string path;
  return find_route(target, path, with_site);
}

TEST(Routes, KnowTheServersOwnPages) {
  EXPECT_EQ(route_of("/").resource, Resource::kHome);
  const Route service = route_of("/-/metrics?x=1&y");
  EXPECT_EQ(service.resource, Resource::kService);
  EXPECT_EQ(service.name, "metrics");
  EXPECT_EQ(service.query, "x=1&y");
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
  EXPECT_EQ(route_of("/filesystem").resource, Resource::kUnknown);
}

TEST(Routes, KnowTheFilesThatLackTheirSlash) {
  EXPECT_EQ(route_of("/files?x").resource, Resource::kBareFiles);
  EXPECT_EQ(route_of("/files?x").query, "x");
  EXPECT_EQ(route_of("/files", true).resource, Resource::kBareFiles);
}

TEST(Routes, OfASiteArePagesBesideFilesAndServices) {
  for (const auto& [target, name] :
       std::vector<std::pair<const char*, const char*>>{{"/", ""},
                                                        {"/a%20b.html", "a b.html"},
                                                        {"/folder/", "folder/"},
                                                        {"/-", "-"},
                                                        {"/filesystem", "filesystem"}}) {
    EXPECT_EQ(route_of(target, true).resource, Resource::kPage) << target;
    EXPECT_EQ(route_of(target, true).name, name);
  }
  EXPECT_EQ(route_of("/files/a", true).resource, Resource::kFile);
  EXPECT_EQ(route_of("/files/", true).resource, Resource::kFolder);
  EXPECT_EQ(route_of("/-/metrics", true).resource, Resource::kService);
}

TEST(Routes, RefuseWhatCannotBeDecoded) {
  EXPECT_EQ(route_of("/files/%zz").resource, Resource::kMalformed);
  EXPECT_EQ(route_of("/files/a%00b").resource, Resource::kMalformed);
  EXPECT_EQ(route_of("files/a").resource, Resource::kMalformed);
}

TEST(Routes, LeaveDotsToTheStoreWhichRefusesThem) {
  EXPECT_EQ(route_of("/files/%2e%2e/secret").name, "../secret");
}

// "" where it is none's.
std::string_view operation_for(Resource resource, Method method) {
  const operations::Operation* const found =
      operations::find_operation({.resource = resource}, method);
  return found ? found->about.name : "";
}

TEST(Routes, CountARequestAsItsOperation) {
  EXPECT_EQ(operation_for(Resource::kFolder, Method::kGet), "list");
  EXPECT_EQ(operation_for(Resource::kFolder, Method::kPut), "");
  EXPECT_EQ(operation_for(Resource::kFile, Method::kGet), "get");
  EXPECT_EQ(operation_for(Resource::kFile, Method::kHead), "get");
  EXPECT_EQ(operation_for(Resource::kFile, Method::kPut), "upload");
  EXPECT_EQ(operation_for(Resource::kFile, Method::kDelete), "delete");
  EXPECT_EQ(operation_for(Resource::kFile, Method::kOther), "");
  EXPECT_EQ(operation_for(Resource::kHome, Method::kGet), "");
  EXPECT_EQ(operation_for(Resource::kPage, Method::kGet), "get");
  EXPECT_EQ(operation_for(Resource::kPage, Method::kPut), "");
  EXPECT_EQ(operation_for(Resource::kPage, Method::kDelete), "");
}

TEST(Routes, SayWhichMethodsAResourceTakes) {
  EXPECT_EQ(operations::allowed_methods({.resource = Resource::kFile}), "GET, HEAD, PUT, DELETE");
  EXPECT_EQ(operations::allowed_methods({.resource = Resource::kFolder}), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods({.resource = Resource::kHome}), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods({.resource = Resource::kPage}), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods({.resource = Resource::kBareFiles}), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods(route_of("/-/metrics")), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods(route_of("/-/cache")), "GET, HEAD, PUT");
  EXPECT_EQ(operations::allowed_methods(route_of("/-/top")), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods(route_of("/-/top/client")), "POST");
  EXPECT_EQ(operations::allowed_methods(route_of("/-/top/clients")), "GET, HEAD");
  EXPECT_EQ(operations::allowed_methods(route_of("/-/nothing")), "");
}

}  // namespace
}  // namespace gauntlet::server_pool
