// What --query and --path say of a search or an archive, in the form that each request wants.
#pragma once

#include <string>

#include "client_pool/options.h"
#include "contract/filters.h"
#include "contract/operation.h"

namespace gauntlet::client_pool {

struct Query {
  contract::Filters filters{};
  std::string format{};  // of an archive; empty: as the server likes
};

// Of options that have been checked.
Query read_query(const ClientOptions& options);

// "name=*.pdf", as a URL has it; never empty, since without a filter it would be no search.
std::string query_of_search(const ClientOptions& options);
// "folder=notes&name=*.pdf&format=zip"
std::string query_of_archive(const ClientOptions& options);

// The request line of the line protocol: "SEARCH folder=notes name=*.pdf".
std::string line_with_query(const contract::Operation& operation, const ClientOptions& options);

}  // namespace gauntlet::client_pool
