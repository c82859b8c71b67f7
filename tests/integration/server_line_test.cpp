// server_pool over the line protocol, on the same port.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/base64.h"
#include "tests/files_in.h"
#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using testing::HasSubstr;

constexpr const char* kReady = "READY TO RECEIVE FILE\r\n\r\n";

std::string base64(const std::string& content) {
  std::string text;
  append_base64(text, content);
  return text;
}

class ServerLine : public testing::TestWithParam<const char*> {
 protected:
  ServerLine() {
    root.write("a.txt", "hello");
    server = std::make_unique<Server>(
        std::vector<std::string>{"--mode", GetParam(), "--pool", "1", "--root", root.path(),
                                 "--max-upload", "16MiB", "--timeout", "2s"});
    client = std::make_unique<Client>(server->port());
  }

  std::string say(const std::string& line) {
    client->send(line + "\r\n");
    return client->read_until("\r\n\r\n");
  }

  nlohmann::json upload(const std::string& lines) {
    EXPECT_EQ(say("UPLOAD"), kReady);
    client->send(lines);
    return nlohmann::json::parse(client->read_until("\r\n\r\n"));
  }

  TemporaryFolder root;
  std::unique_ptr<Server> server;
  std::unique_ptr<Client> client;
};

INSTANTIATE_TEST_SUITE_P(Modes, ServerLine, testing::Values("thread", "process"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(ServerLine, Lists) {
  EXPECT_EQ(say("LIST"), "{\"status\":\"OK\",\"data\":[\"a.txt\"]}\r\n\r\n");
}

TEST_P(ServerLine, SendsAFile) {
  EXPECT_EQ(say("GET a.txt"),
            "{\"status\":\"OK\",\"data_namafile\":\"a.txt\",\"data_file\":\"aGVsbG8=\"}\r\n\r\n");
}

TEST_P(ServerLine, MatchesNamesInLowerCaseToo) {
  EXPECT_THAT(say("GET A.TXT"), HasSubstr("\"data_file\":\"aGVsbG8=\""));
}

TEST_P(ServerLine, SendsALargeFileToASlowReader) {
  std::string content(5'000'001, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * i / 13);
  root.write("big.bin", content);
  EXPECT_THAT(say("GET big.bin"), HasSubstr("\"data_file\":\"" + base64(content) + "\"}"));
}

TEST_P(ServerLine, SendsAnEmptyFile) {
  root.write("empty", "");
  EXPECT_THAT(say("GET empty"), HasSubstr("\"data_file\":\"\"}"));
}

TEST_P(ServerLine, Removes) {
  EXPECT_EQ(say("DELETE a.txt"),
            "{\"status\":\"OK\",\"message\":\"File deleted successfully\"}\r\n\r\n");
  EXPECT_EQ(root.entries(), 0u);
}

TEST_P(ServerLine, TakesAnUpload) {
  const auto answer = upload(base64("hello") + "\r\nENDUPLOAD\r\n");
  EXPECT_EQ(answer["status"], "OK");
  EXPECT_EQ(answer["data"]["file_path"], "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(root.read("5d41402abc4b2a76b9719d911017c592"), "hello");
}

TEST_P(ServerLine, TakesAnUploadOfManyLongLines) {
  std::string content(3 << 20, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * i / 11);
  const std::string text = base64(content);
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += 1 << 20)
    lines += text.substr(at, 1 << 20) + "\n";
  const auto answer = upload(lines + "ENDUPLOAD\n");
  EXPECT_EQ(root.read(answer["data"]["file_path"]), content);
}

TEST_P(ServerLine, GoesOnAfterAnUpload) {
  upload("ENDUPLOAD\r\n");
  EXPECT_THAT(say("LIST"), HasSubstr("d41d8cd98f00b204e9800998ecf8427e"));
}

TEST_P(ServerLine, AnswersSeveralRequestsOfOneSegment) {
  client->send("LIST\nGET a.txt\nWHAT\nLIST\n");
  EXPECT_THAT(client->read_until("\r\n\r\n"), HasSubstr("[\"a.txt\"]"));
  EXPECT_THAT(client->read_until("\r\n\r\n"), HasSubstr("aGVsbG8="));
  EXPECT_THAT(client->read_until("\r\n\r\n"), HasSubstr("request tidak dikenali"));
  EXPECT_THAT(client->read_until("\r\n\r\n"), HasSubstr("[\"a.txt\"]"));
}

TEST_P(ServerLine, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(say("MAKE COFFEE"),
            "{\"status\":\"ERROR\",\"data\":\"request tidak dikenali\"}\r\n\r\n");
}

TEST_P(ServerLine, RefusesWhatIsNotThere) {
  EXPECT_THAT(say("GET nothing"), HasSubstr("\"ERROR\""));
  EXPECT_THAT(say("DELETE nothing"), HasSubstr("\"ERROR\""));
}

TEST_P(ServerLine, RefusesARequestWithoutItsName) {
  EXPECT_THAT(say("GET"), HasSubstr("\"ERROR\""));
  EXPECT_THAT(say("GET \"a.txt"), HasSubstr("\"ERROR\""));
}

TEST_P(ServerLine, RefusesNamesThatLeaveTheRoot) {
  const TemporaryFolder outside;
  outside.write("secret", "secret");
  EXPECT_THAT(say("GET ../" + outside.path().filename().string() + "/secret"),
              HasSubstr("\"ERROR\""));
  EXPECT_THAT(say("GET " + (outside / "secret").string()), HasSubstr("\"ERROR\""));
  EXPECT_THAT(say("DELETE " + (outside / "secret").string()), HasSubstr("\"ERROR\""));
  EXPECT_TRUE(outside.has("secret"));
}

TEST_P(ServerLine, RefusesAnUploadThatIsNotBase64) {
  const auto answer = upload("this is not base64!\r\nENDUPLOAD\r\n");
  EXPECT_EQ(answer["status"], "ERROR");
  EXPECT_EQ(files_in(root.path()), 1u);
}

TEST_P(ServerLine, RefusesAnUploadThatIsTooLarge) {
  std::string lines;
  for (int i = 0; i < 23; ++i) lines += std::string(1 << 20, 'A') + "\n";
  const auto answer = upload(lines);
  EXPECT_EQ(answer["data"], "the file is too large");
  EXPECT_EQ(files_in(root.path()), 1u);
}

TEST_P(ServerLine, RefusesALineThatIsTooLong) {
  client->send("LIST\n");
  client->read_until("\r\n\r\n");
  client->send(std::string(20'000, 'x'));
  EXPECT_THAT(client->read_until("\r\n\r\n"), HasSubstr("too long"));
}

TEST_P(ServerLine, LeavesNothingOfAnUploadThatBreaksOff) {
  say("UPLOAD");
  client->send(base64("half"));
  client.reset();
  server->stop();
  EXPECT_EQ(root.entries(), 1u);
}

TEST_P(ServerLine, TellsAClientThatItsUploadStalls) {
  say("UPLOAD");
  client->send("aGVs");
  EXPECT_EQ(client->read_until("\r\n\r\n"),
            "{\"status\":\"ERROR\",\"data\":\"the request did not arrive in time\"}\r\n\r\n");
  EXPECT_EQ(files_in(root.path()), 1u);
}

TEST_P(ServerLine, TellsAClientThatItsRequestStalls) {
  say("LIST");
  client->send("GET a.");
  EXPECT_THAT(client->read_until("\r\n\r\n"), HasSubstr("did not arrive in time"));
  client->finish_sending();
  EXPECT_EQ(client->read_all(), "");
}

TEST_P(ServerLine, RefusesNulWhereverItStands) {
  using namespace std::string_literals;
  say("LIST");
  for (const std::string& line : {"\0LI\0ST"s, "LIST\0"s, "GET a\0.txt"s, "DELETE \0a.txt"s})
    EXPECT_THAT(say(line), HasSubstr("\"ERROR\""));
  EXPECT_TRUE(root.has("a.txt"));
}

// Its next lines are no requests, whatever they look like here.
TEST_P(ServerLine, ClosesAConnectionThatBeginsWithWhatIsNoRequest) {
  client->send("POST /\r\nHost: h\r\n\r\nDELETE a.txt\r\n");
  client->finish_sending();
  EXPECT_EQ(client->read_all(),
            "{\"status\":\"ERROR\",\"data\":\"request tidak dikenali\"}\r\n\r\n");
  EXPECT_TRUE(root.has("a.txt"));
}

}  // namespace
}  // namespace gauntlet::integration
