#pragma once
#include <memory>
#include <string>

#include "io/storage/sigv4.h"
#include "io/storage/store.h"
#include "io/web/client.h"

namespace vitrine::storage {

struct S3Options {
    std::string endpoint;              ///< scheme and authority: "https://s3.eu-central-1.amazonaws.com"; buckets are addressed in the path
    std::string region = "us-east-1";
    std::string bucket;
    S3Key key;
    int tries = 4;                     ///< of each call that may be made again; between them 0.2 s, doubled each time, with jitter
    int timeout_ms = 30'000;           ///< of one call
    std::uint64_t part_bytes = 8 * 1024 * 1024;  ///< bigger files go in parts of this, several at once; S3 wants 5 MiB at least
    int parts_at_once = 4;
};

/// Objects in a bucket of an S3-compatible service. A call that broke off after it was sent may have been done: then the object is asked for by HEAD, and
/// what is there with the right size is what was put, because a key names its content. `unavailable` after the last try.
/// Source: Amazon S3 API Reference (PutObject, CreateMultipartUpload, UploadPart, CompleteMultipartUpload, HeadObject, GetObject, DeleteObject).
std::unique_ptr<Store> make_s3_store(web::Client& web, S3Options options);

}  // namespace vitrine::storage
