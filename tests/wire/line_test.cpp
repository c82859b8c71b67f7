#include "wire/line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/base64.h"
#include "tests/listing_text.h"

namespace gauntlet::wire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(LooksLikeHttp, TakesWhatHttpTakes) {
  for (const char* line : {"GET / HTTP/1.1", "GET /a b HTTP/1.0", "PRI * HTTP/2.0", "x HTTP/9"})
    EXPECT_TRUE(looks_like_http(line)) << line;
}

TEST(LooksLikeHttp, TakesWhatACarelessReaderWouldTakeForHttp) {
  for (const char* line :
       {"POST / HTTP/1.1 ", "POST / HTTP/1.1\t", "POST / HTTP/1.1  x", "POST / http/1.1",
        "POST / hTTp/1.1", "POST /\tHTTP/1.1", "POST /\vHTTP/1.1", "POST / HTTP/", "POST / HTTP/x",
        "POST / HTTP/1.1\r", "HTTP/1.1", "HTTP/1.1 200 OK", " POST / HTTP/1.1"})
    EXPECT_TRUE(looks_like_http(line)) << testing::PrintToString(line);
  EXPECT_TRUE(looks_like_http(std::string("POST /\0HTTP/1.1", 15)));
}

TEST(LooksLikeHttp, TakesANameThatHoldsAVersion) {
  EXPECT_TRUE(looks_like_http("GET \"a HTTP/1.1\""));
}

TEST(LooksLikeHttp, LeavesAllElseToTheLineProtocol) {
  for (const char* line : {"", "LIST", "GET a.bin", "GET HTTP", "GET aHTTP/1.1", "GET x/http/1",
                           "GET \"HTTP/1.1\"", "UPLOAD", "GET HTTP /"})
    EXPECT_FALSE(looks_like_http(line)) << line;
}

TEST(ParseLine, KnowsItsWordsInAnyCase) {
  EXPECT_EQ(parse_line("LIST").word, "LIST");
  EXPECT_EQ(parse_line("list").word, "LIST");
  EXPECT_EQ(parse_line("Get a").word, "GET");
  EXPECT_EQ(parse_line("uPLOAD").word, "UPLOAD");
  EXPECT_EQ(parse_line("delete a").word, "DELETE");
}

TEST(ParseLine, IgnoresTheLinesEnd) {
  for (const char* line : {"GET a", "GET a\n", "GET a\r\n", "GET a\r"})
    EXPECT_EQ(name_of(parse_line(line)), "a") << testing::PrintToString(line);
}

TEST(ParseLine, KeepsTheCaseOfNames) { EXPECT_EQ(name_of(parse_line("get A.Bin")), "A.Bin"); }

TEST(ParseLine, QuotesAsAShellDoes) {
  const std::pair<const char*, const char*> cases[] = {
      {R"(GET "a b")", "a b"},       {R"(GET 'a b')", "a b"},    {R"(GET a\ b)", "a b"},
      {R"(GET a" "b)", "a b"},       {R"(GET "a\"b")", "a\"b"},  {R"(GET 'a"b')", "a\"b"},
      {R"(GET "a'b")", "a'b"},       {R"(GET "a\b")", R"(a\b)"}, {R"(GET "a\\b")", R"(a\b)"},
      {R"(GET 'a\b')", R"(a\b)"},    {R"(GET a\\b)", R"(a\b)"},  {R"(GET \"a)", "\"a"},
      {R"( "GET"	 a )", "a"}, {R"(GET a''"")", "a"},
  };
  for (const auto& [line, name] : cases) {
    const LineRequest request = parse_line(line);
    EXPECT_EQ(request.word, "GET") << line;
    EXPECT_EQ(name_of(request), name) << line;
    EXPECT_EQ(request.problem, "") << line;
  }
}

TEST(ParseLine, SaysWhatIsWrongWithAQuote) {
  for (const char* line : {"GET \"a", "GET 'a", "LIST \"", "GET \"a\\\"", "'"})
    EXPECT_EQ(parse_line(line).problem, "a quote is not closed") << line;
  EXPECT_EQ(parse_line("GET a\\").problem, "a backslash at the end of the line escapes nothing");
}

TEST(ParseLine, RefusesNulWhereverItStands) {
  using namespace std::string_view_literals;
  for (const std::string_view line :
       {"\0LI\0ST"sv, "LIST\0"sv, "GET a\0b"sv, "GET \"a\0\""sv, "DELETE a \0"sv, "\0"sv}) {
    EXPECT_EQ(parse_line(line).problem, "a request holds no NUL byte")
        << testing::PrintToString(line);
    EXPECT_EQ(parse_line(line).word, "");
  }
}

TEST(ParseLine, LeavesOtherControlBytesToNames) {
  EXPECT_EQ(name_of(parse_line("GET a\x01\vb")), "a\x01\vb");
  EXPECT_EQ(parse_line("\vLIST").word, "\vLIST");
  EXPECT_EQ(parse_line("LIST\x7F").word, "LIST\x7F");
  EXPECT_EQ(parse_line("LIST\r\r\n").word, "LIST\r");
}

TEST(NameOf, WantsOneName) {
  for (const char* line : {"GET", "DELETE", "GET a b", "DELETE my file.bin", "GET \"\"", "GET ''"})
    EXPECT_EQ(name_of(parse_line(line)).error(),
              "say the name of one file; quote it when it contains spaces")
        << line;
}

TEST(ParseLine, GivesAllParameters) {
  const LineRequest request = parse_line("UPLOAD 'some path' b");
  EXPECT_EQ(request.problem, "");
  EXPECT_THAT(request.parameters, ElementsAre("some path", "b"));
}

TEST(ParseLine, TakesAnyWord) {
  for (const auto& [line, word] : {std::pair("", ""),
                                   {" ", ""},
                                   {"\n", ""},
                                   {"HELLO", "HELLO"},
                                   {"lists", "LISTS"},
                                   {"GET/ a", "GET/"},
                                   {"\"\" LIST", ""},
                                   {"\xFF", "\xFF"}}) {
    EXPECT_EQ(parse_line(line).word, word) << testing::PrintToString(line);
    EXPECT_EQ(parse_line(line).problem, "") << testing::PrintToString(line);
  }
}

TEST(LineAnswer, IsSpelledAsTheProtocolSays) {
  EXPECT_EQ(line_list_answer({"a.bin", "b \"c\""}),
            "{\"status\":\"OK\",\"data\":[\"a.bin\",\"b \\\"c\\\"\"]}\r\n\r\n");
  EXPECT_EQ(line_list_answer({}), "{\"status\":\"OK\",\"data\":[]}\r\n\r\n");
  EXPECT_EQ(line_error_answer("no 'x'"), "{\"status\":\"ERROR\",\"data\":\"no 'x'\"}\r\n\r\n");
  EXPECT_EQ(line_deleted_answer(),
            "{\"status\":\"OK\",\"message\":\"File deleted successfully\"}\r\n\r\n");
  EXPECT_EQ(line_uploaded_answer("d41d.png"),
            "{\"status\":\"OK\",\"message\":\"File uploaded successfully\",\"data\":{\"file_path\":"
            "\"d41d.png\"}}\r\n\r\n");
  EXPECT_EQ(line_get_head("a\nb"),
            "{\"status\":\"OK\",\"data_namafile\":\"a\\nb\",\"data_file\":\"");
}

TEST(LineAnswer, NeverContainsItsOwnEndBeforeTheEnd) {
  const std::string answer = line_list_answer({"a\r\n\r\nb"});
  EXPECT_EQ(answer.find(kAnswerEnd), answer.size() - kAnswerEnd.size());
}

TEST(LineAnswer, SurvivesNamesThatAreNotUtf8) {
  EXPECT_EQ(line_list_answer({"a\xFFz"}), "{\"status\":\"OK\",\"data\":[\"a\\\\xffz\"]}\r\n\r\n");
}

TEST(ParseLineAnswer, ReadsWhatWeWrite) {
  EXPECT_THAT(*parse_line_answer(line_list_answer({"a", "b"})).names, ElementsAre("a", "b"));
  EXPECT_TRUE(parse_line_answer(line_deleted_answer()).ok);
  EXPECT_EQ(parse_line_answer(line_uploaded_answer("x.png")).file_path, "x.png");
  EXPECT_EQ(parse_line_answer(line_error_answer("why")).reason, "why");
}

TEST(ParseLineAnswer, ReadsWhatPythonWrites) {
  const LineAnswer list = parse_line_answer(R"({"status": "OK", "data": ["a.bin", "b.bin"]})");
  EXPECT_TRUE(list.ok);
  EXPECT_THAT(*list.names, ElementsAre("a.bin", "b.bin"));
  const LineAnswer error =
      parse_line_answer(R"({"status": "ERROR", "data": "request tidak dikenali"})");
  EXPECT_FALSE(error.ok);
  EXPECT_EQ(error.reason, "request tidak dikenali");
}

TEST(ParseLineAnswer, IsNotOkWhenItCannotBeRead) {
  for (const char* json : {"", "{", "[]", "null", "1", "\"OK\"", "{}", R"({"status":1})",
                           R"({"data":[]})", "READY TO RECEIVE FILE", "\xFF"}) {
    const LineAnswer answer = parse_line_answer(json);
    EXPECT_FALSE(answer.readable) << json;
    EXPECT_FALSE(answer.ok) << json;
    EXPECT_EQ(answer.reason, "the answer is not a JSON object with a status") << json;
  }
}

TEST(ParseLineAnswer, IgnoresDataOfOtherShapes) {
  for (const char* data : {"null", "1", "{}", "[1,{}]", "{\"file_path\":1}", "\"x\""}) {
    const LineAnswer answer =
        parse_line_answer(std::string(R"({"status":"OK","data":)") + data + "}");
    EXPECT_TRUE(answer.ok) << data;
    EXPECT_FALSE(answer.names) << data;
    EXPECT_EQ(answer.file_path, "") << data;
  }
}

TEST(FindDataFile, IsWhereTheBase64Begins) {
  for (const char* head : {R"({"status":"OK","data_namafile":"x","data_file":")",
                           R"({"status": "OK", "data_namafile": "x", "data_file" : ")"})
    EXPECT_EQ(find_data_file(std::string(head) + "Zm9v\"}"), std::string(head).size()) << head;
  const std::string ours = line_get_head("a \"data_file\":\"b\\");
  EXPECT_EQ(find_data_file(ours), ours.size());
}

TEST(FindDataFile, IsNotMisledByAFileOfThatName) {
  const std::string head = line_get_head("data_file");
  EXPECT_EQ(find_data_file(head), head.size());
}

TEST(FindDataFile, IsZeroUntilItHasCome) {
  const std::string head = line_get_head("data_file");
  for (std::size_t size = 0; size < head.size(); ++size)
    EXPECT_EQ(find_data_file(head.substr(0, size)), 0u) << size << " bytes";
  EXPECT_EQ(find_data_file(line_error_answer("\"data_file\": \"")), 0u);
}

TEST(LineGetAnswer, IsOneJsonObject) {
  std::string answer = line_get_head("a.bin");
  append_base64(answer, "foobar");
  answer += kLineGetTail;
  EXPECT_EQ(answer,
            "{\"status\":\"OK\",\"data_namafile\":\"a.bin\",\"data_file\":\"Zm9vYmFy\"}\r\n\r\n");
  EXPECT_TRUE(parse_line_answer(answer).ok);
}

TEST(GuessExtension, KnowsTheSixKinds) {
  using namespace std::string_view_literals;
  EXPECT_EQ(guess_extension("\x89PNG\r\n\x1A\n..."sv), ".png");
  EXPECT_EQ(guess_extension("\xFF\xD8\xFF\xE0"sv), ".jpeg");
  EXPECT_EQ(guess_extension("%PDF-1.7"sv), ".pdf");
  EXPECT_EQ(guess_extension("GIF89a.."sv), ".gif");
  EXPECT_EQ(guess_extension("PK\x03\x04"sv), ".zip");
  EXPECT_EQ(guess_extension("\0\0\1\xBA"sv), ".mpeg");
}

TEST(GuessExtension, IsEmptyForAnythingElse) {
  for (const std::string_view bytes : {"", "PK", "\x89PN", "GIF88a", "hello", "<html>"})
    EXPECT_EQ(guess_extension(bytes), "") << bytes;
}

TEST(LineWhereAnswer, SaysWhetherItIsSomebodyElse) {
  EXPECT_EQ(line_where_answer("a:7000", false), "{\"status\":\"OK\",\"data\":\"a:7000\"}\r\n\r\n");
  EXPECT_EQ(line_where_answer("b:7001", true),
            "{\"status\":\"REDIRECT\",\"data\":\"b:7001\"}\r\n\r\n");
}

}  // namespace
}  // namespace gauntlet::wire
