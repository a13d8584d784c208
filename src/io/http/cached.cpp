#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>

#include <brotli/encode.h>
#include <sodium.h>
#include <zlib.h>

#include "core/base32.h"
#include "io/http/message.h"

namespace vitrine::http {
namespace {

/// Below this a compressed answer saves no packet.
constexpr size_t least_worth_compressing_bytes = 860;

bool is_text(std::string_view type) {
    auto bare = type.substr(0, type.find(';'));
    return bare.starts_with("text/") || bare.ends_with("json") || bare.ends_with("xml") || bare.ends_with("javascript") || bare == "application/wasm" ||
           bare == "application/manifest+json";
}

std::string gzip_of(std::string_view text) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("zlib cannot start");
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::runtime_error("zlib cannot compress");
    return out;
}

std::string brotli_of(std::string_view text) {
    size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string out(size, '\0');
    if (!BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                               reinterpret_cast<std::uint8_t*>(out.data())))
        throw std::runtime_error("brotli cannot compress");
    out.resize(size);
    return out;
}

std::string etag_of(std::string_view type, std::string_view body) {
    std::array<std::uint8_t, 16> digest;
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                       reinterpret_cast<const unsigned char*>(type.data()), std::min<size_t>(type.size(), crypto_generichash_KEYBYTES_MAX));
    return '"' + base32_encode(digest) + '"';
}

}  // namespace

std::shared_ptr<const CachedAnswer> make_cached_answer(std::string content_type, std::string body, std::string cache_control, int status) {
    auto answer = std::make_shared<CachedAnswer>();
    answer->status = status;
    answer->etag = etag_of(content_type, body);
    if (body.size() > least_worth_compressing_bytes && is_text(content_type)) {
        answer->gzip = gzip_of(body);
        answer->brotli = brotli_of(body);
        if (answer->gzip.size() >= body.size()) answer->gzip.clear();
        if (answer->brotli.size() >= body.size()) answer->brotli.clear();
        answer->gzip.shrink_to_fit();
        answer->brotli.shrink_to_fit();
    }
    answer->content_type = std::move(content_type);
    answer->body = std::move(body);
    answer->cache_control = std::move(cache_control);
    return answer;
}

}  // namespace vitrine::http
