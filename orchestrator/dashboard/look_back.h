// What the page's addresses answer about runs that are over.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "net/asio.h"
#include "orchestrator/dashboard/past_runs.h"
#include "orchestrator/dashboard/routes.h"

namespace gauntlet::orchestrator::dashboard {

class LookBack {
 public:
  // results: the folder of their tables.
  LookBack(asio::io_context& io, std::filesystem::path results);

  // It outlives the routes.
  void add_to(Routes& routes);

 private:
  Response runs();
  net::Awaitable<Response> report(const Call& call);
  net::Awaitable<Response> compare(const Call& call);
  net::Awaitable<Response> report_of(std::vector<std::string> runs);
  Response table_file(const Call& call) const;
  Response pictures(const Call& call) const;
  Response picture(const Call& call) const;
  Response row(const Call& call) const;

  asio::io_context& io_;
  PastRuns past_;
};

}  // namespace gauntlet::orchestrator::dashboard
