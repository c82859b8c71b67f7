// What clients ask, and how they check the answer: one file an operation. An operation is shared by
// all clients of a worker; it never changes and knows nothing of sockets.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client_pool/answer.h"
#include "client_pool/http_answer.h"
#include "client_pool/line_answer.h"
#include "client_pool/plan.h"
#include "contract/operation.h"
#include "wire/line.h"

namespace gauntlet::client_pool::operations {

class Operation {
 public:
  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  // What all requests of a client are about, below --path; "": the folder itself. Not asked of
  // operations on made files, whose every request is about another one.
  virtual std::string subject(std::size_t client) const = 0;
  // The head of a request about it, ready to be sent. host is the Host field.
  virtual std::string http_request(const std::string& host, std::string_view subject) const = 0;
  virtual HttpRules http_rules() const = 0;
  // The request line, its end included.
  virtual std::string line_request(std::string_view subject) const = 0;
  virtual LineShape line_shape() const = 0;
  // What reads a body as it comes, where http_rules() says so.
  virtual std::unique_ptr<BodyReader> body_reader() const { return nullptr; }
  // Whether UploadStream follows the request.
  virtual bool sends_body() const { return false; }

  // What is asked for as a part of the same request when its answer was good, over HTTP; null:
  // nothing. Its subject is the client's number.
  virtual const Operation* follow_up() const { return nullptr; }
  // Does a part of what must be known before a request is made, short enough for other clients to
  // wait for. True: that was all.
  virtual bool prepare() const { return true; }

  // Verdicts on whole answers.
  virtual Verdict check(const HttpAnswer& answer) const = 0;
  virtual Verdict check(const LineAnswer& answer) const = 0;
};

// An operation of the catalogue, and what makes client_pool's part of it for a plan, which must
// outlive that.
struct Entry {
  const contract::Operation& about;
  std::unique_ptr<const Operation> (*make)(const Plan& plan);
};
// All of them.
std::span<const Entry> all();

// The one that the plan's options ask for.
std::unique_ptr<const Operation> make_operation(const Plan& plan);

// What the operations have in common.

using Fields = std::vector<std::pair<std::string_view, std::string>>;
// A whole head: request line, the fields that every request has, and these.
std::string http_head(std::string_view method, const std::string& target, const std::string& host,
                      const ClientOptions& options, const Fields& fields);
// What a request asks for, percent-encoded: the name in the folder --path, whose query follows it;
// or what the URL of the command line says.
std::string http_target(const ClientOptions& options, std::string_view name);
// A word of the line protocol, in quotes where it needs them.
std::string quote_word(std::string_view word);
// A request line of the line protocol: the operation's word, and a name in quotes where it needs
// them.
std::string line_with_name(const contract::Operation& operation, std::string_view name);
Verdict fail(ErrorKind kind, std::string what);
// "status 404". One of 429 or 503 that says when to come back is a rejection.
Verdict fail_status(const HttpAnswer& answer);
// Of an answer of the line protocol that is not ok: an error, or nothing that can be read.
Verdict fail_line(const wire::LineAnswer& answer);
// A GET's or LIST's body against the digest that came with it, when the options ask for that. The
// verdict of a good one is how far it was checked.
Verdict check_digest(const HttpAnswer& answer, const ClientOptions& options);

}  // namespace gauntlet::client_pool::operations
