#pragma once
// A table that may be longer than a page.
#include <functional>
#include <string>
#include <vector>

#include "io/pdf/canvas.h"

namespace vitrine::pdf {

struct Column {
    std::string title;
    int width = 0;                ///< twips
    Align align = Align::left;
};

/// One row: a text a column. A cell may hold several lines; what stands behind its first line break is printed smaller and greyer.
using Cells = std::vector<std::string>;

/// Where a table may stand, and what a new page begins with.
struct Place {
    int left = 0, top = 0, bottom = 0;              ///< the first row begins at `top`, nothing goes below `bottom`
    std::function<int(Canvas&)> next_page;          ///< begins a page and gives where content may stand on it
    /// What has come together in the first `rows` rows, to be said at the foot of a page that is not the last, and at the head of the next; empty: nothing.
    std::function<std::string(size_t rows)> carried = {};
    std::string carried_label, brought_label;       ///< "Carried forward", "Brought forward"
};

/// Draws the rows under a header that is repeated on every page. A row is never torn. Gives where the table ends on the last page.
int draw_table(Canvas& canvas, const std::vector<Column>& columns, const std::vector<Cells>& rows, const Place& place);

}  // namespace vitrine::pdf
