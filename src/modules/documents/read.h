#pragma once
#include "modules/documents/api.h"

namespace vitrine::documents {

struct DocumentFilter {
    std::optional<Kind> kind;
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(DocumentFilter, kind, limit, cursor)
struct DocumentPage {
    std::vector<DocumentView> items;
    std::optional<std::string> next_cursor;
};
SHAPE(DocumentPage, items, next_cursor)

/// The store's documents, newest first. Refuses request.invalid for a cursor that is none of ours.
Task<Result<DocumentPage>> list_documents(App& app, Ctx ctx, DocumentFilter filter);

}  // namespace vitrine::documents
