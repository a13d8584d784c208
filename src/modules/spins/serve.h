#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::spins {

/// A published turntable by its token: what the token covers, and nothing else. Refuses spins.token_refused for a token that is altered, over, of another store, of frames that are shown no more, and
/// for a frame that the turntable does not have. Answers may be kept for a day: what stands behind a token never changes.
Task<Result<http::Response>> serve_manifest(App& app, Ctx ctx, const http::Request& request);
Task<Result<http::Response>> serve_poster(App& app, Ctx ctx, const http::Request& request);
Task<Result<http::Response>> serve_frame(App& app, Ctx ctx, const http::Request& request);

}  // namespace vitrine::spins
