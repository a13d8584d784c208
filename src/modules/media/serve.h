#pragma once
#include "io/http/message.h"
#include "modules/media/api.h"

namespace vitrine::media {

/// GET /media/{edition}/{file}: what is public, kept by browsers for a year. Asks no database.
Task<Result<http::Response>> serve_public(App& app, Ctx ctx, const http::Request& request);

}  // namespace vitrine::media
