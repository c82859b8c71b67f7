// The texts of a server that is not ours, filled in for one run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/run/endpoint.h"
#include "orchestrator/run/probe.h"
#include "orchestrator/run/secrets.h"

namespace gauntlet::orchestrator::run {

struct TextsOptions {
  const matrix::Scenario& scenario;
  std::string folder{};                // for {folder}
  std::string root{};                  // for {root}
  std::vector<std::uint16_t> ports{};  // for {port} and {ports}
};

class ServerTexts {
 public:
  // Throws Error (kUnable) for a variable of the environment that is not set.
  ServerTexts(const matrix::Server& server, TextsOptions options);

  std::vector<std::string> argv() const;
  std::map<std::string, std::string> files() const;  // by name
  Readiness readiness() const;

  // Where the clients find the files. With {ports} in its texts they use all of these. Throws Error
  // (kUnable) for an address that is none once it is filled in.
  Endpoint endpoint() const;

  const Secrets& secrets() const { return secrets_; }

 private:
  std::string filled(const std::string& text) const;
  std::string value_of(const std::string& placeholder) const;
  Url url_of(const std::string& text) const;

  const matrix::Server& server_;
  TextsOptions options_;
  Secrets secrets_{};
};

// Ports of loopback that are free now. Throws Error (kUnable) when there are none.
std::vector<std::uint16_t> free_ports(std::size_t count);

}  // namespace gauntlet::orchestrator::run
