// What is text at all: encodings, control characters, sizes.
#include "scenario/source_text.hpp"

#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::yaml;
using namespace pbrsim::test;
using namespace std::string_literals;

namespace {

bool is_fine(const std::string& text) { return check_text(text).fault.message.empty(); }

}  // namespace

TEST_CASE("UTF-8 is text, with or without byte order mark") {
  CHECK(check_text("a: £5 – é 𝛼\n\t\r\n").text == "a: £5 – é 𝛼\n\t\r\n");
  CHECK(check_text("\xEF\xBB\xBFtitle: x").text == "title: x");
  CHECK(is_fine(""));
}

TEST_CASE("what is not UTF-8 is refused with its place") {
  const TextFault fault = check_text("a: 1\nb: caf\xE9\n").fault;
  CHECK(fault.message == "is not UTF-8: there is a stray byte 0xE9 at byte offset 11");
  CHECK(fault.line == 2);
  CHECK(fault.column == 7);
  for (const char* bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF", "\xC3("})
    CHECK_FALSE(is_fine(bad));
  for (const char* good : {"\xC2\x80", "\xED\x9F\xBF", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF"})
    CHECK(is_fine(good));
}

TEST_CASE("UTF-16, NUL and control characters are refused by name") {
  CHECK(check_text("\xFF\xFEt\0"s).fault.message == "is UTF-16; save it as UTF-8");
  CHECK(check_text("\xFE\xFF\0t"s).fault.message == "is UTF-16; save it as UTF-8");
  CHECK(check_text("a\0b"s).fault.message == "is not text: there is a NUL byte at byte offset 1");
  // yaml-cpp takes this one for the end of the file.
  CHECK(check_text("a: 1\n\x04zz: 2").fault.message ==
        "holds the control character 0x04 at byte offset 5");
  CHECK_FALSE(is_fine("\x7F"));
}

TEST_CASE("a scenario that is no text says where") {
  CHECK(report_of("title: caf\xE9") ==
        "x.yaml:1:11: is not UTF-8: there is a stray byte 0xE9 at byte offset 10\n"
        "1 problem; nothing was run.");
  CHECK(report_of("\xFF\xFE") ==
        "x.yaml: is UTF-16; save it as UTF-8\n1 problem; nothing was run.");
  CHECK(report_of("\xEF\xBB\xBF"
                  "extends: minimal.yaml\n") == "no problem");
}

TEST_CASE("files over 10 MB are refused before they are parsed") {
  const std::string start = "extends: minimal.yaml\n";
  const std::string minimal = read_source(test_folder() / "minimal.yaml").text;
  std::string filler(most_bytes - start.size() - minimal.size(), '#');
  for (std::size_t i = 1000; i < filler.size(); i += 1000)
    filler[i] = '\n';
  CHECK(report_of(start + filler) == "no problem");
  CHECK(report_of(start + filler + "#") ==
        "x.yaml:1:10: extends: \"minimal.yaml\" makes more than 10 MB with the files before it; "
        "extend less (x.yaml -> minimal.yaml)\n1 problem; nothing was run.");
  filler += std::string(minimal.size() + 1, '#');
  CHECK(report_of("extends: minimal.yaml\n" + filler + "#") ==
        "x.yaml: is larger than 10 MB; split it with extends\n1 problem; nothing was run.");
}

TEST_CASE("lines of more than 100000 bytes are refused") {
  CHECK(report_of("title: " + std::string(99992, 'x')).find("is in a line") == std::string::npos);
  CHECK(report_of("title: x\n#" + std::string(longest_line, 'x')) ==
        "x.yaml:2:100001: is in a line of more than 100000 bytes, which must be broken, at byte "
        "offset "
        "100009\n1 problem; nothing was run.");
}

TEST_CASE("files that are not there and folders are refused") {
  CHECK(report_of_file(test_folder() / "gone.yaml") ==
        "gone.yaml: cannot be read: No such file or directory\n1 problem; nothing was run.");
  CHECK(report_of_file(test_folder() / "broken") ==
        "broken: cannot be read: it is a directory\n1 problem; nothing was run.");
}
