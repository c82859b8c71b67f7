// The tables of processes that one worker makes: from looks at all processes that its requests
// share, into files of the worker's own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/own_folder.h"
#include "base/units.h"
#include "metrics/processes.h"
#include "metrics/top.h"
#include "server_pool/clock.h"
#include "server_pool/shared_work.h"
#include "server_pool/store/served_file.h"

namespace gauntlet::server_pool {

// What a request asks for.
struct TopQuery {
  std::size_t most = metrics::kUsualTop;
  Duration interval{};  // 0: what was used since each process began
  bool json = false;    // else text

  friend bool operator==(const TopQuery&, const TopQuery&) = default;
};

// Reads what stands behind the '?': "n=10&interval=1s". Or a sentence that names what is wrong.
tl::expected<TopQuery, std::string> parse_top_query(std::string_view query);
// Reads how many processes are asked for.
tl::expected<std::size_t, std::string> parse_top_count(std::string_view text);

// One look at all processes.
class ProcessLook final : public SharedWork {
 public:
  ProcessLook(std::shared_ptr<ProcessLook> before, const std::string& proc)
      : SharedWork(std::move(before)), scan_(proc) {}

  // When it is done.
  const std::vector<metrics::ProcessUse>& processes() const { return scan_.processes(); }
  SteadyTime taken() const { return taken_; }

 private:
  bool do_part() override;

  metrics::ProcessScan scan_;
  SteadyTime taken_{};
};

// A table in its file, which is sent as long as anybody needs it.
struct TopFile {
  std::string name{};  // "top-0-20260131_235959.123456.txt"
  store::SharedFile file{};
};

class TopTables {
 public:
  // proc: "/proc", or a folder recorded from it.
  explicit TopTables(std::size_t worker, std::string proc = "/proc")
      : worker_(worker), proc_(std::move(proc)) {}

  // A look that has not begun: joined by all who ask before it begins.
  std::shared_ptr<ProcessLook> look();

  // The table of a look, or of what was used between two, whichever earlier is not null. Made once
  // for all who ask for the same. Throws Error when it cannot be written.
  TopFile table(const std::shared_ptr<ProcessLook>& earlier,
                const std::shared_ptr<ProcessLook>& later, const TopQuery& query);
  // Where the files are. After the first table.
  const std::filesystem::path& folder() const { return folder_->path(); }

 private:
  struct Made {
    TopFile file{};
    std::weak_ptr<ProcessLook> earlier{};
    std::weak_ptr<ProcessLook> later{};
    TopQuery query{};
  };
  static constexpr std::size_t kMostFiles = 4;

  TopFile write(const std::string& text, bool json);

  std::size_t worker_;
  std::string proc_;
  std::weak_ptr<ProcessLook> look_{};  // the last that was asked for
  std::optional<OwnFolder> folder_{};  // from the first table on
  std::deque<Made> made_{};            // the newest, whose files are there
};

}  // namespace gauntlet::server_pool
