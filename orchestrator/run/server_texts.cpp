#include "orchestrator/run/server_texts.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdlib>
#include <utility>

#include "base/error.h"
#include "base/unique_fd.h"
#include "orchestrator/matrix/placeholders.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::run {
namespace {

std::string variable(const std::string& server, const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value != nullptr) return value;
  throw Error(fmt::format("server '{}' needs ${{{}}}, which the environment does not set; set it",
                          server, name),
              ExitCode::kUnable);
}

}  // namespace

ServerTexts::ServerTexts(const matrix::Server& server, TextsOptions options)
    : server_(server), options_(std::move(options)) {
  for (const std::string& name : variables_of(server)) secrets_[name] = variable(server.name, name);
}

std::vector<std::string> ServerTexts::argv() const {
  std::vector<std::string> argv;
  for (const std::string& word : matrix::split_words(server_.start)) argv.push_back(filled(word));
  return argv;
}

std::map<std::string, std::string> ServerTexts::files() const {
  std::map<std::string, std::string> files;
  for (const auto& [name, text] : server_.files) files[name] = filled(text);
  return files;
}

Readiness ServerTexts::readiness() const {
  if (std::string pattern = ready_line(server_); !pattern.empty())
    return {.by = ReadyBy::kLine, .pattern = filled(pattern)};
  if (server_.ready == "port") return {.by = ReadyBy::kPort, .url = url_of(server_.url)};
  return {.by = ReadyBy::kAnswer, .url = url_of(server_.ready)};
}

Endpoint ServerTexts::endpoint() const {
  Url url = url_of(server_.url);
  const bool all_ports = placeholders_of(server_).contains(matrix::kPorts);
  std::vector<std::uint16_t> ports{url.port};
  if (all_ports) ports = options_.ports;
  return {.targets = {{.host = std::move(url.host), .ports = std::move(ports)}},
          .path = std::move(url.target)};
}

Url ServerTexts::url_of(const std::string& text) const {
  if (auto url = matrix::server_url(filled(text))) return *url;
  throw Error(fmt::format("server '{}': '{}' is no address when it is filled in; write it as "
                          "http://127.0.0.1:{{port}}/files/",
                          server_.name, text),
              ExitCode::kUnable);
}

std::string ServerTexts::filled(const std::string& text) const {
  return matrix::fill_in(text, [this](const matrix::Piece& piece) {
    const bool is_variable = piece.kind == matrix::Piece::Kind::kVariable;
    return is_variable ? secrets_.at(piece.text) : value_of(piece.text);
  });
}

std::string ServerTexts::value_of(const std::string& placeholder) const {
  if (placeholder == matrix::kFolder) return options_.folder;
  if (placeholder == matrix::kRoot) return options_.root;
  if (placeholder == matrix::kPorts) return fmt::format("{}", fmt::join(options_.ports, ","));
  if (placeholder == matrix::kPort) return std::to_string(options_.ports.at(0));
  if (placeholder == "host") return host_of_servers(options_.scenario);
  return options_.scenario.text(placeholder);
}

// All are held until the last one is known, so that none comes twice.
std::vector<std::uint16_t> free_ports(std::size_t count) {
  std::vector<UniqueFd> sockets;
  std::vector<std::uint16_t> ports;
  while (ports.size() < count) {
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (!socket || ::bind(socket.get(), any, size) != 0 ||
        ::getsockname(socket.get(), any, &size) != 0)
      throw_errno("cannot find a free port");
    ports.push_back(ntohs(address.sin_port));
    sockets.push_back(std::move(socket));
  }
  return ports;
}

}  // namespace gauntlet::orchestrator::run
