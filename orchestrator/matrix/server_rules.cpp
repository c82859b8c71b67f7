#include "orchestrator/matrix/server_rules.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "contract/choices.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::matrix {
namespace {

// Whether another server cannot know what a setting says, unless its texts tell it. The size of the
// pool and the mode must be given for every scenario: the clients have a mode, too.
bool is_of_server_pool(const Setting& setting) {
  return setting.name == "protocol" || setting.name == "balance" || setting.name == "packet_size" ||
         (!setting.server_flag.empty() && !setting.required());
}

class ServerRules {
 public:
  ServerRules(const Servers& servers, Problems& problems)
      : servers_(servers), problems_(problems) {}

  void check(const Scenario& scenario) {
    const std::string& name = scenario.text("server");
    if (name == kServerPool) return;
    if (!scenario.server) return refuse_name(scenario.value("server"));
    if (checked_.insert(name).second) check_variables(*scenario.server);
    const std::set<std::string> told = placeholders_of(*scenario.server);
    for (std::size_t i = 0; i < settings().size(); ++i) {
      const Setting& setting = settings()[i];
      const Value& value = scenario.values[i];
      if (contract::is_haproxy(value.text)) continue;  // that is refused as impossible
      if (is_of_server_pool(setting) && value.text != setting.initial &&
          !told.contains(std::string(setting.name)))
        refuse_setting(setting, value, name);
    }
    if (!told.contains("server_pool")) check_size(scenario);
  }

 private:
  bool is_new(std::string_view what, int line) { return told_.emplace(what, line).second; }

  void refuse_name(const Value& value) {
    if (!is_new(value.text, value.line)) return;
    std::vector<std::string_view> names{kServerPool};
    for (const auto& [name, server] : servers_) names.push_back(name);
    problems_.add(value.line, "server",
                  fmt::format("{} is no server: describe it under servers, or write {}{}",
                              in_quotes(value.text), kServerPool, did_you_mean(value.text, names)));
  }

  void refuse_setting(const Setting& setting, const Value& value, const std::string& server) {
    if (!is_new(server + "." + std::string(setting.name), value.line)) return;
    problems_.add(value.line, std::string(setting.name),
                  fmt::format("{} is for server_pool only, and server '{}' does not use {{{}}}; "
                              "leave it out, exclude it for that server, or write the placeholder "
                              "into its start or files",
                              in_quotes(value.text), server, setting.name));
  }

  // Several sizes of the pool would measure the same thing under several names.
  void check_size(const Scenario& scenario) {
    const std::string& name = scenario.text("server");
    const Value& size = scenario.value("server_pool");
    const auto [first, is_first] = sizes_.emplace(name, size.text);
    if (first->second == size.text || !is_new(name + " has sizes", 0)) return;
    problems_.add(
        size.line, "server_pool",
        fmt::format("has several values, but server '{}' does not use {{server_pool}}, so "
                    "all would be the same; exclude all but one for it, or write the "
                    "placeholder into its start or files",
                    name));
  }

  void check_variables(const Server& server) {
    for (const std::string& name : variables_of(server))
      if (std::getenv(name.c_str()) == nullptr)
        problems_.add(server.line, "servers." + server.name,
                      fmt::format("needs ${{{}}}, which the environment does not set; set it, or "
                                  "write $${{{}}} for the text itself",
                                  name, name));
  }

  const Servers& servers_;
  Problems& problems_;
  std::set<std::string> checked_{};
  std::set<std::pair<std::string, int>, std::less<>> told_{};
  std::map<std::string, std::string> sizes_{};  // of the pool, by server
};

}  // namespace

std::shared_ptr<const Server> find_server(const Servers& servers, const Scenario& scenario) {
  const auto found = servers.find(scenario.text("server"));
  return found == servers.end() ? nullptr : found->second;
}

void refuse_wrong_servers(const std::vector<Scenario>& scenarios, const Servers& servers,
                          Problems& problems) {
  ServerRules rules(servers, problems);
  for (const Scenario& scenario : scenarios) rules.check(scenario);
}

}  // namespace gauntlet::orchestrator::matrix
