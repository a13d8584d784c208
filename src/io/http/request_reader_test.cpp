#include "io/http/request_reader.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

constexpr size_t limit = 1024;
const std::string head = "GET /p/pen?q=ink HTTP/1.1\r\nHost: shop.test\r\nX-Long: " + std::string(200, 'a') + "\r\nCookie: session=a\r\n\r\n";

TEST(request_reader, reads_the_same_head_wherever_the_network_cuts_it) {
    for (size_t first = 1; first < head.size(); ++first)
        for (size_t second : {first + 1, head.size() - 1, head.size()}) {
            Request request;
            RequestReader reader(request, limit);
            size_t used = 0;
            EXPECT_EQ(reader.read_head(head.substr(0, first), used), RequestReader::Progress::needs_more) << first;
            if (second < head.size()) EXPECT_EQ(reader.read_head(head.substr(0, second), used), RequestReader::Progress::needs_more) << first << " " << second;
            ASSERT_EQ(reader.read_head(head + "GET", used), RequestReader::Progress::head_read) << first << " " << second;
            EXPECT_EQ(used, head.size());
            EXPECT_EQ(request.path, "/p/pen");
            EXPECT_EQ(request.headers.size(), 3u);
            EXPECT_EQ(request.cookie("session"), "a");
        }
}

TEST(request_reader, counts_a_head_as_a_whole_however_it_comes) {
    std::string endless = "GET / HTTP/1.1\r\nHost: a\r\n";
    Request request;
    RequestReader reader(request, limit);
    size_t used = 0;
    auto progress = RequestReader::Progress::needs_more;
    while (progress == RequestReader::Progress::needs_more && endless.size() < 3 * limit) {
        endless += "X-A: " + std::string(40, 'b') + "\r\n";
        progress = reader.read_head(endless, used);
    }
    EXPECT_EQ(progress, RequestReader::Progress::refused);
    EXPECT_EQ(reader.refusal()->code, "request.header_too_large");
    EXPECT_LT(endless.size(), limit + 100);
}

TEST(request_reader, neighbour_a_folded_line_is_refused_in_pieces_too) {
    std::string folded = "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n";
    for (size_t first = 1; first < folded.size(); ++first) {
        Request request;
        RequestReader reader(request, limit);
        size_t used = 0;
        auto progress = reader.read_head(folded.substr(0, first), used);
        if (progress == RequestReader::Progress::needs_more) progress = reader.read_head(folded, used);
        EXPECT_EQ(progress, RequestReader::Progress::refused) << first;
    }
}

}  // namespace
}  // namespace vitrine::http
