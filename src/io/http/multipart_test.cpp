#include "io/http/multipart.h"

#include <gtest/gtest.h>

#include <string>

namespace vitrine::http {
namespace {

constexpr auto type = "multipart/form-data; boundary=----WebKitFormBoundaryX";
const std::string whole =
    "------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n"
    "------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"proof\"; filename=\"slip; a=b.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--not the end\r\n"
    "\r\n------WebKitFormBoundaryX--\r\n";

TEST(parse_multipart, reads_fields_and_files_byte_by_byte) {
    auto parts = parse_multipart(type, whole);
    ASSERT_TRUE(parts && parts->size() == 2);
    EXPECT_EQ((*parts)[0].name, "csrf");
    EXPECT_EQ((*parts)[0].bytes, "token");
    EXPECT_FALSE((*parts)[0].filename);
    EXPECT_EQ((*parts)[1].name, "proof");
    EXPECT_EQ((*parts)[1].filename, "slip; a=b.png");
    EXPECT_EQ((*parts)[1].content_type, "image/png");
    EXPECT_EQ((*parts)[1].bytes, "\x89PNG\r\n--not the end\r\n");
}

TEST(parse_multipart, takes_a_quoted_boundary_and_an_empty_file) {
    auto parts = parse_multipart("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"", "--a b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--a b--");
    ASSERT_TRUE(parts && parts->size() == 1);
    EXPECT_EQ((*parts)[0].bytes, "");
    EXPECT_EQ((*parts)[0].filename, "");
}

TEST(parse_multipart, reads_nothing_that_is_broken) {
    for (size_t length = 0; length + 4 < whole.size(); ++length) EXPECT_FALSE(parse_multipart(type, std::string_view(whole).substr(0, length))) << length;
    EXPECT_FALSE(parse_multipart("multipart/form-data", whole)) << "no boundary";
    EXPECT_FALSE(parse_multipart("application/json; boundary=x", "--x--"));
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\nwho am I\r\n--x--")) << "no name";
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"open\r\n\r\n\r\n--x--"));
    std::string many;
    for (int n = 0; n < 60; ++n) many += "--x\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n\r\n";
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=x", many + "--x--"));
}

}  // namespace
}  // namespace vitrine::http
