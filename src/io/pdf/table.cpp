#include "io/pdf/table.h"

#include <algorithm>

namespace vitrine::pdf {
namespace {

constexpr int padding_x = 70, padding_y = 60;
constexpr unsigned ink = 0x1A1A1A, grey = 0x595959, rule = 0xC8C8C8, shade = 0xF0F1F3;
constexpr Style head_style{.size = 150, .is_bold = true, .colour = 0x333333};
constexpr Style first_style{.size = 170, .colour = ink}, more_style{.size = 144, .colour = grey};

class Drawing {
public:
    Drawing(Canvas& canvas, const std::vector<Column>& columns, const Place& place) : canvas_(canvas), columns_(columns), place_(place), y_(place.top) {
        for (const auto& column : columns) width_ += column.width;
    }

    int draw(const std::vector<Cells>& rows) {
        header();
        for (size_t i = 0; i < rows.size(); ++i) {
            auto height = height_of(rows[i]);
            // The foot has to fit, too, unless this is the last row.
            auto foot = place_.carried && i + 1 < rows.size() ? carry_height : 0;
            if (y_ + height + foot > place_.bottom && rows_on_page_ > 0) turn(i);
            row(rows[i], height);
        }
        return y_;
    }

private:
    static constexpr int carry_height = 330;

    void header() {
        int height = 0, x = place_.left;
        for (const auto& column : columns_) height = std::max(height, canvas_.height_of(column.width - 2 * padding_x, column.title, head_style));
        canvas_.box(place_.left, y_, width_, height + 2 * padding_y, shade);
        for (const auto& column : columns_) {
            auto style = head_style;
            style.align = column.align;
            canvas_.text(x + padding_x, y_ + padding_y, column.width - 2 * padding_x, column.title, style);
            x += column.width;
        }
        y_ += height + 2 * padding_y;
        canvas_.line(place_.left, y_, place_.left + width_, y_, 12, 0x8A8A8A);
    }

    static std::pair<std::string_view, std::string_view> parts(std::string_view cell) {
        auto end = cell.find('\n');
        return end == std::string_view::npos ? std::pair(cell, std::string_view()) : std::pair(cell.substr(0, end), cell.substr(end + 1));
    }

    int height_of(const Cells& cells) const {
        int height = 0;
        for (size_t i = 0; i < cells.size(); ++i) {
            auto [first, more] = parts(cells[i]);
            auto inner = columns_[i].width - 2 * padding_x;
            height = std::max(height, canvas_.height_of(inner, first, first_style) + canvas_.height_of(inner, more, more_style));
        }
        return height + 2 * padding_y;
    }

    void row(const Cells& cells, int height) {
        int x = place_.left;
        for (size_t i = 0; i < cells.size(); ++i) {
            auto [first, more] = parts(cells[i]);
            auto above = first_style, below = more_style;
            above.align = below.align = columns_[i].align;
            auto inner = columns_[i].width - 2 * padding_x;
            auto used = canvas_.text(x + padding_x, y_ + padding_y, inner, first, above);
            canvas_.text(x + padding_x, y_ + padding_y + used, inner, more, below);
            x += columns_[i].width;
        }
        y_ += height;
        ++rows_on_page_;
        canvas_.line(place_.left, y_, place_.left + width_, y_, 6, rule);
    }

    /// The foot of this page, the next page, its header and what is brought over.
    void turn(size_t rows_done) {
        auto sum = place_.carried ? place_.carried(rows_done) : std::string();
        if (!sum.empty()) carry(place_.carried_label, sum);
        y_ = place_.next_page(canvas_);
        rows_on_page_ = 0;
        header();
        if (!sum.empty()) carry(place_.brought_label, sum);
    }

    void carry(const std::string& label, const std::string& sum) {
        Style style{.size = 160, .is_bold = true, .colour = grey, .align = Align::right};
        auto last = columns_.back().width;
        canvas_.text(place_.left, y_ + padding_y, width_ - last - padding_x, label, style);
        canvas_.text(place_.left + width_ - last + padding_x, y_ + padding_y, last - 2 * padding_x, sum, style);
        y_ += carry_height;
        canvas_.line(place_.left, y_, place_.left + width_, y_, 6, rule);
    }

    Canvas& canvas_;
    const std::vector<Column>& columns_;
    const Place& place_;
    int y_, width_ = 0, rows_on_page_ = 0;
};

}  // namespace

int draw_table(Canvas& canvas, const std::vector<Column>& columns, const std::vector<Cells>& rows, const Place& place) { return Drawing(canvas, columns, place).draw(rows); }

}  // namespace vitrine::pdf
