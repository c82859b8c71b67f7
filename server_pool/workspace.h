// What the sessions of one worker share. One thread uses it, so there is no lock.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/page_buffer.h"
#include "net/deadlines.h"
#include "server_pool/access_log/access_log.h"
#include "server_pool/archives/packer.h"
#include "server_pool/counters.h"
#include "server_pool/faults.h"
#include "server_pool/options.h"
#include "server_pool/session_cookies.h"
#include "server_pool/slots.h"
#include "server_pool/store/content_cache.h"
#include "server_pool/store/digests.h"
#include "server_pool/store/file_cache.h"
#include "server_pool/store/listing_cache.h"
#include "server_pool/store/searches.h"
#include "server_pool/store/store.h"
#include "server_pool/tcp_watch.h"
#include "server_pool/top_tables.h"

namespace gauntlet::server_pool {

namespace redirects {
class Front;
}

// Bytes are read into, and sent from, this one buffer. It is borrowed between two suspensions of a
// coroutine, never across one: whoever is resumed next uses it too.
inline constexpr std::size_t kBufferBytes = contract::kRequestBytes;

// A body has to move so far within every --timeout.
inline constexpr std::uint64_t kProgressBytes = 64 * kKiB;

// How long a client whose request was refused gets to notice, and how much it may still send.
inline constexpr Duration kLinger = std::chrono::seconds(2);
inline constexpr std::uint64_t kLingerBytes = 256 * kMiB;

struct Workspace {
  Workspace(const ServerOptions& server_options, const store::Store& file_store, Counters& all,
            std::size_t its_place)
      : options(server_options),
        counters(all),
        worker(its_place),
        mine(all[its_place]),
        store(file_store.for_worker(
            store::StoreTime(mine.store_ns, server_options.faults.store_delay))),
        files(store,
              store::file_cache_capacity(server_options.mode == Mode::kThread ? all.size() : 1)),
        contents(store, files, server_options.cache_size, std::as_const(all).cache_on(), mine),
        listings(store),
        searches(store, server_options.timeout),
        packer(mine.packer_cpu_ns),
        digests(store, buffer),
        top(its_place),
        idle(server_options.idle_timeout),
        head(server_options.timeout),
        progress(server_options.timeout),
        linger(kLinger),
        slots(server_options.slots, mine),
        faults(server_options.faults, all.started()),
        sessions(all.sessions(), mine),
        access_log(server_options.access_log, server_options.access_log_format, mine) {}

  // Closes the files that nobody is being sent. What was removed takes space as long as it is open,
  // and what changes unheard (listing_cache.h) is noticed so. Contents, which keep nothing open,
  // stay as long as they are wanted.
  void forget_files() {
    files.forget();
    contents.forget_if_off();
    listings.forget();
  }

  const ServerOptions& options;
  Counters& counters;        // of all workers
  const std::size_t worker;  // this one
  WorkerCounters& mine;      // of this one
  const store::Store store;  // whose calls count in mine
  store::FileCache files;
  store::ContentCache contents;
  store::ListingCache listings;
  store::Searches searches;
  archives::Packer packer;
  PageBuffer buffer{kBufferBytes};
  store::Digests digests;
  TopTables top;

  net::Deadlines idle;      // nothing asked yet
  net::Deadlines head;      // a part of a head has come
  net::Deadlines progress;  // a body is under way
  net::Deadlines linger;    // refused, and about to be closed
  Slots slots;
  Faults faults;
  SessionCookies sessions;
  access_log::AccessLog access_log;
  std::optional<TcpWatch> tcp_watch;  // nothing: nobody asks for samples of TCP
  redirects::Front* front = nullptr;  // says who serves first requests; null: this worker
  bool stopping = false;              // answers are the last of their connection

  std::string text;  // an answer being rendered; used again so that its memory is
  std::string path;  // a request's, decoded; the same
};

}  // namespace gauntlet::server_pool
