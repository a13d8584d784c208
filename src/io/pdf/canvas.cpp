#include "io/pdf/canvas.h"

#include <stdexcept>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

namespace vitrine::pdf {
namespace {

/// The first family shows Latin, the others what it lacks. Naskh stands before Nastaliq: its lines are as high as those of the other scripts, so tables stay even.
constexpr auto families = "Noto Sans, Noto Naskh Arabic, Noto Sans Devanagari, DejaVu Sans, sans-serif";

struct GFree {
    void operator()(void* object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, GFree>;

double points(int twips) { return twips / 20.0; }
int twips(int pango_units) { return (pango_units * 20 + PANGO_SCALE / 2) / PANGO_SCALE; }

cairo_status_t append(void* out, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

/// Pango turns left and right round for text that runs from the right; a column of print keeps its edge.
void align(PangoLayout* layout, Align wanted) {
    bool runs_left = pango_layout_line_get_resolved_direction(pango_layout_get_line_readonly(layout, 0)) == PANGO_DIRECTION_RTL;
    auto right = (wanted == Align::right) != runs_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    pango_layout_set_alignment(layout, wanted == Align::center ? PANGO_ALIGN_CENTER : right);
}

}  // namespace

struct Canvas::Inner {
    std::string bytes;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    PangoContext* context = nullptr;
    int missing = 0;

    ~Inner() {
        if (context) g_object_unref(context);
        if (cairo) cairo_destroy(cairo);
        if (surface) cairo_surface_destroy(surface);
    }

    void colour(unsigned value) const {
        auto part = [&](int shift) { return ((value >> shift) & 0xFF) / 255.0; };
        cairo_set_source_rgb(cairo, part(16), part(8), part(0));
    }

    /// `width` 0: one line.
    Layout laid(int width, std::string_view utf8, const Style& style) const {
        Layout layout(pango_layout_new(context));
        auto* font = pango_font_description_new();
        pango_font_description_set_family(font, families);
        pango_font_description_set_weight(font, style.is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_absolute_size(font, points(style.size) * PANGO_SCALE);
        pango_layout_set_font_description(layout.get(), font);
        pango_font_description_free(font);
        if (width > 0) {
            pango_layout_set_width(layout.get(), int(points(width) * PANGO_SCALE));
            pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        }
        pango_layout_set_text(layout.get(), utf8.data(), int(utf8.size()));
        align(layout.get(), style.align);
        return layout;
    }
};

Canvas::Canvas(const Facts& facts, int width, int height) : inner_(std::make_unique<Inner>()), width_(width), height_(height) {
    auto& in = *inner_;
    in.surface = cairo_pdf_surface_create_for_stream(&append, &in.bytes, points(width), points(height));
    cairo_pdf_surface_restrict_to_version(in.surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(in.surface, CAIRO_PDF_METADATA_TITLE, facts.title.c_str());
    cairo_pdf_surface_set_metadata(in.surface, CAIRO_PDF_METADATA_AUTHOR, facts.author.c_str());
    cairo_pdf_surface_set_metadata(in.surface, CAIRO_PDF_METADATA_CREATOR, "Vitrine");
    cairo_pdf_surface_set_metadata(in.surface, CAIRO_PDF_METADATA_CREATE_DATE, format_rfc3339(facts.made_at).c_str());
    in.cairo = cairo_create(in.surface);
    in.context = pango_cairo_create_context(in.cairo);
    auto* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(in.context, options);
    cairo_font_options_destroy(options);
    if (cairo_status(in.cairo) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("a page of print could not be begun");
}
Canvas::~Canvas() = default;

void Canvas::next_page() {
    cairo_show_page(inner_->cairo);
    ++pages_;
}

int Canvas::text(int x, int y, int width, std::string_view utf8, const Style& style) {
    if (utf8.empty()) return 0;
    auto layout = inner_->laid(width, utf8, style);
    inner_->colour(style.colour);
    cairo_move_to(inner_->cairo, points(x), points(y));
    pango_cairo_show_layout(inner_->cairo, layout.get());
    inner_->missing += pango_layout_get_unknown_glyphs_count(layout.get());
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return twips(height);
}

int Canvas::height_of(int width, std::string_view utf8, const Style& style) const {
    if (utf8.empty()) return 0;
    int height = 0;
    pango_layout_get_size(inner_->laid(width, utf8, style).get(), nullptr, &height);
    return twips(height);
}

int Canvas::width_of(std::string_view utf8, const Style& style) const {
    int width = 0;
    pango_layout_get_size(inner_->laid(0, utf8, style).get(), &width, nullptr);
    return twips(width);
}

void Canvas::line(int x, int y, int to_x, int to_y, int thickness, unsigned colour) {
    inner_->colour(colour);
    cairo_set_line_width(inner_->cairo, points(thickness));
    cairo_move_to(inner_->cairo, points(x), points(y));
    cairo_line_to(inner_->cairo, points(to_x), points(to_y));
    cairo_stroke(inner_->cairo);
}

void Canvas::box(int x, int y, int width, int height, unsigned colour) {
    inner_->colour(colour);
    cairo_rectangle(inner_->cairo, points(x), points(y), points(width), points(height));
    cairo_fill(inner_->cairo);
}

void Canvas::frame(int x, int y, int width, int height, int thickness, unsigned colour) {
    inner_->colour(colour);
    cairo_set_line_width(inner_->cairo, points(thickness));
    cairo_rectangle(inner_->cairo, points(x), points(y), points(width), points(height));
    cairo_stroke(inner_->cairo);
}

int Canvas::missing_letters() const { return inner_->missing; }

std::string Canvas::finish() {
    cairo_show_page(inner_->cairo);
    cairo_surface_finish(inner_->surface);
    if (cairo_surface_status(inner_->surface) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("a page of print could not be ended");
    return std::move(inner_->bytes);
}

}  // namespace vitrine::pdf
