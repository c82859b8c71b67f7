// The catalogue: every operation there is. A new one needs its constant here, its place in
// operations.cpp, and a file with its part of the work in client_pool/operations and in
// server_pool/operations, where it is named in operations/all.cpp.
#pragma once

#include "contract/operation.h"

namespace gauntlet::contract {

inline constexpr std::array<std::string_view, 2> kByRate{"aggregate_Bps", "throughput_Bps"};
inline constexpr std::array<std::string_view, 2> kByTime{"p50_s", "avg_time_s"};

// The names of the files in a folder.
inline constexpr Operation kList{.name = "list",
                                 .method = "GET",
                                 .line_word = "LIST",
                                 .flow = Flow::kDown,
                                 .files = Files::kFolder,
                                 .moves_volume = false,
                                 .usual_volume = 10,
                                 .metric = kByTime};

// One file, as a whole.
inline constexpr Operation kGet{.name = "get",
                                .also = "download",  // as the original calls it
                                .method = "GET",
                                .line_word = "GET",
                                .flow = Flow::kDown,
                                .files = Files::kOne,
                                .moves_volume = true,
                                .usual_volume = 10,
                                .metric = kByRate};

// One file, as a whole.
inline constexpr Operation kUpload{.name = "upload",
                                   .method = "PUT",
                                   .line_word = "UPLOAD",
                                   .flow = Flow::kUp,
                                   .files = Files::kNone,
                                   .moves_volume = true,
                                   .usual_volume = 10,
                                   .metric = kByRate};

// One file, of those that client_pool made.
inline constexpr Operation kDelete{.name = "delete",
                                   .method = "DELETE",
                                   .line_word = "DELETE",
                                   .flow = Flow::kNone,
                                   .files = Files::kMade,
                                   .moves_volume = false,
                                   .usual_volume = 0.001,
                                   .metric = kByTime};

// The names of the files in a folder, and in all folders within it, that match --query.
inline constexpr Operation kSearch{.name = "search",
                                   .method = "GET",
                                   .line_word = "SEARCH",
                                   .flow = Flow::kDown,
                                   .files = Files::kFolder,
                                   .moves_volume = false,
                                   .takes_query = true,
                                   .usual_volume = 10,
                                   .metric = kByTime};

// One archive of the files that a search would name.
inline constexpr Operation kArchive{.name = "archive",
                                    .method = "GET",
                                    .line_word = "ARCHIVE",
                                    .flow = Flow::kDown,
                                    .files = Files::kFolder,
                                    .moves_volume = true,
                                    .takes_query = true,
                                    .usual_volume = 10,
                                    .metric = kByRate};

// The processes of the server's machine that use most CPU time; and a report of the client's.
inline constexpr Operation kTop{.name = "top",
                                .method = "GET",
                                .line_word = "TOP",
                                .flow = Flow::kDown,
                                .files = Files::kNone,
                                .moves_volume = false,
                                .usual_volume = 0.001,
                                .metric = kByTime};

}  // namespace gauntlet::contract
