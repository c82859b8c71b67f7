// Captures, as libpcap reads them: pcap and pcapng, packet by packet, in bounded memory. The one
// room that sees libpcap.
#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "orchestrator/packets/parse.h"

namespace gauntlet::orchestrator::packets {

// What is seen of each packet, in the order of the file. Its bytes are gone when it returns.
using PacketHandler = std::function<void(LinkType, const RawPacket&)>;

// Gives all packets to the handler. Returns why the rest of the file could not be read, when it
// ends in the middle of a packet or is damaged; empty for a whole file. Throws Error: kBadInput
// that names the file when it is no capture, or of links that are not read; kUnable when this build
// was configured without libpcap.
std::string read_capture(const std::filesystem::path& file, const PacketHandler& handler);

// The same of an open file, which is closed; name is for errors.
std::string read_capture(std::FILE* open, const std::string& name, const PacketHandler& handler);

}  // namespace gauntlet::orchestrator::packets
