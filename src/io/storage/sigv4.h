#pragma once
#include <string>
#include <string_view>

#include "core/shape.h"
#include "core/time.h"

namespace vitrine::storage {

struct S3Key {
    std::string access, secret;
};

/// What is signed of a call. `path` begins with '/' and is not yet escaped; `query` holds decoded pairs in any order; `headers` are those that are signed
/// beside the ones the signature brings, names in lower case.
struct S3Call {
    std::string method, host, path;
    shape::Fields query;
    shape::Fields headers;
    std::string payload_sha256;   ///< hex
};

/// Pure. The headers that make it an authentic call: x-amz-date, x-amz-content-sha256, Authorization (AWS Signature Version 4, service "s3").
/// Source: "Authenticating Requests: Using the Authorization Header", Amazon S3 API Reference.
shape::Fields signed_headers(const S3Call& call, const S3Key& key, std::string_view region, Instant now);

/// Pure. The query of a call as it stands in its address, sorted and escaped as it is signed; empty without one.
std::string canonical_query(const shape::Fields& query);
/// Pure. Everything but letters, digits, '-', '.', '_' and '~' escaped; '/' stays where `keeps_slash`.
std::string escape_s3(std::string_view text, bool keeps_slash);

}  // namespace vitrine::storage
