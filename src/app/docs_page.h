#pragma once
#include <memory>
#include <string_view>

#include "io/http/message.h"

namespace vitrine::app {

/// A page that lists the operations and schemas of an OpenAPI document. Self-contained: no script, its one style allowed by hash.
std::shared_ptr<const http::CachedAnswer> make_docs_page(std::string_view openapi_document);

}  // namespace vitrine::app
