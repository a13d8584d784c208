#pragma once
// Pages of print: text in any script, lines and boxes, as a PDF. Knows paper, no commerce.
#include <memory>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vitrine::pdf {

/// Lengths are twips, twentieths of a point (1,440 an inch), from the upper left corner: whole numbers, so that a page is the same on every machine.
inline constexpr int a4_width = 11'906, a4_height = 16'838;

enum class Align { left, right, center };

/// How text looks. `size` is in twips, too: 180 is 9 points.
struct Style {
    int size = 180;
    bool is_bold = false;
    unsigned colour = 0x1A1A1A;   ///< 0xRRGGBB
    Align align = Align::left;
};

/// What a reader's program shows of the file.
struct Facts {
    std::string title, author;
    Instant made_at{};
};

/// Pages under way. Text is shaped and wrapped by Pango in the packaged Noto fonts: Latin, Arabic script (Urdu) and Devanagari (Hindi), each line in its own direction.
/// Belongs to the thread that made it, and may take milliseconds a page: make it inside `offload`. std::runtime_error when the page cannot be made.
class Canvas {
public:
    explicit Canvas(const Facts& facts, int width = a4_width, int height = a4_height);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    int width() const { return width_; }
    int height() const { return height_; }
    int pages() const { return pages_; }   ///< begun so far; the first is there from the start
    void next_page();

    /// Draws text into a column `width` wide, wrapped at words (at letters where a word is too long); gives the height it took. Line breaks in it hold.
    int text(int x, int y, int width, std::string_view utf8, const Style& style);
    /// The height that `text` would take; draws nothing.
    int height_of(int width, std::string_view utf8, const Style& style) const;
    /// The width of text on one line.
    int width_of(std::string_view utf8, const Style& style) const;
    void line(int x, int y, int to_x, int to_y, int thickness, unsigned colour);
    void box(int x, int y, int width, int height, unsigned colour);                       ///< filled
    void frame(int x, int y, int width, int height, int thickness, unsigned colour);      ///< its border

    /// How many letters no installed font could show: they are boxes on paper. Zero where the packaged fonts are installed.
    int missing_letters() const;
    /// Ends the last page and gives the bytes of the file. Once.
    std::string finish();

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
    int width_, height_, pages_ = 1;
};

}  // namespace vitrine::pdf
