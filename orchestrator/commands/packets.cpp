#include "orchestrator/commands/packets.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <vector>

#include "base/json_text.h"
#include "base/output.h"
#include "base/output_file.h"
#include "base/pager.h"
#include "base/program.h"
#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/packets/packet_table.h"
#include "orchestrator/packets/reader.h"
#include "orchestrator/packets/summary.h"

namespace gauntlet::orchestrator::commands {
namespace {

// The packet table as a file, written while the capture is read. What was there is kept until then,
// so that a file that is no capture costs nothing.
class PacketFile {
 public:
  explicit PacketFile(const std::string& name) : name_(name) {
    text_.append(packets::kPacketColumns);
    text_.push_back('\n');
  }

  void add(const packets::Segment& segment, packets::Kind kind, std::int64_t first_ns) {
    constexpr std::size_t kAtOnce = 1 << 16;
    packets::append_csv(segment, kind, first_ns, text_);
    if (text_.size() >= kAtOnce) write();
  }

  // Throws Error (kUnable) when not all of it is there.
  void finish() {
    write();
    if (!out_.flush()) throw_errno(fmt::format("cannot write '{}'", name_));
  }

 private:
  void write() {
    if (!out_.is_open()) out_.open(name_, std::ios::binary);
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

  std::string name_;
  std::ofstream out_{};
  fmt::memory_buffer text_{};
};

// The packet table for the terminal: its first lines, and how many there would be.
struct ShownPackets {
  std::uint64_t most = 0;
  std::uint64_t count = 0;
  std::vector<TextRow> rows{packets::packet_heading()};

  void add(const packets::Segment& segment, packets::Kind kind, std::int64_t first_ns) {
    if (count++ < most) rows.push_back(packets::packet_row(segment, kind, first_ns));
  }
};

std::uint64_t most_lines(const PacketsOptions& options) {
  return options.most > 0 ? options.most : std::numeric_limits<std::uint64_t>::max();
}

std::string text_of(const ShownPackets& shown) {
  std::string text = aligned(shown.rows, packets::kPacketSides, 2);
  const std::uint64_t left = shown.count - (shown.rows.size() - 1);
  if (left > 0)
    text += fmt::format("and {} more: -n 0 shows all, --csv FILE writes them\n",
                        counted(left, "packet"));
  return text;
}

void check(const PacketsOptions& options) {
  if (options.show && options.json) throw Error("--show and --json: say one of them");
  if (!options.only.empty() && !options.show && options.csv.empty())
    throw Error("--only chooses packets for --show and --csv; say one of them, too");
  if (!options.only.empty() && !packets::is_name_of_kind(options.only))
    throw Error(fmt::format("--only: there is no kind '{}'; orchestrator packets --help lists them",
                            options.only));
  if (options.csv.empty()) return;
  check_can_write("--csv", options.csv);
  std::error_code error;
  if (std::filesystem::equivalent(options.csv, options.file, error))
    throw Error("--csv: that is the capture itself; name another file");
}

void print_result(const PacketsOptions& options, const packets::Analysis& analysis,
                  const ShownPackets& shown) {
  if (options.json)
    print("{}\n", json_text(packets::summary_json(analysis)));
  else if (options.show)
    page(text_of(shown));
  else
    print("{}", packets::summary_text(analysis, most_lines(options)));
}

}  // namespace

CLI::App* add_command(CLI::App& app, PacketsOptions& options) {
  CLI::App* command = app.add_subcommand("packets", "Show what TCP did, from a capture of packets");
  command->add_option("file", options.file, "Capture of any program (pcap or pcapng)")
      ->required()
      ->type_name("FILE.pcap");
  command->add_option("--csv", options.csv, "Write the packet table: a line for each segment")
      ->type_name("FILE");
  command->add_flag(
      "--show", options.show,
      "Show the packet table instead of the summary; on a terminal by $PAGER, or less");
  command
      ->add_option(
          "--only", options.only,
          "Only packets of this kind in the table: retransmission (of any kind), "
          "fast_retransmission, spurious_retransmission, out_of_order, duplicate_ack, "
          "zero_window, zero_window_probe, keep_alive, window_update, after_gap, syn, fin, "
          "reset, data, ack")
      ->type_name("KIND");
  command->add_flag("--json", options.json,
                    "A line of JSON: totals, and the same of each connection");
  add_count(*command, "-n,--lines", options.most,
            "How many packets or connections are shown; 0 for all");
  command->footer(
      "Reads what tcpdump, Wireshark and the like have captured, of IPv4 and IPv6 on Ethernet "
      "(with\n"
      "VLANs), Linux's 'any' and loopback; headers are enough. What is counted is explained in\n"
      "docs/packets.md.\n\n"
      "Examples:\n"
      "  orchestrator packets run.pcap\n"
      "  orchestrator packets run.pcap --show --only retransmission\n"
      "  orchestrator packets run.pcap --csv packets.csv\n"
      "  orchestrator packets run.pcap --json | jq .retransmissions");
  return command;
}

ExitCode execute(const PacketsOptions& options) {
  check(options);
  packets::Analysis analysis;
  std::optional<PacketFile> csv;
  if (!options.csv.empty()) csv.emplace(options.csv);
  ShownPackets shown{.most = most_lines(options)};
  packets::Segment segment;
  const std::string trouble = packets::read_capture(
      options.file, [&](packets::LinkType link, const packets::RawPacket& packet) {
        const auto kind = analysis.add(link, packet, segment);
        if (!kind || (!options.only.empty() && !packets::is_a(*kind, options.only))) return;
        if (csv) csv->add(segment, *kind, analysis.first_ns());
        if (options.show) shown.add(segment, *kind, analysis.first_ns());
      });
  print_result(options, analysis, shown);
  if (!trouble.empty())
    say("warning: {}: the end could not be read ({}); this is what came before\n", options.file,
        trouble);
  if (const std::string sentence = packets::offload_sentence(analysis.totals()); !sentence.empty())
    say("note: {}\n", sentence);
  if (csv) csv->finish();
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
