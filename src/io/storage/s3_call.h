#pragma once
// One signed call, made again while that may help. Used within this folder.
#include "io/storage/s3.h"

namespace vitrine::storage {

class S3Caller {
public:
    S3Caller(web::Client& web, S3Options options);

    struct Wanted {
        std::string method;
        std::string key;                 ///< of the object
        shape::Fields query = {};
        shape::Fields headers = {};      ///< signed; names in lower case
        std::shared_ptr<const std::string> body = {};
        std::size_t answer_limit_bytes = 1024 * 1024;
    };
    /// The last answer: 2xx, 404 or another that says no for good; `outcome` not answered when no try was. Tries again on what may pass.
    Task<web::Answer> call(Wanted wanted);
    const S3Options& options() const { return options_; }

private:
    Task<web::Answer> once(const Wanted& wanted);
    web::Client& web_;
    S3Options options_;
    std::string host_;
};

/// What an answer that is no success means.
Failure failure_of(const web::Answer& answer, std::string_view what);
/// The text of the first element of that name in an XML answer; empty when there is none.
std::string element_of(std::string_view xml, std::string_view name);

/// Sends a file in parts and puts them together. Gives up the upload at the service when it fails.
Task<Outcome<void>> put_in_parts(S3Caller& caller, std::string key, std::string path, std::uint64_t size, std::string content_type);

}  // namespace vitrine::storage
